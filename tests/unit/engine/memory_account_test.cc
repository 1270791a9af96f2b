// What calls stage and read is charged to the account of their thread.
#include "basalt/memory_account.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <new>
#include <string>

#include "tables_world.h"

namespace basalt::memory_account_test {
namespace {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.

constexpr int kIndexes = 20;
constexpr std::size_t kItemBytes = 100'000;

class Account final : public MemoryAccount {
 public:
  explicit Account(std::size_t bytes_max) : bytes_max_(bytes_max) {}

  void Take(std::size_t bytes) override {
    if (taken_ + bytes > bytes_max_) throw std::bad_alloc();
    taken_ += bytes;
    most_ = std::max(most_, taken_);
  }
  void Give(std::size_t bytes) noexcept override { taken_ -= bytes; }

  std::size_t taken() const { return taken_; }
  std::size_t most() const { return most_; }

 private:
  const std::size_t bytes_max_;
  std::size_t taken_ = 0;
  std::size_t most_ = 0;
  const Scope scope_{*this};
};

// A kind of write of three items to a table with twenty indexes, or of one.
struct WriteCase {
  const char* name;
  std::size_t items;
  std::function<bool(Database&)> write;
};

Item ItemOf(int number) {
  return {{"a", Text(std::to_string(number))},
          {"b", Text("x")},
          {"payload", Text(std::string(kItemBytes, 'p'))}};
}

const WriteCase kWrites[] = {
    {"PutItem", 1,
     [](Database& database) {
       PutItemRequest request;
       request.table_name = "table";
       request.item = ItemOf(0);
       return bool(database.PutItem(request));
     }},
    {"BatchWriteItem", 3,
     [](Database& database) {
       BatchWriteItemRequest request;
       std::vector<WriteRequest> writes;
       for (int number = 0; number < 3; ++number) {
         PutRequest put;
         put.item = ItemOf(number);
         writes.emplace_back(std::move(put));
       }
       request.request_items.emplace_back("table", std::move(writes));
       return bool(database.BatchWriteItem(request));
     }},
    {"TransactWriteItems", 3,
     [](Database& database) {
       TransactWriteItemsRequest request;
       for (int number = 0; number < 3; ++number) {
         TransactPut put;
         put.table_name = "table";
         put.item = ItemOf(number);
         request.transact_items.emplace_back(std::move(put));
       }
       return bool(database.TransactWriteItems(request));
     }},
};

class AccountOfWrites : public testing::TestWithParam<WriteCase> {
 protected:
  AccountOfWrites() {
    CreateTableRequest request = OnDemandTable("table", "a b", "a");
    auto& indexes = request.global_secondary_indexes.emplace();
    for (int number = 0; number < kIndexes; ++number) {
      indexes.push_back(Global("index-" + std::to_string(number), "b"));
    }
    request.stream_specification = {.stream_enabled = true,
                                    .stream_view_type = StreamViewType::kNewAndOldImages};
    EXPECT_TRUE(database_->CreateTable(request));
  }

  std::int64_t ItemsIn(const std::string& index) {
    ScanRequest request;
    request.table_name = "table";
    request.index_name = index;
    const auto page = database_->Scan(request);
    EXPECT_TRUE(page);
    return page ? page->count : -1;
  }

