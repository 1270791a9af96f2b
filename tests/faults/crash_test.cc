// Loss of power at random moments, over a disk that forgets what was not synced.
//
// BASALT_CRASH_CYCLES says how many times in each of the tests; BASALT_TEST_SEED repeats a run, as
// far as the threads allow.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdlib>
#include <deque>
#include <memory>
#include <thread>

#include "engine/catalog/catalog.h"
#include "engine/database.h"
#include "engine/inspection/store_verifier.h"
#include "tests/faults/crash_cycles.h"
#include "tests/faults/workload.h"
#include "tests/support/fault_file_system.h"
#include "tests/unit/model/random_values.h"

namespace basalt::fault_test {
namespace {

constexpr const char* kDirectory = "/data/basalt";
constexpr std::size_t kOperationsMax = 60;
constexpr std::size_t kChangesMax = 250;

struct CrashOptions {
  Durability durability = Durability::kCommit;
  std::size_t writers = 1;
  bool faults = false;  // Whether the disk also fails now and then.
};

// One disk, on which a database lives through one loss of power after another.
class CrashWorld {
 public:
  CrashWorld(const CrashOptions& options, std::uint64_t seed)
      : options_(options), random_(seed), machine_(random_()) {
    clock_.Freeze();
    machine_.disk().LeaveGarbageIn(".log");
    for (std::size_t writer = 0; writer < options.writers; ++writer) {
      // Where writes are lost, the expiry that follows them may or may not be, too.
      const bool expires = writer == 0 && options.durability == Durability::kCommit;
      writers_.emplace_back(WorkloadOptions{.name = "table-" + std::to_string(writer),
                                            .expires = expires,
                                            .payload_bytes_max = random_() % 2 == 0 ? 60U : 600U},
                            clock_, random_());
    }
  }

  // Opens, checks what is there, writes, and loses power at some moment of all that.
  void Cycle() {
    test::FaultDisk& disk = machine_.disk();
    const bool opens_undisturbed = random_() % 4 > 0;
    if (!opens_undisturbed) disk.CrashAfter(random_() % 60);
    if (!opens_undisturbed && options_.faults) {
      SetOdds(200);
      // What flips once while RocksDB recovers is noticed too late: see docs/reliability.md.
      disk.SetOdds(test::Fault::kReadFlipsBit, 0);
    }
    if (auto database = Open()) {
      SetOdds(0);
      Check(*database, /*repeats_transactions=*/opens_undisturbed);
      if (testing::Test::HasFailure()) return;
      if (opens_undisturbed) disk.CrashAfter(random_() % kChangesMax);
      if (options_.faults) SetOdds(200);
      if (!disk.crashed()) Run(*database);
      if (random_() % 4 == 0) disk.Crash();  // Otherwise it may stop in an orderly way.
    } else {
      EXPECT_TRUE(MayFail()) << "cannot open";
    }
    SetOdds(0);
    disk.Crash();
    machine_.Restart();
  }

  int checks() const { return checks_; }

 private:
  struct Writer {
    Writer(WorkloadOptions workload_options, VirtualClock& clock, std::uint64_t seed)
        : workload(std::move(workload_options), clock, seed) {}

    Workload workload;
    Contents certain;  // What was acknowledged; with less than commit, what was checked last.
    std::vector<Operation> since;  // Where less than commit is promised: acknowledged.
    std::size_t synced = 0;        // So many of `since` must be kept.
    std::optional<Operation> in_flight;
  };

  void SetOdds(unsigned one_in) {
    for (const auto fault :
         {test::Fault::kWriteFails, test::Fault::kWriteIsShort, test::Fault::kSyncFails,
          test::Fault::kReadFails, test::Fault::kReadFlipsBit}) {
      machine_.disk().SetOdds(fault, one_in);
    }
    faulty_ = one_in > 0;
  }
  bool MayFail() { return faulty_ || machine_.disk().crashed(); }

  StoreOptions StoreOptionsOf() {
    return {.directory = kDirectory,
            .durability = options_.durability,
            .write_buffer_bytes = 64 * 1024,
            .env = machine_.env()};
  }

  std::unique_ptr<Database> Open() {
    auto database = OpenDatabase(
        StoreOptionsOf(),
        {.stream_shards = 2, .clock = &clock_, .expiry_interval = std::chrono::milliseconds(1)});
    if (database) return *std::move(database);
    if (!MayFail()) ADD_FAILURE() << database.error().message;
    return nullptr;
  }

  void Check(Database& database, bool repeats_transactions) {
    for (Writer& writer : writers_) {
      auto read = writer.workload.Read(database);
      if (machine_.disk().crashed()) return;
      ASSERT_TRUE(read) << read.error().message;
      Contents found = *std::move(read);
      if (options_.durability == Durability::kCommit) {
        CheckCommitted(writer, found);
        if (repeats_transactions) RepeatTransaction(database, writer, found);
      } else {
        CheckBeginning(writer, found);
      }
      writer.certain = found;
      writer.in_flight.reset();
      writer.since.clear();
      writer.synced = 0;
    }
    ++checks_;
    Verify();
  }

