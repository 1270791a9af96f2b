#include "engine/jobs/expiry_sweeper.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/sync_scope.h"
#include "index/expiry_row.h"

namespace basalt {
namespace {

// Deletions that share a commit: as many as a client may write at once.
constexpr std::size_t kItemsPerCommit = 25;

// Items that expired longer ago are never deleted: their attribute may mean something else.
constexpr std::chrono::years kOldest(5);

std::uint64_t SecondOf(TimePoint time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
  return static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0));
}

TimePoint FiveYearsBefore(TimePoint now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  std::chrono::year_month_day date(day);
  date -= kOldest;
  if (!date.ok()) date = date.year() / date.month() / std::chrono::last;  // 29 February.
  return std::chrono::sys_days(date) + (now - day);
}

Result<std::vector<ExpiryRow>> ReadDue(const Store& store, const RowRange& due) {
  std::vector<ExpiryRow> rows;
  Rows found = store.Latest().Read(Family::kExpiry, due);
  for (; found.Valid() && rows.size() < kItemsPerCommit; found.Next()) {
    if (auto row = ParseExpiryRowKey(found.key())) rows.push_back(*std::move(row));
  }
  if (auto status = found.status(); !status) return status.error();
  return rows;
}

}  // namespace

Result<std::size_t> ExpirySweeper::Sweep(const std::stop_token& stop) {
  std::size_t deleted = 0;
  for (const std::string& name : catalog_.Names()) {
    const auto swept = SweepTable(name, stop);
    if (!swept) return swept.error();
    deleted += *swept;
  }
  return deleted;
}

Result<std::size_t> ExpirySweeper::SweepTable(const std::string& table_name,
                                              const std::stop_token& stop) {
  std::size_t deleted = 0;
  const TimePoint now = clock_.Now();
  std::string resume;  // Behind the rows seen, whether or not they are gone.
  while (!stop.stop_requested()) {
    SyncScope scope(store_);
    std::optional<WriteAccess> access(std::in_place, catalog_, table_name);
    const auto table = access->Find(table_name);
    if (!table || table->features.time_to_live.status != TimeToLiveStatus::kEnabled) break;

    RowRange due = ExpiryRowsOf(table->schema.id, SecondOf(FiveYearsBefore(now)), SecondOf(now));
    due.begin = std::max(due.begin, resume);
    if (due.begin >= due.end) break;
    const auto rows = ReadDue(store_, due);
    if (!rows) return rows.error();
    if (rows->empty()) break;

    std::vector<PlannedWrite> writes;
    for (const ExpiryRow& row : *rows) {
      writes.push_back({.table = table.get(),
                        .row_key = row.item_row_key,
                        .condition = nullptr,
                        .change = ExpireChange{row.second}});
    }
    const auto outcomes = writer_.WriteAll(*access, writes);
    if (!outcomes) return outcomes.error();
    access.reset();
    if (auto synced = scope.Wait(); !synced) return synced.error();
    deleted +=
        static_cast<std::size_t>(std::ranges::count_if(*outcomes, [](const WriteOutcome& outcome) {
          return outcome.before() && !outcome.after();
        }));
    resume = ExpiryRowKey(rows->back().second, rows->back().item_row_key) + '\0';
  }
  return deleted;
}

}  // namespace basalt
