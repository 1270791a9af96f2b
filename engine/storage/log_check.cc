// The form of a log, as RocksDB documents it ("Write Ahead Log File Format"):
//
//   log      := block*
//   block    := fragment* trailer      32 KB; the trailer is shorter than a header.
//   fragment := checksum (u32) length (u16) type (u8) payload
//   type     := 1 full | 2 first | 3 middle | 4 last
//
// Little-endian. The checksum is the masked CRC-32C of type and payload. A record, the payload of
// its fragments, begins with the sequence number of its first write (u64) and their count (u32).
#include "engine/storage/log_check.h"

#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <vector>

#include "engine/storage/crc32c.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

constexpr std::size_t kBlockBytes = 32 * 1024;
constexpr std::size_t kHeaderBytes = 7;
constexpr std::size_t kPageBytes = 4096;

enum FragmentType : std::uint8_t { kFull = 1, kFirst = 2, kMiddle = 3, kLast = 4 };

std::uint32_t Masked(std::uint32_t crc) { return (crc >> 15 | crc << 17) + 0xA282EAD8; }

// One log, fragment by fragment.
class LogReader {
 public:
  explicit LogReader(std::string_view log) : log_(log) {}

  struct Record {
    std::size_t offset;
    std::uint64_t sequence;
    std::uint32_t count;
    std::optional<LogSequence> mark;  // See sync_mark.h.
  };

  struct Bad {
    std::size_t record;  // Where the record begins that is not whole.
    std::size_t begin;   // What is no fragment, of one block.
    std::size_t end;
  };

  // The next whole record. What is bad on the way is passed over; bad() is the first such place.
  std::optional<Record> Next();
  const std::optional<Bad>& bad() const { return bad_; }

 private:
  std::size_t BlockEnd() const {
    return std::min(log_.size(), (at_ / kBlockBytes + 1) * kBlockBytes);
  }
  bool IsFragment(std::size_t at, std::size_t block_end) const;
  void SetBad(std::size_t record, std::size_t begin) {
    if (!bad_) bad_ = Bad{.record = record, .begin = begin, .end = at_};
    record_start_.reset();
  }
  void PassOver(std::size_t block_end);

  std::string_view log_;
  std::size_t at_ = 0;
  std::optional<Bad> bad_;
  std::size_t searched_block_ = SIZE_MAX;    // Where fragments were looked for byte by byte.
  std::optional<std::size_t> record_start_;  // Of a record whose last fragment is yet to come.
  std::string record_header_;
};

bool LogReader::IsFragment(std::size_t at, std::size_t block_end) const {
  if (at + kHeaderBytes > block_end) return false;
  const auto type = static_cast<std::uint8_t>(log_[at + 6]);
  const std::size_t length = LittleEndian(log_.substr(at + 4, 2));
  if (type < kFull || type > kLast || at + kHeaderBytes + length > block_end) return false;
  return Masked(Crc32c(log_.substr(at + 6, 1 + length))) == LittleEndian(log_.substr(at, 4));
}

// To the next fragment of the block, or the next block. A length may be what is damaged, so the
// first bad block is searched byte by byte; that were too slow for a long log that is all bad.
void LogReader::PassOver(std::size_t block_end) {
  const std::size_t block = at_ / kBlockBytes;
  const bool searches = searched_block_ == SIZE_MAX || searched_block_ == block;
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
      record_header_.clear();
    }
    const std::size_t missing = kMarkedHeaderBytes - record_header_.size();
    record_header_ += log_.substr(fragment + kHeaderBytes, std::min(missing, length));
    if (type == kFirst || type == kMiddle) continue;

    const std::size_t start = *record_start_;
    record_start_.reset();
    if (record_header_.size() < kRecordHeaderBytes) {
      SetBad(start, at_);
      continue;
    }
    const std::string_view header = record_header_;
    return Record{.offset = start,
                  .sequence = FirstSequenceOf(header),
                  .count = static_cast<std::uint32_t>(LittleEndian(header.substr(8, 4))),
                  .mark = SyncMarkOf(header)};
  }
  if (record_start_) SetBad(*record_start_, at_);
  return std::nullopt;
}

