// Indexes of tables that are written to while their rows are built.
//
// BASALT_BACKFILL_ITEMS says how many items the table of the long test has.
#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "basalt/inspect.h"
#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/table_operations.h"
#include "engine/inspection/store_verifier.h"
#include "engine/items/item_operations.h"
#include "engine/jobs/index_backfill.h"
#include "engine/query/query_operations.h"
#include "tables_world.h"

namespace basalt::live_backfill_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.
using Random = std::minstd_rand;

Item RandomItem(Random& random, std::size_t key) {
  Item item{{"a", Text("item " + std::to_string(key))},
            {"filler", Text(std::string(random() % 100, 'x'))}};
  if (random() % 4 != 0) item["b"] = Count(static_cast<int>(random() % 50));
  if (random() % 4 != 0) item["c"] = Text("c" + std::to_string(random() % 5));
  return item;
}

PutItemRequest PutOf(Item item) {
  PutItemRequest request;
  request.table_name = "table";
  request.item = std::move(item);
  return request;
}

DeleteItemRequest DeleteOf(std::size_t key) {
  DeleteItemRequest request;
  request.table_name = "table";
  request.key = Item{{"a", Text("item " + std::to_string(key))}};
  return request;
}

// A put, or a deletion, of one of so many items.
template <typename Items>
void WriteOne(Items& items, Random& random, std::size_t keys) {
  const std::size_t key = random() % keys;
  const auto error = [&]() -> std::optional<Error> {
    if (random() % 3 == 0) {
      auto deleted = items.DeleteItem(DeleteOf(key));
      return deleted ? std::nullopt : std::optional(deleted.error());
    }
    auto put = items.PutItem(PutOf(RandomItem(random, key)));
    return put ? std::nullopt : std::optional(put.error());
  }();
  if (error) ADD_FAILURE() << error->message;
}

UpdateTableRequest AddIndex() {
  return CreateIndex("table", "b:N c", Global("late", "b #c", Include({"filler"})));
}

// The parts of a database, without the threads that would do by themselves what tests do in steps.
struct Parts {
  explicit Parts(const StoreOptions& options) : store(*Store::Open(options)) {
    catalog = *Catalog::Load(*store);
    streams = *Streams::Load(*store, SystemClock(), {.account = catalog->account(), .shards = 1});
    catalog->Observe(*streams);
    tables.emplace(*store, *catalog, SystemClock(), [](const std::string&) {});
    items.emplace(*store, *catalog, locks, *streams);
  }

  std::vector<std::string> Problems() const { return StoreVerifier(*store, *catalog).Run(); }
  Status Backfill(std::size_t pages) {
    return BackfillIndexes(*store, *catalog, locks, "table", {}, pages);
  }
  bool IsBackfilling() const { return !catalog->Find("table")->backfilling_indexes.empty(); }

  std::unique_ptr<Store> store;
  std::unique_ptr<Catalog> catalog;
  std::unique_ptr<Streams> streams;
  KeyLocks locks;
  std::optional<TableOperations> tables;
  std::optional<ItemOperations> items;
};

const std::vector<std::string> kNone;

void Fill(Parts& parts, Random& random, std::size_t keys) {
  ASSERT_TRUE(parts.tables->Create(OnDemandTable("table", "a", "a")));
  for (std::size_t key = 0; key < keys; ++key) {
    ASSERT_TRUE(parts.items->PutItem(PutOf(RandomItem(random, key))));
  }
}

// Every row and every count is checked between pages, whatever was written in the meantime.
TEST(TablesLiveBackfill, IsExactAfterEveryPage) {
  constexpr std::size_t kKeys = 2'600;
  const auto seed = static_cast<Random::result_type>(std::random_device()());
  SCOPED_TRACE("seed " + std::to_string(seed));
  Random random(seed);
  Parts parts({});
  Fill(parts, random, kKeys);
  ASSERT_TRUE(parts.tables->Update(AddIndex()));

  int pages = 0;
  for (; parts.IsBackfilling(); ++pages) {
    for (int i = 0; i < 200; ++i) WriteOne(*parts.items, random, kKeys + 100);
    ASSERT_EQ(parts.Problems(), kNone) << "before page " << pages;
    ASSERT_TRUE(parts.Backfill(1));
    ASSERT_EQ(parts.Problems(), kNone) << "after page " << pages;
  }
  EXPECT_GE(pages, 3);
  for (int i = 0; i < 200; ++i) WriteOne(*parts.items, random, kKeys + 100);
  EXPECT_EQ(parts.Problems(), kNone);
}

