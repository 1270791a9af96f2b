#include "basalt/inspect.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>

#include "basalt/value_builder.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/catalog_keys.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "model/key/key_codec.h"
#include "model/key/row_key.h"
#include "tables_world.h"

namespace basalt::inspect_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.
using testing::ElementsAre;
using testing::HasSubstr;

// A table with an index, two items and one index row.
void Prepare(const std::filesystem::path& directory) {
  const auto database = OpenDatabase({.directory = directory, .durability = Durability::kNone});
  CreateTableRequest request = OnDemandTable("table", "a b", "a");
  request.global_secondary_indexes = {Global("index", "b")};
  ASSERT_TRUE(database->CreateTable(request));
  PutInto(*database, "table", {{"a", Text("1")}, {"b", Text("x")}});
  PutInto(*database, "table", {{"a", Text("2")}});
  TransactWriteItemsRequest transaction;
  TransactPut put;
  put.table_name = "table";
  put.item = Item{{"a", Text("2")}};
  transaction.transact_items = {put};
  transaction.client_request_token = "token";
  ASSERT_TRUE(database->TransactWriteItems(transaction));
}

TEST(Inspect, TellsWhatIsThere) {
  const TemporaryFolder folder;
  Prepare(folder.path());
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, ElementsAre());
  ASSERT_EQ(report->tables.size(), 1U);
  EXPECT_EQ(report->tables[0].name, "table");
  EXPECT_EQ(report->tables[0].item_count, 2);
  EXPECT_EQ(report->tables[0].size_bytes, 6);
  ASSERT_EQ(report->tables[0].indexes.size(), 1U);
  EXPECT_EQ(report->tables[0].indexes[0].name, "index");
  EXPECT_EQ(report->tables[0].indexes[0].item_count, 1);
}

TEST(Inspect, LooksWhileTheDirectoryIsInUse) {
  const TemporaryFolder folder;
  const auto database = OpenDatabase({.directory = folder.path()});
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  PutInto(*database, "table", {{"a", Text("1")}});
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, ElementsAre());
  EXPECT_EQ(report->tables[0].item_count, 1);
}

TEST(Inspect, RefusesWhatIsNoDatabase) {
  const TemporaryFolder folder;
  EXPECT_THAT(MessageOf(Inspect(folder.path())), HasSubstr("so it is not Basalt's"));
  EXPECT_THAT(MessageOf(Inspect(folder.path() / "absent")),
              HasSubstr("there is no data directory"));
}

struct Damage {
  const char* name;
  const char* problem;  // Part of a line.
  // What is done to a sound store: the ids are of the table and of its index.
  std::function<void(WriteSet& writes, TableId table, IndexId index)> cause;
};

std::string Encoded(const Item& item) { return std::string(Encode(item)->view().bytes()); }

std::string RowOf(std::uint32_t id, std::vector<std::string> parts) {
  std::string partition;
  AppendKeyString(partition, parts[0]);
  std::string key = PartitionPrefix(id, partition);
  for (std::size_t i = 1; i < parts.size(); ++i) AppendKeyString(key, parts[i]);
  return key;
}

