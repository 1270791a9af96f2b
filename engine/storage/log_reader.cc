#include "engine/storage/log_reader.h"

#include <rocksdb/env.h>

#include <algorithm>
#include <charconv>
#include <vector>

#include "engine/storage/crc32c.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

constexpr std::size_t kBlockBytes = 32 * 1024;
constexpr std::size_t kHeaderBytes = 7;

enum FragmentType : std::uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint32_t Masked(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8; }

}  // namespace

std::size_t LogReader::BlockEnd() const {
  return std::min(log_.size(), (at_ / kBlockBytes + 1) * kBlockBytes);
}

bool LogReader::IsFragment(std::size_t at, std::size_t block_end) const {
  if (at + kHeaderBytes > block_end) return false;
  const auto type = static_cast<std::uint8_t>(log_[at + 6]);
  const std::size_t length = LittleEndian(log_.substr(at + 4, 2));
  if (type < kFull || type > kLast || at + kHeaderBytes + length > block_end) return false;
  return Masked(Crc32c(log_.substr(at + 6, 1 + length))) == LittleEndian(log_.substr(at, 4));
}

// To the next fragment of the block, or the next block.
void LogReader::PassOver(std::size_t block_end) {
  const std::size_t block = at_ / kBlockBytes;
  const bool searches =
      search_ == Search::kEachBlock || searched_block_ == SIZE_MAX || searched_block_ == block;
  searched_block_ = searches ? block : searched_block_;
  for (++at_; searches && at_ < block_end; ++at_) {
    if (IsFragment(at_, block_end)) return;
  }
  at_ = block_end;
}

std::optional<LogReader::Record> LogReader::Next() {
  while (at_ < log_.size()) {
    const std::size_t block_end = BlockEnd();
    if (block_end % kBlockBytes == 0 && block_end - at_ < kHeaderBytes) {
      at_ = block_end;
      continue;
    }
    if (!IsFragment(at_, block_end)) {
      const std::size_t begin = at_;
      PassOver(block_end);
      SetBad(record_start_.value_or(begin), begin);
      continue;
    }
    const auto type = static_cast<std::uint8_t>(log_[at_ + 6]);
    const std::size_t length = LittleEndian(log_.substr(at_ + 4, 2));
    const std::size_t fragment = at_;
    at_ += kHeaderBytes + length;

    const bool begins = type == kFull || type == kFirst;
    if (begins == record_start_.has_value()) {  // One that has no end, or no beginning.
      SetBad(record_start_.value_or(fragment), at_);
      if (!begins) continue;
    }
    if (begins) {
      record_start_ = fragment;
      record_.clear();
    }
    record_ += log_.substr(fragment + kHeaderBytes, length);
    if (type == kFirst || type == kMiddle) continue;

    const std::size_t start = *record_start_;
    record_start_.reset();
    if (record_.size() < kRecordHeaderBytes) {
      SetBad(start, at_);
      continue;
    }
    const std::string_view header =
        std::string_view(record_).substr(0, std::min(kMarkedHeaderBytes, record_.size()));
    return Record{.offset = start,
                  .sequence = FirstSequenceOf(header),
                  .count = static_cast<std::uint32_t>(LittleEndian(header.substr(8, 4))),
                  .mark = SyncMarkOf(header),
                  .recovered = RecoveryMarkOf(header)};
  }
  if (record_start_) SetBad(*record_start_, at_);
  return std::nullopt;
}

// By number.
Result<std::map<std::uint64_t, std::string>> LogNames(rocksdb::Env& env,
                                                      const std::string& directory) {
  std::vector<std::string> names;
  if (const auto status = env.GetChildren(directory, &names); !status.ok()) {
    return ToError(status, "cannot read data directory '" + directory + "'");
  }
  constexpr std::string_view kExtension = ".log";
  std::map<std::uint64_t, std::string> logs;
  for (const std::string& name : names) {
    const std::size_t digits = std::min(name.find_first_not_of("0123456789"), name.size());
    if (digits == 0 || name.substr(digits) != kExtension) continue;
    std::uint64_t number = 0;
    if (std::from_chars(name.data(), name.data() + digits, number).ec != std::errc()) continue;
    logs.emplace(number, name);
  }
  return logs;
}

}  // namespace basalt