TEST(TablesLiveBackfill, AnswersAsAwsDoesMeanwhile) {
  Random random(1);
  Parts parts({});
  Fill(parts, random, 10);
  const auto updated = parts.tables->Update(AddIndex());
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->table.global_secondary_indexes[0].index_status, IndexStatus::kCreating);
  const auto index = [&] {
    const auto described = parts.tables->Describe({.table_name = "table"});
    return described->table.global_secondary_indexes.at(0);
  };
  EXPECT_EQ(index().index_status, IndexStatus::kCreating);
  EXPECT_TRUE(index().backfilling);

  QueryOperations queries(*parts.store, *parts.catalog);
  ScanRequest scan;
  scan.table_name = "table";
  scan.index_name = "late";
  const auto refused = queries.Scan(scan);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kValidation);
  EXPECT_EQ(refused.error().message, "Cannot read from backfilling global secondary index: late");

  const auto another = parts.tables->Update(CreateIndex("table", "c", Global("third", "c")));
  ASSERT_FALSE(another);
  EXPECT_EQ(another.error().code, ErrorCode::kLimitExceeded);
  const auto removal = parts.tables->Delete({.table_name = "table"});
  ASSERT_FALSE(removal);
  EXPECT_EQ(removal.error().code, ErrorCode::kResourceInUse);

  ASSERT_TRUE(parts.Backfill(SIZE_MAX));
  EXPECT_EQ(index().index_status, IndexStatus::kActive);
  EXPECT_FALSE(index().backfilling);
  EXPECT_TRUE(queries.Scan(scan));
  EXPECT_TRUE(parts.tables->Delete({.table_name = "table"}));
  EXPECT_EQ(parts.Problems(), kNone);
}

TEST(TablesLiveBackfill, AnIndexMayGoHalfBuilt) {
  Random random(1);
  Parts parts({});
  Fill(parts, random, 1'200);
  ASSERT_TRUE(parts.tables->Update(AddIndex()));
  ASSERT_TRUE(parts.Backfill(1));
  ASSERT_TRUE(parts.tables->Update(DeleteIndex("table", "late")));
  ASSERT_TRUE(parts.Backfill(1));
  EXPECT_EQ(parts.Problems(), kNone);
}

void WaitUntilActive(Database& database) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::minutes(10);
  while (std::chrono::steady_clock::now() < deadline) {
    const auto indexes = DescribeOf(database, "table").global_secondary_indexes;
    if (indexes.back().index_status == IndexStatus::kActive) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  FAIL() << "the index does not become active";
}

TEST(TablesLiveBackfill, GoesOnWhereACrashCutItShort) {
  const TemporaryFolder folder;
  std::int64_t built = 0;
  {
    Random random(1);
    Parts parts({.directory = folder.path(), .durability = Durability::kInterval});
    Fill(parts, random, 1'200);
    ASSERT_TRUE(parts.tables->Update(AddIndex()));
    ASSERT_TRUE(parts.Backfill(1));
    ASSERT_TRUE(parts.IsBackfilling());
    const IndexId id = parts.catalog->Find("table")->backfilling_indexes.at(0);
    const auto position = parts.store->Latest().Get(Family::kCatalog, BackfillKey(id));
    EXPECT_TRUE(position && *position) << "it would start anew";
    built = parts.catalog->Find("table")->index_counters.at(id)->Read().items;
    EXPECT_GT(built, 0);
  }
  const auto halfway = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(halfway) << halfway.error().message;
  EXPECT_EQ(halfway->problems, kNone);
  EXPECT_EQ(halfway->tables[0].indexes[0].item_count, built);

  WaitUntilActive(*OpenDatabase({.directory = folder.path()}));
  const auto whole = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(whole) << whole.error().message;
  EXPECT_EQ(whole->problems, kNone);
  EXPECT_GT(whole->tables[0].indexes[0].item_count, built);
}

std::size_t ItemsOfLongTest() {
  const char* items = std::getenv("BASALT_BACKFILL_ITEMS");
  return items != nullptr ? static_cast<std::size_t>(std::atoll(items)) : 20'000;
}

double SecondsSince(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

TEST(TablesLiveBackfill, EqualsAnIndexFromTheStartWhateverIsWritten) {
  const std::size_t keys = ItemsOfLongTest();
  const TemporaryFolder folder;
  {
    const auto database =
        OpenDatabase({.directory = folder.path(), .durability = Durability::kInterval});
    CreateTableRequest request = OnDemandTable("table", "a b:N c", "a");
    request.global_secondary_indexes = {Global("early", "b #c", Include({"filler"}))};
    ASSERT_TRUE(database->CreateTable(request));
    Random random(1);
    for (std::size_t key = 0; key < keys; ++key) {
      ASSERT_TRUE(database->PutItem(PutOf(RandomItem(random, key))));
    }

    std::atomic<bool> stop = false;
    std::atomic<std::size_t> writes = 0;
    const auto write = [&](unsigned seed) {
      for (Random own(seed); !stop; ++writes) WriteOne(*database, own, keys + keys / 10);
    };
    std::thread first(write, 2);
    std::thread second(write, 3);
    const auto start = std::chrono::steady_clock::now();
    const auto updated = database->UpdateTable(AddIndex());
    const double answered = SecondsSince(start);
    EXPECT_TRUE(updated) << updated.error().message;
    const auto writes_then = writes.load();
    WaitUntilActive(*database);
    const double active = SecondsSince(start);
    const auto writes_now = writes.load();
    stop = true;
    first.join();
    second.join();
    std::cout << keys << " items: answered after " << answered << " s, active after " << active
              << " s, writes meanwhile " << writes_then << " and " << writes_now - writes_then
              << '\n';

    const auto indexes = DescribeOf(*database, "table").global_secondary_indexes;
    EXPECT_EQ(indexes.at(1).item_count, indexes.at(0).item_count);
    EXPECT_EQ(indexes.at(1).index_size_bytes, indexes.at(0).index_size_bytes);
  }
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->problems, kNone);
}

}  // namespace basalt::live_backfill_test
