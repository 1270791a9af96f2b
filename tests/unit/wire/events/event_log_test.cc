#include "wire/events/event_log.h"

#include <gtest/gtest.h>
#include <spdlog/sinks/ostream_sink.h>
#include <spdlog/spdlog.h>

#include <memory>
#include <sstream>
#include <string>

namespace basalt::wire {
namespace {

namespace event_log_test {

class EventLogTest : public testing::Test {
 protected:
  EventLogTest() : before_(spdlog::default_logger()) {
    auto logger = std::make_shared<spdlog::logger>(
        "events", std::make_shared<spdlog::sinks::ostream_sink_mt>(text_));
    logger->set_pattern("%l: %v");
    spdlog::set_default_logger(std::move(logger));
  }
  ~EventLogTest() override { spdlog::set_default_logger(before_); }

  std::string text() const { return text_.str(); }

  EventLog log;

 private:
  std::ostringstream text_;
  const std::shared_ptr<spdlog::logger> before_;
};

TEST_F(EventLogTest, SaysWhatHappened) {
  log.OnJobError({JobKind::kKinesisDelivery, "changes", {.message = "no disk"}});
  log.OnJobError({JobKind::kStateSettling, "", {.message = "no disk"}});
  log.OnTableStateChanged({"table", std::nullopt, TableStatus::kCreating});
  log.OnIndexStateChanged({"table", "index", IndexStatus::kDeleting, std::nullopt});
  log.OnSlowOperation({"Scan", "table", std::chrono::microseconds(1'500'000)});
  log.OnSlowOperation({"ListTables", "", std::chrono::microseconds(2'000'000)});
  log.OnWriteStallChanged({"items", WriteStall::kNone, WriteStall::kDelayed});
  log.OnWriteStallChanged({"items", WriteStall::kDelayed, WriteStall::kStopped});
  log.OnWriteStallChanged({"items", WriteStall::kStopped, WriteStall::kNone});
  log.OnStorageError({"flush", "IO error: No space left on device"});
  log.OnStorageRecovered();
  log.OnArnsChanged({"arn:aws:dynamodb:us-east-1:1", "arn:aws:dynamodb:local:1"});
  log.OnEventsDropped(3);
  EXPECT_EQ(
      text(),
      "error: Kinesis delivery of changes: no disk\n"
      "error: state settling: no disk\n"
      "info: table table: absent -> CREATING\n"
      "info: index index of table table: DELETING -> absent\n"
      "warning: Scan of table took 1500 ms\n"
      "warning: ListTables took 2000 ms\n"
      "warning: writes are delayed: the disk is behind with items\n"
      "warning: writes are stopped: the disk is behind with items\n"
      "info: writes are no longer held up by items\n"
      "error: storage: flush failed: IO error: No space left on device\n"
      "info: storage has recovered\n"
      "warning: the ARNs of what is stored began with arn:aws:dynamodb:us-east-1:1 when it was "
      "last opened, and begin with arn:aws:dynamodb:local:1 now: the old ones name nothing\n"
      "warning: 3 events were left out: they came faster than they could be logged\n");
  const EventCounts counts = log.counts();
  EXPECT_EQ(counts.job_errors, 2U);
  EXPECT_EQ(counts.state_changes, 2U);
  EXPECT_EQ(counts.slow_operations, 2U);
  EXPECT_EQ(counts.write_stalls, 2U);
  EXPECT_EQ(counts.storage_errors, 1U);
  EXPECT_EQ(counts.dropped, 3U);
}

TEST_F(EventLogTest, DoesNotRepeatItself) {
  for (int i = 0; i < 1'000; ++i) {
    log.OnJobError({JobKind::kExpiry, "table", {.message = "damaged"}});
    log.OnJobError({JobKind::kExpiry, "other", {.message = "damaged"}});
  }
  EXPECT_EQ(text(), "error: expiry of table: damaged\nerror: expiry of other: damaged\n");
  EXPECT_EQ(log.counts().job_errors, 2'000U);
}

}  // namespace event_log_test
}  // namespace
}  // namespace basalt::wire
