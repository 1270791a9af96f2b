#include "engine/storage/log_check.h"

#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <algorithm>
#include <map>
#include <vector>

#include "engine/storage/log_reader.h"
#include "engine/storage/rocks_status.h"
#include "engine/storage/sync_mark.h"

namespace basalt {
namespace {

constexpr std::size_t kPageBytes = 4096;

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

// What the logs before one hold.
struct Extent {
  LogContents contents;
  std::uint64_t due = 0;  // At the last bad place.
  bool ended = false;     // What later logs hold was never promised.
};

// Whether the start that began a log with `record` found what was found here: up to the bad place
// all was well, and behind it nothing.
bool GoesOnFrom(const LogReader::Record& record, const Extent& extent) {
  if (record.recovered) return *record.recovered < extent.due;
  return record.sequence <= extent.due;
}

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
    if (record && first && contents.damage && GoesOnFrom(*record, extent)) {
      contents.last_sequence = contents.last_before_damage;
      contents.damage.reset();
      extent.ended = false;
    }
    first = false;
    // Since logs have marks, one is synced before the next is begun.
    if (record && (record->mark || record->recovered)) extent.ended = false;
    if (extent.ended) return;
    if (reader.bad() && !bad_before) {
      bad_before = true;
      extent.due = due;
      contents.last_before_damage = contents.last_sequence;
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
      contents.damage && contents.last_sequence > contents.last_before_damage;
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
