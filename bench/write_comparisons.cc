#include <rocksdb/write_batch.h>

#include <array>
#include <memory>
#include <utility>

#include "bench/engine_bench.h"
#include "bench/items.h"
#include "model/key/row_key.h"

namespace basalt::bench {
namespace {

constexpr int kWrites = 500;
constexpr int kTransactions = 150;
constexpr int kTransactionItems = 4;
constexpr int kBatches = 30;
constexpr int kBatchItems = 25;

// The next item to be written over what is there: every item once, in the same shuffled order on
// both sides, then every item's other version.
class Rewrites {
 public:
  struct Write {
    int number;
    int version;
  };
  Write Next() {
    const std::size_t position = position_++;
    return {numbers_[position % numbers_.size()], static_cast<int>(position / numbers_.size()) + 1};
  }

 private:
  std::vector<int> numbers_ = Shuffled(kItems);
  std::size_t position_ = 0;
};

// Items made ahead, so that making them is not measured: of every number, both versions.
struct Prepared {
  explicit Prepared(const TableSchema& schema) {
    for (int number = 0; number < kItems; ++number) {
      row_keys.push_back(ItemRowKey(schema, KeyOf(number).view()));
      for (int version = 0; version < 2; ++version) {
        items[static_cast<std::size_t>(version)].push_back(MakeItem(number, version));
      }
    }
  }
  EncodedItem& ItemOf(Rewrites::Write write) {
    return items[static_cast<std::size_t>(write.version % 2)]
                [static_cast<std::size_t>(write.number)];
  }
  const std::string& RowKeyOf(Rewrites::Write write) const {
    return row_keys[static_cast<std::size_t>(write.number)];
  }

