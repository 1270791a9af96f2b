// A disk that fails while a database uses it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "engine/catalog/catalog.h"
#include "engine/database.h"
#include "engine/inspection/store_verifier.h"
#include "tests/support/fault_file_system.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::fault_test {
namespace {

using namespace std::chrono_literals;
using tables_test::OnDemandTable;
using tables_test::Text;

class Faults : public testing::TestWithParam<Durability> {
 protected:
  Faults() : machine_(1) {}

  void Open() {
    auto database = OpenDatabase({.directory = "/data",
                                  .durability = GetParam(),
                                  .write_buffer_bytes = 64 * 1024,
                                  .env = machine_.env()},
                                 {.expiry_interval = 1h});
    ASSERT_TRUE(database) << database.error().message;
    database_ = *std::move(database);
  }

  void OpenWithTable() {
    Open();
    ASSERT_TRUE(database_->CreateTable(OnDemandTable("notes", "pk", "pk")));
  }

  void LosePower() {
    machine_.disk().Crash();
    database_.reset();
    machine_.Restart();
  }

  void Verify() {
    auto store = Store::Open({.directory = "/data", .read_only = true, .env = machine_.env()});
    ASSERT_TRUE(store) << store.error().message;
    const auto catalog = Catalog::Load(**store);
    ASSERT_TRUE(catalog) << catalog.error().message;
    EXPECT_THAT(StoreVerifier(**store, **catalog).Run(), testing::ElementsAre());
  }

  Status Put(const std::string& pk, std::size_t bytes = 100) {
    PutItemRequest request;
    request.table_name = "notes";
    request.item = Item{{"pk", Text(pk)}, {"payload", Text(std::string(bytes, 'x'))}};
    const auto put = database_->PutItem(request);
    if (put) return Done{};
    return put.error();
  }

  bool IsThere(const std::string& pk) {
    const auto got = tables_test::GetFrom(*database_, "notes", {{"pk", Text(pk)}});
    EXPECT_TRUE(got) << got.error().message;
    return got && got->item;
  }

  // Tries until it succeeds, without a restart.
  void PutInTheEnd(const std::string& pk) {
    const auto deadline = std::chrono::steady_clock::now() + 60s;
    for (Status put = Put(pk); !put; put = Put(pk)) {
      ASSERT_LT(std::chrono::steady_clock::now(), deadline) << put.error().message;
      std::this_thread::sleep_for(50ms);
    }
  }

  test::FaultMachine machine_;
  std::unique_ptr<Database> database_;
};

TEST_P(Faults, AfterAFailureOfTheLogWritesAreRefusedAndReadsGoOn) {
  OpenWithTable();
  for (const auto fault :
       {test::Fault::kWriteFails, test::Fault::kWriteIsShort, test::Fault::kSyncFails}) {
    SCOPED_TRACE("fault " + std::to_string(static_cast<int>(fault)));
    ASSERT_TRUE(Put("before"));
    std::this_thread::sleep_for(250ms);  // Time for the sync of the interval.
    machine_.disk().Plan(fault, 0, ".log");
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    Status failed = Put("in flight");
    for (int more = 0; failed && std::chrono::steady_clock::now() < deadline; ++more) {
      std::this_thread::sleep_for(10ms);  // The sync may come later.
      failed = Put("in flight " + std::to_string(more));
    }
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::kInternal);
    EXPECT_NE(failed.error().message.find("the disk failed"), std::string::npos)
        << failed.error().message;

    std::this_thread::sleep_for(250ms);  // Time for what runs in the background.
    EXPECT_FALSE(Put("after"));
    EXPECT_TRUE(IsThere("before"));
    EXPECT_FALSE(IsThere("after"));
    LosePower();
    Open();
    EXPECT_FALSE(IsThere("after"));
    EXPECT_TRUE(IsThere("before"));
  }
}

TEST_P(Faults, WritesGoOnWhenThereIsSpaceAgain) {
  OpenWithTable();
  for (const std::size_t space : {100U, 20'000U, 150'000U}) {
    SCOPED_TRACE("space for " + std::to_string(space));
    if (space == 100) {  // Nothing is in memory that a recovery could write to tables.
      database_.reset();
      Open();
    }
    machine_.disk().SetSpace(space);
    std::vector<std::string> kept;
    for (int number = 0;; ++number) {
      const std::string pk = std::to_string(space) + "-" + std::to_string(number);
      const Status put = Put(pk, 1'000);
      if (!put) {
        EXPECT_NE(put.error().message.find("No space"), std::string::npos) << put.error().message;
        break;
      }
      kept.push_back(pk);
    }
    for (const std::string& pk : kept) EXPECT_TRUE(IsThere(pk));
    machine_.disk().SetSpace(std::nullopt);
    for (int number = 0; number < 20; ++number) {
      kept.push_back("again-" + std::to_string(space) + "-" + std::to_string(number));
      PutInTheEnd(kept.back());
    }
    if (GetParam() == Durability::kInterval) std::this_thread::sleep_for(300ms);
    LosePower();
    Verify();
    Open();
    for (const std::string& pk : kept) EXPECT_TRUE(IsThere(pk)) << pk;
  }
}

TEST_P(Faults, WritesGoOnWhenThereIsSpaceForALogAgain) {
  OpenWithTable();
  std::vector<std::string> kept;
  const auto put_next = [&] {
    const std::string pk = std::to_string(kept.size());
    const bool put = bool(Put(pk, 1'000));
    if (put) kept.push_back(pk);
    return put;
  };
  machine_.disk().Plan(test::Fault::kNoSpaceForFile, 0, ".log");
  while (put_next()) ASSERT_LT(kept.size(), 10'000U);
  PutInTheEnd("after");
  kept.emplace_back("after");
  if (GetParam() == Durability::kInterval) std::this_thread::sleep_for(300ms);
  LosePower();
  Verify();
  Open();
  for (const std::string& pk : kept) EXPECT_TRUE(IsThere(pk)) << pk;
}

TEST_P(Faults, AFlippedBitIsAnErrorAndNoAnswer) {
  OpenWithTable();
  for (int number = 0; number < 500; ++number) ASSERT_TRUE(Put(std::to_string(number), 1'000));
  database_.reset();
  Open();
  machine_.disk().SetOdds(test::Fault::kReadFlipsBit, 1);
  int errors = 0;
  for (int number = 0; number < 500; ++number) {
    const auto got =
        tables_test::GetFrom(*database_, "notes", {{"pk", Text(std::to_string(number))}});
    if (!got) {
      ++errors;
      continue;
    }
    ASSERT_TRUE(got->item) << number;
    EXPECT_EQ(got->item->ToItem().at("payload"), Text(std::string(1'000, 'x')));
  }
  EXPECT_GT(errors, 0);
  machine_.disk().SetOdds(test::Fault::kReadFlipsBit, 0);
  for (int number = 0; number < 500; ++number) EXPECT_TRUE(IsThere(std::to_string(number)));
}

INSTANTIATE_TEST_SUITE_P(Durabilities, Faults,
                         testing::Values(Durability::kCommit, Durability::kInterval),
                         [](const auto& durability) {
                           return durability.param == Durability::kCommit ? "Commit" : "Interval";
                         });

}  // namespace
}  // namespace basalt::fault_test