const Damage kDamages[] = {
    {"ItemMalformed", "table table, row",
     [](WriteSet& writes, TableId table, IndexId) {
       writes.Put(Family::kItems, RowOf(table, {"2"}), "nonsense");
     }},
    {"ItemElsewhere", "the item belongs elsewhere",
     [](WriteSet& writes, TableId table, IndexId) {
       writes.Put(Family::kItems, RowOf(table, {"3"}), Encoded({{"a", Text("4")}}));
     }},
    {"ItemWithoutKey", "the item has no valid key",
     [](WriteSet& writes, TableId table, IndexId) {
       writes.Put(Family::kItems, RowOf(table, {"3"}), Encoded({{"b", Text("4")}}));
     }},
    {"ItemUncounted", "counted 2 items of 6 bytes, but there are 3 of 8",
     [](WriteSet& writes, TableId table, IndexId) {
       writes.Put(Family::kItems, RowOf(table, {"3"}), Encoded({{"a", Text("3")}}));
     }},
    {"IndexRowMissing", "missing, though an item implies it",
     [](WriteSet& writes, TableId, IndexId index) {
       writes.Erase(Family::kIndex, RowOf(index, {"x", "1"}));
     }},
    {"IndexRowDiffers", "differs from what its item implies",
     [](WriteSet& writes, TableId, IndexId index) {
       writes.Put(Family::kIndex, RowOf(index, {"x", "1"}),
                  Encoded({{"a", Text("1")}, {"b", Text("x")}, {"c", Text("z")}}));
     }},
    {"IndexRowTooMany", "no item implies it",
     [](WriteSet& writes, TableId, IndexId index) {
       writes.Put(Family::kIndex, RowOf(index, {"y", "1"}),
                  Encoded({{"a", Text("1")}, {"b", Text("y")}}));
     }},
    {"IndexRowMalformed", "the projection is malformed",
     [](WriteSet& writes, TableId, IndexId index) {
       writes.Put(Family::kIndex, RowOf(index, {"y", "1"}), "nonsense");
     }},
    {"UnknownId", "rows of the unknown id 4000000000",
     [](WriteSet& writes, TableId, IndexId) {
       writes.Put(Family::kItems, RowOf(4'000'000'000, {"1"}), Encoded({{"a", Text("1")}}));
     }},
    {"CountersOfNothing", "counters of an unknown table",
     [](WriteSet& writes, TableId, IndexId) {
       std::string deltas;
       AppendCounterDelta(deltas, 77, {.items = 1, .bytes = 1});
       writes.AddCounters(CountersKey(77), deltas);
     }},
    {"IdNotMarked", "id 2 of index index of table table is in use, but not marked as used",
     [](WriteSet& writes, TableId, IndexId) {
       writes.Put(Family::kCatalog, kNextIdKey, EncodeId(1));
     }},
    {"DroppedButThere", "table table: it is there, but its rows are noted as dropped",
     [](WriteSet& writes, TableId table, IndexId) {
       writes.Put(Family::kCatalog, DroppedRowsKey({Family::kItems, table}), "");
     }},
    {"DroppedIndexButThere", "index index of table table: it is there, but its rows are noted as",
     [](WriteSet& writes, TableId, IndexId index) {
       writes.Put(Family::kCatalog, DroppedRowsKey({Family::kIndex, index}), "");
     }},
    {"DroppedAndNotMarked", "id 4000000000 was dropped, but is not marked as used",
     [](WriteSet& writes, TableId, IndexId) {
       writes.Put(Family::kCatalog, DroppedRowsKey({Family::kStreams, 4'000'000'000}), "");
     }},
    {"DroppedNoteDamaged", "a note of dropped rows in the catalog is damaged",
     [](WriteSet& writes, TableId, IndexId) { writes.Put(Family::kCatalog, "dz", ""); }},
    {"TokenMalformed", "malformed",
     [](WriteSet& writes, TableId, IndexId) { writes.Put(Family::kTokens, "x", ""); }},
    {"TokenAlone", "its other row is missing",
     [](WriteSet& writes, TableId, IndexId) { writes.Put(Family::kTokens, "e12345678other", ""); }},
};

class InspectFinds : public testing::TestWithParam<Damage> {};

TEST_P(InspectFinds, Damage) {
  const TemporaryFolder folder;
  Prepare(folder.path());
  {
    const auto store = Store::Open({.directory = folder.path()});
    ASSERT_TRUE(store);
    const auto catalog = Catalog::Load(**store);
    ASSERT_TRUE(catalog);
    const auto table = (*catalog)->Find("table");
    WriteSet writes(**store);
    GetParam().cause(writes, table->schema.id, table->schema.indexes[0].id);
    ASSERT_TRUE(std::move(writes).Commit());
  }
  const auto unverified = Inspect(folder.path());
  ASSERT_TRUE(unverified);
  EXPECT_THAT(unverified->problems, ElementsAre());
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, testing::Contains(HasSubstr(GetParam().problem)));
}

INSTANTIATE_TEST_SUITE_P(Kinds, InspectFinds, testing::ValuesIn(kDamages),
                         [](const auto& damage) { return std::string(damage.param.name); });

}  // namespace basalt::inspect_test