  std::vector<std::string> row_keys;
  std::array<std::vector<EncodedItem>, 2> items;
};

void Read(RawStore& raw, const std::string& row_key) {
  rocksdb::PinnableSlice before;
  const auto status = raw.database().Get({}, raw.Handle(Family::kItems), row_key, &before);
  Require(status.ok(), "RocksDB found nothing");
}

void StagePut(rocksdb::WriteBatch& batch, RawStore& raw, const std::string& row_key,
              const EncodedItem& item) {
  batch.Put(raw.Handle(Family::kItems), row_key, item.view().bytes());
}

auto PutOurs(Database& database, std::shared_ptr<Prepared> prepared, const char* table_name) {
  PutItemRequest request;
  request.table_name = table_name;
  return [&database, prepared, request, rewrites = Rewrites()]() mutable {
    EncodedItem& item = prepared->ItemOf(rewrites.Next());
    std::swap(request.item.item, item);
    const auto response = database.PutItem(request);
    std::swap(request.item.item, item);
    Require(bool(response), "PutItem failed");
  };
}

Comparison Put(Database& database, RawStore& raw, std::shared_ptr<Prepared> prepared) {
  auto baseline = [&raw, prepared, rewrites = Rewrites()]() mutable {
    const auto write = rewrites.Next();
    const std::string& row_key = prepared->RowKeyOf(write);
    Read(raw, row_key);
    rocksdb::WriteBatch batch;
    StagePut(batch, raw, row_key, prepared->ItemOf(write));
    raw.Write(batch);
  };
  return {.name = "PutItem, no index",
          .operations = kWrites,
          .goal = 1.4,
          .ours = PutOurs(database, prepared, kPlainTable),
          .baseline = std::move(baseline)};
}

Comparison PutIndexed(Database& database, RawStore& raw) {
  auto prepared = std::make_shared<Prepared>(IndexedSchema());
  auto index_keys = std::make_shared<std::array<std::vector<std::string>, 2>>();
  for (std::size_t version = 0; version < 2; ++version) {
    for (const EncodedItem& item : prepared->items[version]) {
      (*index_keys)[version].push_back(
          *IndexRowKey(IndexedSchema(), IndexedSchema().indexes[0], item.view()));
    }
  }
  auto baseline = [&raw, prepared, index_keys, rewrites = Rewrites()]() mutable {
    const auto write = rewrites.Next();
    const auto version = static_cast<std::size_t>(write.version % 2);
    const auto number = static_cast<std::size_t>(write.number);
    const EncodedItem& item = prepared->ItemOf(write);
    Read(raw, prepared->RowKeyOf(write));
    rocksdb::WriteBatch batch;
    StagePut(batch, raw, prepared->RowKeyOf(write), item);
    batch.Delete(raw.Handle(Family::kIndex), (*index_keys)[1 - version][number]);
    batch.Put(raw.Handle(Family::kIndex), (*index_keys)[version][number], item.view().bytes());
    raw.Write(batch);
  };
  return {.name = "PutItem, one GSI whose key changes",
          .operations = kWrites,
          .goal = 1.5,
          .ours = PutOurs(database, prepared, kIndexedTable),
          .baseline = std::move(baseline)};
}

Comparison Update(Database& database, RawStore& raw, std::shared_ptr<Prepared> prepared) {
  auto keys = std::make_shared<std::vector<EncodedItem>>();
  for (int number = 0; number < kItems; ++number) keys->push_back(KeyOf(number));

  UpdateItemRequest request;
  request.table_name = kPlainTable;
  request.update_expression = "ADD visits :one";
  request.condition_expression = "attribute_exists(pk) AND visits < :most";
  request.expression_attribute_values.emplace(
      Item{{":one", {*Number::Parse("1")}}, {":most", {*Number::Parse("9000000")}}});
  auto ours = [&database, keys, request, rewrites = Rewrites()]() mutable {
    EncodedItem& key = (*keys)[static_cast<std::size_t>(rewrites.Next().number)];
    std::swap(request.key.item, key);
    const auto response = database.UpdateItem(request);
    std::swap(request.key.item, key);
    Require(bool(response), "UpdateItem failed");
  };
  return {.name = "UpdateItem ADD with a condition",
          .operations = kWrites,
          .goal = 1.7,
          .ours = std::move(ours),
          .baseline = Put(database, raw, std::move(prepared)).baseline};
}

// Gets and then writes `count` items in one batch.
auto WriteMany(RawStore& raw, std::shared_ptr<Prepared> prepared, int count) {
  return [&raw, prepared, count, rewrites = Rewrites()]() mutable {
    std::vector<Rewrites::Write> writes;
    for (int i = 0; i < count; ++i) writes.push_back(rewrites.Next());
    for (const auto write : writes) Read(raw, prepared->RowKeyOf(write));
    rocksdb::WriteBatch batch;
    for (const auto write : writes) {
      StagePut(batch, raw, prepared->RowKeyOf(write), prepared->ItemOf(write));
    }
    raw.Write(batch);
  };
}

Comparison Transact(Database& database, RawStore& raw, std::shared_ptr<Prepared> prepared) {
  TransactWriteItemsRequest request;
  for (int i = 0; i < kTransactionItems; ++i) {
    TransactPut put;
    put.table_name = kPlainTable;
    request.transact_items.emplace_back(std::move(put));
  }
  auto ours = [&database, prepared, request, rewrites = Rewrites()]() mutable {
    std::array<EncodedItem*, kTransactionItems> items{};
    const auto swap_all = [&] {
      for (std::size_t i = 0; i < items.size(); ++i) {
        std::swap(std::get<TransactPut>(request.transact_items[i]).item.item, *items[i]);
      }
    };
    for (EncodedItem*& item : items) item = &prepared->ItemOf(rewrites.Next());
    swap_all();
    const auto response = database.TransactWriteItems(request);
    swap_all();
    Require(bool(response), "TransactWriteItems failed");
  };
  return {.name = "TransactWriteItems of 4",
          .operations = kTransactions,
          .goal = 1.5,
          .ours = std::move(ours),
          .baseline = WriteMany(raw, prepared, kTransactionItems)};
}

Comparison Batch(Database& database, RawStore& raw, std::shared_ptr<Prepared> prepared) {
  BatchWriteItemRequest request;
  auto& writes =
      request.request_items.emplace_back(kPlainTable, std::vector<WriteRequest>()).second;
  for (int i = 0; i < kBatchItems; ++i) writes.emplace_back(PutRequest{});
  auto ours = [&database, prepared, request, rewrites = Rewrites()]() mutable {
    auto& puts = request.request_items[0].second;
    std::array<EncodedItem*, kBatchItems> items{};
    const auto swap_all = [&] {
      for (std::size_t i = 0; i < items.size(); ++i) {
        std::swap(std::get<PutRequest>(puts[i]).item.item, *items[i]);
      }
    };
    for (EncodedItem*& item : items) item = &prepared->ItemOf(rewrites.Next());
    swap_all();
    const auto response = database.BatchWriteItem(request);
    swap_all();
    Require(response && response->unprocessed_items.empty(), "BatchWriteItem failed");
  };
  return {.name = "BatchWriteItem of 25",
          .operations = kBatches,
          .goal = 1.4,
          .ours = std::move(ours),
          .baseline = WriteMany(raw, prepared, kBatchItems)};
}

}  // namespace

std::vector<Comparison> WriteComparisons(Database& database, RawStore& raw) {
  const auto prepared = std::make_shared<Prepared>(PlainSchema());
  return {Put(database, raw, prepared), PutIndexed(database, raw), Update(database, raw, prepared),
          Transact(database, raw, prepared), Batch(database, raw, prepared)};
}

}  // namespace basalt::bench