// Whether all of a page is zero, or all of the last, shorter one.
bool IsHole(std::string_view log, const LogReader::Bad& bad) {
  for (std::size_t at = bad.begin; at < bad.end;) {
    const std::size_t page_end = (at / kPageBytes + 1) * kPageBytes;
    const std::string_view page = log.substr(at, page_end - at);
    if (page.find_first_not_of('\0') == std::string_view::npos) return true;
    at = page_end;
  }
  return false;
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

// What the logs before one hold.
struct Extent {
  LogContents contents;
  // At the last bad place: the write that was due there, and the last before it.
  std::uint64_t due = 0;
  std::uint64_t last_before_damage = 0;
  bool ended = false;  // What later logs hold was never promised.
};

void AddLog(std::string_view log, const std::string& name, const LogCheckOptions& options,
            Extent& extent) {
  LogContents& contents = extent.contents;
  LogReader reader(log);
  bool first = true;
  bool bad_before = false;
  bool is_hole = false;
  std::uint64_t due = contents.last_sequence + 1;
  while (true) {
    const auto record = reader.Next();
    // An earlier start recovered up to the bad place, and this log goes on from there.
    if (record && first && contents.damage && record->sequence <= extent.due) {
      contents.last_sequence = extent.last_before_damage;
      contents.damage.reset();
      extent.ended = false;
    }
    first = false;
    // Since logs have marks, one is synced before the next is begun.
    if (record && record->mark) extent.ended = false;
    if (extent.ended) return;
    if (reader.bad() && !bad_before) {
      bad_before = true;
      extent.due = due;
      extent.last_before_damage = contents.last_sequence;
      contents.damage = LogDamage{.file = name, .offset = reader.bad()->record};
      is_hole = IsHole(log, *reader.bad());
      const bool may_be_torn = !record || (!record->mark && is_hole);
      extent.ended = options.holes_are_normal && may_be_torn;
    }
    if (!record || extent.ended) return;
    // What was found behind a bad place may be bytes of an item that look like a record.
    const bool due_is_known = due > 1;
    if (bad_before && due_is_known &&
        (record->sequence < due || record->sequence - due > log.size())) {
      continue;
    }
    // Nobody was promised what lies behind a hole that was not synced yet.
    if (is_hole && record->mark && *record->mark < extent.due) continue;
    due = record->sequence + record->count;
    contents.last_sequence = std::max(contents.last_sequence, due - 1);
  }
}

}  // namespace

Result<LogContents> ReadLogs(rocksdb::Env& env, const std::string& directory,
                             const LogCheckOptions& options) {
  const auto names = LogNames(env, directory);
  if (!names) return names.error();
  Extent extent;
  for (const auto& [number, name] : *names) {
    if (number < options.first_log) continue;
    std::string log;
    const auto status = rocksdb::ReadFileToString(&env, directory + "/" + name, &log);
    if (status.IsNotFound() || status.IsPathNotFound()) continue;  // Gone since the listing.
    if (!status.ok()) {
      return ToError(status, "cannot read the log '" + directory + "/" + name + "'");
    }
    AddLog(log, name, options, extent);
  }
  LogContents& contents = extent.contents;
  contents.has_writes_behind =
      contents.damage && contents.last_sequence > extent.last_before_damage;
  return std::move(contents);
}

void LogCheck::ColumnFamilyLogNumberMap(const std::map<std::uint32_t, std::uint64_t>& first_logs,
                                        const std::map<std::string, std::uint32_t>&) {
  LogCheckOptions options{.first_log = UINT64_MAX, .holes_are_normal = holes_are_normal_};
  for (const auto& [family, log] : first_logs) options.first_log = std::min(options.first_log, log);
  contents_ = ReadLogs(env_, directory_, options);
}

LogCheck::WalProcessingOption LogCheck::LogRecordFound(unsigned long long, const std::string&,
                                                       const rocksdb::WriteBatch& batch,
                                                       rocksdb::WriteBatch*, bool*) {
  const std::uint64_t first = LittleEndian(std::string_view(batch.Data()).substr(0, 8));
  last_recovered_ = std::max(last_recovered_, first + batch.Count() - 1);
  return WalProcessingOption::kContinueProcessing;
}

Status LogCheck::Verdict(std::uint64_t last_sequence) const {
  if (!contents_) return contents_.error();
  if (last_recovered_ >= contents_->last_sequence) return Done{};
  // A log that is done with comes back where a loss of power undid its removal.
  const bool read_none = last_recovered_ == 0 && !contents_->has_writes_behind;
  if (read_none && last_sequence >= contents_->last_sequence) return Done{};
  const auto& damage = contents_->damage;
  if (!damage) return Error{ErrorCode::kInternal, "its logs cannot be read to their end"};
  return Error{ErrorCode::kInternal, "the log " + damage->file + " at byte " +
                                         std::to_string(damage->offset) +
                                         " cannot be read, and there are writes behind it"};
}

}  // namespace basalt