  // All that was acknowledged, and all or nothing of what was in flight.
  void CheckCommitted(const Writer& writer, const Contents& found) {
    if (!writer.in_flight || found == writer.certain) {
      EXPECT_EQ(found, writer.certain) << Difference(writer.certain, found);
    } else {
      Contents after = writer.certain;
      Workload::Apply(*writer.in_flight, after);
      EXPECT_EQ(found, after) << Difference(writer.certain, found) << Difference(after, found)
                              << "in flight " << static_cast<int>(writer.in_flight->kind);
    }
  }

  // With its token a transaction happens once, whether it had happened or not.
  static void RepeatTransaction(Database& database, const Writer& writer, Contents& found) {
    if (!writer.in_flight || writer.in_flight->kind != Kind::kTransaction) return;
    Contents after = writer.certain;
    Workload::Apply(*writer.in_flight, after);
    EXPECT_EQ(writer.workload.Do(database, *writer.in_flight), Outcome::kDone);
    auto read = writer.workload.Read(database);
    ASSERT_TRUE(read) << read.error().message;
    found = *std::move(read);
    EXPECT_EQ(found, after) << Difference(after, found);
  }

  // As after one of the operations, in their order, that is no older than what was synced.
  void CheckBeginning(const Writer& writer, const Contents& found) {
    std::vector<Operation> operations = writer.since;
    if (writer.in_flight) operations.push_back(*writer.in_flight);
    Contents contents = writer.certain;
    for (std::size_t done = 0;; ++done) {
      if (done >= writer.synced && contents == found) return;
      if (done == operations.size()) break;
      Workload::Apply(operations[done], contents);
    }
    ADD_FAILURE() << "no beginning of " << operations.size() << " operations, of which "
                  << writer.synced << " were synced\n"
                  << Difference(contents, found);
  }

  void Verify() {
    StoreOptions options = StoreOptionsOf();
    options.read_only = true;
    auto store = Store::Open(options);
    if (machine_.disk().crashed()) return;
    ASSERT_TRUE(store) << store.error().message;
    const auto catalog = Catalog::Load(**store);
    if (machine_.disk().crashed()) return;
    ASSERT_TRUE(catalog) << catalog.error().message;
    const auto problems = StoreVerifier(**store, **catalog).Run();
    if (machine_.disk().crashed()) return;
    EXPECT_THAT(problems, testing::ElementsAre());
  }

  void Run(Database& database) {
    std::vector<std::thread> threads;
    const std::size_t count = random_() % kOperationsMax;
    for (Writer& writer : writers_) {
      threads.emplace_back([&, this] { Write(database, writer, count); });
    }
    for (std::thread& thread : threads) thread.join();
  }

  void Write(Database& database, Writer& writer, std::size_t count) {
    Contents contents = writer.certain;
    for (std::size_t done = 0; done < count && !writer.in_flight; ++done) {
      const Operation operation = writer.workload.Next(contents);
      const Outcome outcome = writer.workload.Do(database, operation);
      const bool unknown = outcome == Outcome::kUnknown;
      EXPECT_TRUE(!unknown || MayFail());
      if (unknown || (outcome == Outcome::kDone && machine_.disk().crashed())) {
        writer.in_flight = operation;
      } else if (outcome == Outcome::kDone) {
        Workload::Apply(operation, contents);
        writer.since.push_back(operation);
        if (options_.durability != Durability::kCommit && machine_.disk().IsSynced(".log")) {
          writer.synced = writer.since.size();
        }
      }
    }
    if (options_.durability == Durability::kCommit) writer.certain = std::move(contents);
  }

  CrashOptions options_;
  std::mt19937_64 random_;
  test::FaultMachine machine_;
  VirtualClock clock_;
  std::deque<Writer> writers_;
  int checks_ = 0;
  bool faulty_ = false;
};

void LosePower(const CrashOptions& options) {
  int checks = 0;
  LosePowerAgainAndAgain([&](std::uint64_t seed) { return CrashWorld(options, seed); },
                         [&](const CrashWorld& world) { checks += world.checks(); });
  EXPECT_TRUE(checks > 0 || testing::Test::HasFailure());
}

TEST(Crash, CommitKeepsAllThatWasAcknowledged) { LosePower({}); }

TEST(Crash, CommitKeepsWhatSeveralWritersWereTold) { LosePower({.writers = 4}); }

TEST(Crash, CommitKeepsAllOnAFailingDisk) { LosePower({.faults = true}); }

TEST(Crash, IntervalLosesOnlyTheEnd) { LosePower({.durability = Durability::kInterval}); }

TEST(Crash, NoneLosesOnlyTheEnd) { LosePower({.durability = Durability::kNone}); }

}  // namespace
}  // namespace basalt::fault_test
