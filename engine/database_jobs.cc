// The part of the database that does by itself what nobody asks for.
#include "engine/database.h"
#include "engine/jobs/index_backfill.h"
#include "engine/jobs/settling.h"
#include "engine/jobs/time_to_live_backfill.h"
#include "engine/storage/caught.h"
#include "engine/transactions/client_tokens.h"

namespace basalt {

namespace {

// What one UpdateTable that creates an index does of its backfill before it answers.
constexpr std::size_t kPagesBeforeReply = 20;

}  // namespace

JobOptions DatabaseImpl::JobOf(NextRun (DatabaseImpl::*run)(const std::stop_token& stop),
                               JobKind kind, std::chrono::milliseconds interval) {
  return {.run = [this, run](const std::stop_token& stop) { return (this->*run)(stop); },
          .interval = interval,
          .on_exception =
              [this, kind](const Error& error) {
                listener_.OnJobError({.job = kind, .resource = {}, .error = error});
              }};
}

// Whatever there is for jobs to do begins with a table. A stream, an outbox, or rows may be left of
// one that is gone.
bool DatabaseImpl::HasWork() const {
  return !catalog_->empty() || !streams_->empty() || kinesis_delivery_.HasOutboxes() ||
         row_removal_.HasWork();
}

void DatabaseImpl::WakeJobs() {
  upkeep_.WakeIfIdle();
  backfills_.WakeIfIdle();
  deliveries_->WakeIfIdle();
}

// The parts report what fails themselves, and leave no other undone; but an exception must not keep
// the next part from its turn either.
NextRun DatabaseImpl::RunUpkeep(const std::stop_token& stop) {
  const auto run = [this](JobKind kind, const auto& part) {
    const Status done = Caught(part);
    if (!done) listener_.OnJobError({.job = kind, .resource = {}, .error = done.error()});
  };
  run(JobKind::kExpiry, [&]() -> Status { return expiry_sweeper_.Sweep(stop), Done{}; });
  run(JobKind::kTokenForgetting, [&] { return ForgetTokens(*store_, clock_.Now(), stop); });
  run(JobKind::kStreamTrimming, [&]() -> Status { return streams_->Trim(listener_), Done{}; });
  run(JobKind::kStateSettling,
      [&]() -> Status { return StoreSettledTables(*store_, *catalog_, listener_), Done{}; });
  return HasWork() ? NextRun::kAfterInterval : NextRun::kWhenWoken;
}

NextRun DatabaseImpl::RunBackfills(const std::stop_token& stop) {
  const Status removed = Caught([&] { return row_removal_.Run(stop); });
  if (!removed) {
    listener_.OnJobError({.job = JobKind::kRowRemoval, .resource = {}, .error = removed.error()});
  }
  for (const std::string& table_name : catalog_->Names()) {
    Backfill(table_name, stop, SIZE_MAX);
    const Status enabled = Caught(
        [&] { return FinishEnablingTimeToLive(*store_, *catalog_, locks_, table_name, stop); });
    if (!enabled) {
      listener_.OnJobError(
          {.job = JobKind::kTimeToLiveBackfill, .resource = table_name, .error = enabled.error()});
    }
  }
  return HasWork() ? NextRun::kAfterInterval : NextRun::kWhenWoken;
}

void DatabaseImpl::Backfill(const std::string& table_name, const std::stop_token& stop,
                            std::size_t pages_max) {
  const Status built = Caught(
      [&] { return BackfillIndexes(*store_, *catalog_, locks_, table_name, stop, pages_max); });
  if (built) return;
  listener_.OnJobError(
      {.job = JobKind::kIndexBackfill, .resource = table_name, .error = built.error()});
}

NextRun DatabaseImpl::RunDeliveries(const std::stop_token& stop) {
  kinesis_delivery_.Deliver(stop);
  return HasWork() ? NextRun::kAfterInterval : NextRun::kWhenWoken;
}

void DatabaseImpl::BackfillNow(const std::string& table_name) {
  Backfill(table_name, {}, kPagesBeforeReply);
  backfills_.Wake();
}

}  // namespace basalt
