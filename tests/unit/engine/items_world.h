// A store with two tables in it, and the operations on items and transactions over them: what the
// tests of engine/items and engine/transactions stand on.
#pragma once

#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "engine/catalog/catalog.h"
#include "engine/items/item_operations.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "engine/streams/streams.h"
#include "engine/transactions/transaction_operations.h"
#include "index/index_plan.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::items_test {

using engine_test::TemporaryFolder;

inline AttributeValue S(std::string text) { return {std::move(text)}; }
inline AttributeValue N(std::int64_t value) { return {Number(value)}; }

// "things", with a partition key only.
inline Item Thing(std::string pk, Item more = {}) {
  more["pk"] = S(std::move(pk));
  return more;
}

// "orders", with a sort key, a local index by `note` and a global one by `status`.
inline Item Order(std::string pk, std::int64_t sk, Item more = {}) {
  more["pk"] = S(std::move(pk));
  more["sk"] = N(sk);
  return more;
}

class TestClock : public Clock {
 public:
  TimePoint Now() const override { return now_; }
  void Advance(std::chrono::milliseconds time) { now_ += time; }

 private:
  TimePoint now_{std::chrono::seconds(1'700'000'000)};
};

// In memory, or in a temporary folder that a test may open again.
class ItemsWorld {
 public:
  ItemsWorld() { Open(); }
  explicit ItemsWorld(std::filesystem::path directory) : directory_(std::move(directory)) {
    Open();
  }

  ItemOperations& items() { return *items_; }
  TransactionOperations& transactions() { return *transactions_; }
  const Catalog& catalog() const { return *catalog_; }
  Store& store() { return *store_; }
  TestClock& clock() { return clock_; }

  // Closes the store and opens it again. REQUIRES: it is in a folder.
  void Reopen() {
    transactions_.reset();
    items_.reset();
    catalog_.reset();
    store_.reset();
    Open();
  }

  std::optional<Item> Read(const std::string& table, const Item& key) {
    const auto response = items_->GetItem({.table_name = table, .key = key});
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    if (!response || !response->item) return std::nullopt;
    return response->item->ToItem();
  }

  void Put(const std::string& table, const Item& item) {
    PutItemRequest request;
    request.table_name = table;
    request.item = item;
    const auto done = items_->PutItem(request);
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
  }

  // Every row of a family, as the store has it.
  std::map<std::string, std::string> Rows(Family family) const {
    std::map<std::string, std::string> all;
    auto rows = store_->Latest().Read(family, {});
    for (; rows.Valid(); rows.Next()) all[std::string(rows.key())] = rows.value();
    EXPECT_TRUE(rows.status());
    return all;
  }

  // The index rows and counts that the items of the store imply are those that it has.
  void ExpectConsistent() const {
    std::map<std::string, std::string> implied;
    std::map<std::uint32_t, CounterDelta> counts;
    for (const std::string& name : catalog_->Names()) {
      const auto table = catalog_->Find(name);
      auto rows = store_->Latest().Read(Family::kItems, RowsOf(table->schema.id));
      for (; rows.Valid(); rows.Next())
        Imply(table->schema, ItemView(rows.value()), implied, counts);
      EXPECT_EQ(table->counters->Read(), counts[table->schema.id]) << name;
      for (const auto& [id, counters] : table->index_counters) {
        EXPECT_EQ(counters->Read(), counts[id]) << name << " index " << id;
      }
    }
    EXPECT_EQ(Rows(Family::kIndex), implied);
  }

 private:
  static void Imply(const TableSchema& table, ItemView item,
                    std::map<std::string, std::string>& rows,
                    std::map<std::uint32_t, CounterDelta>& counts) {
    const auto count = [&](std::uint32_t id, ItemView counted) {
      counts[id].items += 1;
      counts[id].bytes += static_cast<std::int64_t>(counted.size_bytes());
    };
    count(table.id, item);
    for (const IndexSchema& index : table.indexes) {
      const auto row = IndexRowOf(table, index, item);
      if (!row) continue;
      rows[row->key()] = row->projection().bytes();
      count(index.id, row->projection());
    }
  }

  void Open() {
    auto store = Store::Open({.directory = directory_, .durability = Durability::kNone});
    ASSERT_TRUE(store) << (store ? "" : store.error().message);
    store_ = *std::move(store);
    auto catalog = Catalog::Load(*store_);
    ASSERT_TRUE(catalog) << (catalog ? "" : catalog.error().message);
    catalog_ = *std::move(catalog);
    if (catalog_->Names().empty()) AddTables();
    auto streams = Streams::Load(*store_, clock_, {.account = catalog_->account()});
    ASSERT_TRUE(streams) << (streams ? "" : streams.error().message);
    streams_ = *std::move(streams);
    items_ = std::make_unique<ItemOperations>(*store_, *catalog_, locks_, *streams_);
    transactions_ =
        std::make_unique<TransactionOperations>(*store_, *catalog_, locks_, *streams_, clock_);
  }

  void AddTables();
  void AddTable(TableDescription description);

  std::optional<std::filesystem::path> directory_;
  TestClock clock_;
  KeyLocks locks_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<Streams> streams_;
  std::unique_ptr<ItemOperations> items_;
  std::unique_ptr<TransactionOperations> transactions_;
};

// The error's message; a text of its own where there is none.
template <typename T>
std::string MessageOf(const Result<T>& result) {
  return result ? "(no error)" : result.error().message;
}

}  // namespace basalt::items_test
