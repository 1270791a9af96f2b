#include "engine/jobs/expiry_sweeper.h"

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/sync_scope.h"

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

struct DueRows {
  std::vector<ExpiryRow> rows;
  std::string end;  // Behind the last row seen; empty: there is none.
  bool any_damaged = false;
};

Result<DueRows> ReadDue(const Store& store, const RowRange& due) {
  DueRows found;
  Rows rows = store.Latest().Read(Family::kExpiry, due);
  for (; rows.Valid() && found.rows.size() < kItemsPerCommit; rows.Next()) {
    if (auto row = ParseExpiryRowKey(rows.key())) {
      found.rows.push_back(*std::move(row));
    } else {
      found.any_damaged = true;
    }
    found.end.assign(rows.key()).push_back('\0');
  }
  if (auto status = rows.status(); !status) return status.error();
  return found;
}

}  // namespace

// How far the sweep of one table has come.
struct ExpirySweeper::TableSweep {
  std::string table_name;
  TimePoint now;
  std::string resume;  // Behind the rows seen, whether or not they are gone.
  std::size_t deleted = 0;
  std::optional<Error> error;  // The first.

  void Failed(Error failure) {
    if (!error) error = std::move(failure);
  }
};

std::size_t ExpirySweeper::Sweep(const std::stop_token& stop) {
  std::size_t deleted = 0;
  for (const std::string& name : catalog_.Names()) {
    TableSweep sweep{.table_name = name, .now = clock_.Now()};
    SweepTable(sweep, stop);
    deleted += sweep.deleted;
    if (sweep.error) {
      listener_.OnJobError(
          {.job = JobKind::kExpiry, .resource = name, .error = *std::move(sweep.error)});
    }
  }
  return deleted;
}

void ExpirySweeper::SweepTable(TableSweep& sweep, const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    if (!SweepSome(sweep)) return;
  }
}

// False: there is nothing more to do.
bool ExpirySweeper::SweepSome(TableSweep& sweep) {
  SyncScope scope(store_);
  const bool is_more = DeleteSome(sweep);
  const Status synced = scope.Wait();
  if (!synced) sweep.Failed(synced.error());
  return is_more && synced;
}

bool ExpirySweeper::DeleteSome(TableSweep& sweep) {
  const WriteAccess access(catalog_, sweep.table_name);
  const auto table = access.Find(sweep.table_name);
  if (!table || table->features.time_to_live.status != TimeToLiveStatus::kEnabled) return false;

  RowRange due =
      ExpiryRowsOf(table->schema.id, SecondOf(FiveYearsBefore(sweep.now)), SecondOf(sweep.now));
  due.begin = std::max(due.begin, sweep.resume);
  if (due.begin >= due.end) return false;
  auto found = ReadDue(store_, due);
  if (!found) {
    sweep.Failed(found.error());
    return false;
  }
  if (found->any_damaged) {
    sweep.Failed({ErrorCode::kInternal, "a row that says when an item expires is damaged"});
  }
  if (found->end.empty()) return false;
  DeleteExpired(sweep, access, *table, found->rows);
  sweep.resume = std::move(found->end);
  return true;
}

// All in one commit; where that fails, each by itself.
void ExpirySweeper::DeleteExpired(TableSweep& sweep, const WriteAccess& access, const Table& table,
                                  std::span<const ExpiryRow> rows) {
  if (rows.empty()) return;
  std::vector<PlannedWrite> writes;
  for (const ExpiryRow& row : rows) {
    writes.push_back({.table = &table,
                      .row_key = row.item_row_key,
                      .condition = nullptr,
                      .change = ExpireChange{row.second}});
  }
  const auto outcomes = writer_.WriteAll(access, writes);
  if (outcomes) {
    sweep.deleted +=
        static_cast<std::size_t>(std::ranges::count_if(*outcomes, [](const WriteOutcome& outcome) {
          return outcome.before() && !outcome.after();
        }));
  } else if (rows.size() > 1) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      DeleteExpired(sweep, access, table, rows.subspan(i, 1));
    }
  } else {
    sweep.Failed(outcomes.error());
  }
}

}  // namespace basalt
