// An in-memory store with tables and items in it, and Query and Scan over them: what the tests of
// engine/query stand on. Items and index rows are written as the write path would leave them.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include "basalt/value_builder.h"
#include "engine/catalog/catalog.h"
#include "engine/query/query_operations.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "index/index_plan.h"
#include "model/key/row_key.h"

namespace basalt::query_test {

inline AttributeValue S(std::string text) { return {std::move(text)}; }
inline AttributeValue N(std::int64_t value) { return {Number(value)}; }

class QueryWorld {
 public:
  QueryWorld() {
    auto store = Store::Open({.durability = Durability::kNone});
    EXPECT_TRUE(store) << (store ? "" : store.error().message);
    store_ = *std::move(store);
    auto catalog = Catalog::Load(*store_);
    EXPECT_TRUE(catalog) << (catalog ? "" : catalog.error().message);
    catalog_ = *std::move(catalog);
    operations_ = std::make_unique<QueryOperations>(*store_, *catalog_);
  }

  // Ids are given here.
  void AddTable(TableSchema schema) {
    const TableLock lock = catalog_->LockTable(schema.name);
    schema.id = catalog_->NewId();
    for (IndexSchema& index : schema.indexes) index.id = catalog_->NewId();

    auto table = std::make_shared<Table>();
    table->schema = std::move(schema);
    table->description.table_name = table->schema.name;
    table->gate = std::make_shared<TableGate>();
    table->counters = std::make_shared<Counters>();
    for (const IndexSchema& index : table->schema.indexes) {
      table->index_counters[index.id] = std::make_shared<Counters>();
    }
    const Status done = catalog_->Replace(std::move(table), WriteSet(*store_));
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
  }

  void Put(std::string_view table, const Item& item) { Write(table, item, true); }

  // Removes an item as it was put.
  void Erase(std::string_view table, const Item& item) { Write(table, item, false); }

  QueryOperations& operations() { return *operations_; }

 private:
  void Write(std::string_view table_name, const Item& tree, bool puts) {
    const TableSchema& table = catalog_->Find(table_name)->schema;
    const EncodedItem item = *Encode(tree);
    WriteSet writes(*store_);
    const auto write = [&](Family family, const std::string& key, ItemView value) {
      if (puts) {
        writes.Put(family, key, value.bytes());
      } else {
        writes.Erase(family, key);
      }
    };
    write(Family::kItems, ItemRowKey(table, item.view()), item.view());
    for (const IndexSchema& index : table.indexes) {
      const auto row = IndexRowOf(table, index, item.view());
      if (row) write(Family::kIndex, row->key(), row->projection());
    }
    const auto done = std::move(writes).Commit();
    EXPECT_TRUE(done) << (done ? "" : done.error().message);
  }

  std::unique_ptr<Store> store_;
  std::unique_ptr<Catalog> catalog_;
  std::unique_ptr<QueryOperations> operations_;
};

// Table "things": pk (S), sk (N); local indexes by `word` (S): "words" (keys only) and "words-all";
// global indexes: "groups" by `group` (S) and `rank` (N), including `extra`; "wide" by two
// partition attributes and two sort attributes, all attributes; and a table "plain" with pk (S)
// alone.
inline void AddTestTables(QueryWorld& world) {
  const KeyAttribute pk{"pk", ScalarAttributeType::kS}, sk{"sk", ScalarAttributeType::kN};
  const KeyAttribute word{"word", ScalarAttributeType::kS};
  const KeyAttribute group{"group", ScalarAttributeType::kS};
  const KeyAttribute rank{"rank", ScalarAttributeType::kN};
  TableSchema things{.name = "things", .key = {.partition = {pk}, .sort = {sk}}, .indexes = {}};
  things.indexes = {{.name = "words",
                     .kind = IndexKind::kLocal,
                     .key = {.partition = {pk}, .sort = {word}},
                     .projection = ProjectionType::kKeysOnly,
                     .non_key_attributes = {}},
                    {.name = "words-all",
                     .kind = IndexKind::kLocal,
                     .key = {.partition = {pk}, .sort = {word}},
                     .projection = ProjectionType::kAll,
                     .non_key_attributes = {}},
                    {.name = "groups",
                     .kind = IndexKind::kGlobal,
                     .key = {.partition = {group}, .sort = {rank}},
                     .projection = ProjectionType::kInclude,
                     .non_key_attributes = {"extra"}},
                    {.name = "wide",
                     .kind = IndexKind::kGlobal,
                     .key = {.partition = {group, pk}, .sort = {rank, word}},
                     .projection = ProjectionType::kAll,
                     .non_key_attributes = {}}};
  world.AddTable(std::move(things));
  world.AddTable({.name = "plain", .key = {.partition = {pk}, .sort = {}}, .indexes = {}});
}

// Pages of one request, put together.
struct AllPages {
  std::vector<Item> items;
  std::int64_t scanned = 0;
  int pages = 0;
};

// Follows LastEvaluatedKey to the end. `read` runs one page; `limit` gives each page's.
template <typename Request, typename ReadOne, typename LimitOf>
AllPages ReadAllPages(Request request, ReadOne read, LimitOf limit) {
  AllPages all;
  constexpr int kPagesMax = 10'000;
  while (all.pages < kPagesMax) {
    request.limit = limit();
    const auto page = read(request);
    if (!page) {
      ADD_FAILURE() << page.error().message;
      return all;
    }
    ++all.pages;
    all.scanned += page->scanned_count;
    for (std::size_t i = 0; i < page->items->size(); ++i) {
      all.items.push_back(ToItem((*page->items)[i]));
    }
    if (!page->last_evaluated_key) return all;
    request.exclusive_start_key = RequestItem(*page->last_evaluated_key);
  }
  ADD_FAILURE() << "paging does not end";
  return all;
}

}  // namespace basalt::query_test