  const std::unique_ptr<Database> database_ = OpenDatabase({});
};

TEST_P(AccountOfWrites, IsChargedForRowsOfIndexesAndRecords) {
  Account account(SIZE_MAX);
  ASSERT_TRUE(GetParam().write(*database_));
  EXPECT_EQ(account.taken(), 0U);
  const std::size_t copies = GetParam().items * (1 + kIndexes + 1);
  EXPECT_GE(account.most(), copies * kItemBytes);
  EXPECT_LE(account.most(), copies * (kItemBytes + 1'000));
}

TEST_P(AccountOfWrites, RefusesAllOfAWriteThatItCannotPay) {
  {
    Account account(GetParam().items * kIndexes * kItemBytes);
    EXPECT_THROW(GetParam().write(*database_), std::bad_alloc);
    EXPECT_EQ(account.taken(), 0U);
  }
  EXPECT_EQ(ItemsIn("index-7"), 0);
  EXPECT_TRUE(GetParam().write(*database_));
  EXPECT_EQ(ItemsIn("index-7"), static_cast<std::int64_t>(GetParam().items));
}

INSTANTIATE_TEST_SUITE_P(Writes, AccountOfWrites, testing::ValuesIn(kWrites),
                         [](const auto& test) { return std::string(test.param.name); });

// As many as a transaction or a BatchGetItem may name.
constexpr int kManyItems = 100;
constexpr std::size_t kManyBytes = kManyItems * kItemBytes;

Item KeyOf(int number) { return {{"a", Text(std::to_string(number))}}; }

class AccountOfManyItems : public testing::Test {
 protected:
  AccountOfManyItems() {
    EXPECT_TRUE(database_->CreateTable(OnDemandTable("table", "a", "a")));
    for (int number = 0; number < kManyItems; ++number) {
      PutItemRequest request;
      request.table_name = "table";
      request.item = ItemOf(number);
      EXPECT_TRUE(database_->PutItem(request));
    }
  }

  TransactWriteItemsRequest Checks(const std::string& condition,
                                   ReturnValuesOnConditionCheckFailure quotes = {}) {
    TransactWriteItemsRequest request;
    for (int number = 0; number < kManyItems; ++number) {
      TransactConditionCheck check;
      check.table_name = "table";
      check.key = KeyOf(number);
      check.condition_expression = condition;
      check.return_values_on_condition_check_failure = quotes;
      request.transact_items.emplace_back(std::move(check));
    }
    return request;
  }

  const std::unique_ptr<Database> database_ = OpenDatabase({});
};

TEST_F(AccountOfManyItems, IsChargedForTheRowsThatATransactionLooksAt) {
  const auto request = Checks("attribute_exists(a)");
  {
    Account account(SIZE_MAX);
    EXPECT_TRUE(database_->TransactWriteItems(request));
    EXPECT_GE(account.most(), kManyBytes);
    EXPECT_LE(account.most(), kManyBytes + kManyItems * 1'000);
    EXPECT_EQ(account.taken(), 0U);
  }
  Account account(kManyBytes / 2);
  EXPECT_THROW((void)database_->TransactWriteItems(request), std::bad_alloc);
  EXPECT_EQ(account.taken(), 0U);
}

TEST_F(AccountOfManyItems, IsChargedForItemsThatReasonsQuote) {
  const auto request =
      Checks("attribute_not_exists(a)", ReturnValuesOnConditionCheckFailure::kAllOld);
  Account account(SIZE_MAX);
  const auto refused = database_->TransactWriteItems(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kTransactionCanceled);
  EXPECT_GE(account.most(), 2 * kManyBytes);
}

TEST_F(AccountOfManyItems, IsChargedForItemsThatAreUpdatedBesideTheirRows) {
  TransactWriteItemsRequest request;
  for (int number = 0; number < kManyItems; ++number) {
    TransactUpdate update;
    update.table_name = "table";
    update.key = KeyOf(number);
    update.update_expression = "REMOVE nothing";
    request.transact_items.emplace_back(std::move(update));
  }
  Account account(SIZE_MAX);
  EXPECT_TRUE(database_->TransactWriteItems(request));
  EXPECT_GE(account.most(), 2 * kManyBytes);
}

TEST_F(AccountOfManyItems, IsChargedForABatchOfThem) {
  BatchGetItemRequest request;
  KeysAndAttributes& wanted =
      request.request_items.emplace_back("table", KeysAndAttributes()).second;
  for (int number = 0; number < kManyItems; ++number) wanted.keys.emplace_back(KeyOf(number));
  Account account(SIZE_MAX);
  EXPECT_TRUE(database_->BatchGetItem(request));
  EXPECT_GE(account.most(), 2 * kManyBytes);  // The rows, and the items of the response.
}

TEST_F(AccountOfManyItems, ReadsNoMoreThanATransactionCanReturn) {
  TransactGetItemsRequest request;
  for (int number = 0; number < kManyItems; ++number) {
    TransactGet get;
    get.table_name = "table";
    get.key = KeyOf(number);
    request.transact_items.push_back(std::move(get));
  }
  Account account(SIZE_MAX);
  const auto refused = database_->TransactGetItems(request);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kValidation);
  EXPECT_GT(account.most(), 4'000'000U);
  EXPECT_LE(account.most(), 6'000'000U);
}

}  // namespace
}  // namespace basalt::memory_account_test
