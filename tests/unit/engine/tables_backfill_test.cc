// A new index of a table that has items equals one that was there from the start.
#include <gtest/gtest.h>

#include "basalt/inspect.h"
#include "tables_world.h"

namespace basalt::tables_backfill_test {

using namespace tables_test;  // NOLINT: the vocabulary of these tests.

std::vector<Item> ScanIndex(Database& database, const std::string& table,
                            const std::string& index) {
  std::vector<Item> items;
  ScanRequest request;
  request.table_name = table;
  request.index_name = index;
  while (true) {
    const auto page = database.Scan(request);
    if (!page) {
      ADD_FAILURE() << page.error().message;
      return items;
    }
    for (std::size_t i = 0; i < page->items->size(); ++i) {
      items.push_back(ToItem((*page->items)[i]));
    }
    if (!page->last_evaluated_key) return items;
    request.exclusive_start_key = *page->last_evaluated_key;
  }
}

void Fill(Database& database, const std::string& table, int count, std::size_t filler_bytes) {
  for (int i = 0; i < count; ++i) {
    Item item{{"a", Text(std::to_string(i))}, {"filler", Text(std::string(filler_bytes, 'x'))}};
    if (i % 3 != 0) item["b"] = Count(i % 10);
    if (i % 5 != 0) item["c"] = Text("c" + std::to_string(i % 4));
    PutInto(database, table, item);
  }
}

TEST(TablesBackfill, EqualsAnIndexFromTheStart) {
  const TemporaryFolder folder;
  {
    const auto database =
        OpenDatabase({.directory = folder.path(), .durability = Durability::kInterval});
    CreateTableRequest request = OnDemandTable("early", "a b:N c", "a");
    const auto index = Global("index", "b #c", Include({"filler"}));
    request.global_secondary_indexes = {index};
    ASSERT_TRUE(database->CreateTable(request));
    ASSERT_TRUE(database->CreateTable(OnDemandTable("late", "a", "a")));
    Fill(*database, "early", 300, 40'000);  // More than one commit of a backfill takes.
    Fill(*database, "late", 300, 40'000);

    const auto updated = database->UpdateTable(CreateIndex("late", "b:N c", index));
    ASSERT_TRUE(updated) << updated.error().message;
    EXPECT_EQ(ScanIndex(*database, "late", "index"), ScanIndex(*database, "early", "index"));
    const auto early = DescribeOf(*database, "early").global_secondary_indexes[0];
    const auto late = DescribeOf(*database, "late").global_secondary_indexes[0];
    EXPECT_EQ(late.item_count, early.item_count);
    EXPECT_EQ(late.index_size_bytes, early.index_size_bytes);
    EXPECT_GT(late.item_count, 0);
  }
  const auto report = Inspect(folder.path(), {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->problems, std::vector<std::string>());
}

TEST(TablesBackfill, SkipsItemsThatDoNotFit) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  PutInto(*database, "table", {{"a", Text("fits")}, {"b", Count(1)}});
  PutInto(*database, "table", {{"a", Text("wrong type")}, {"b", Text("1")}});
  PutInto(*database, "table", {{"a", Text("lacks it")}});
  ASSERT_TRUE(database->UpdateTable(CreateIndex("table", "b:N", Global("index", "b"))));

  const auto items = ScanIndex(*database, "table", "index");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("a"), Text("fits"));

  // An item that does not fit may still go.
  DeleteItemRequest removal;
  removal.table_name = "table";
  removal.key = Item{{"a", Text("wrong type")}};
  EXPECT_TRUE(database->DeleteItem(removal));
}

// Source: developer guide, "Detecting and correcting index key violations".
TEST(TablesBackfill, SkipsKeysThatAreTooLong) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  const auto item = [](std::string name, std::size_t b, std::size_t c) {
    return Item{{"a", Text(std::move(name))},
                {"b", Text(std::string(b, 'b'))},
                {"c", Text(std::string(c, 'c'))}};
  };
  PutInto(*database, "table", item("fits", 2048, 1024));
  PutInto(*database, "table", item("partition key too long", 2049, 1));
  PutInto(*database, "table", item("sort key too long", 1, 1025));
  ASSERT_TRUE(database->UpdateTable(CreateIndex("table", "b c", Global("index", "b #c"))));

  const auto items = ScanIndex(*database, "table", "index");
  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].at("a"), Text("fits"));

  PutItemRequest put;
  put.table_name = "table";
  put.item = item("new", 2049, 1);
  EXPECT_EQ(MessageOf(database->PutItem(put)),
            "One or more parameter values were invalid: Size limit exceeded for Index Key b Actual "
            "Size: 2049 bytes Max Size: 2048 bytes IndexName: index");
  DeleteItemRequest removal;
  removal.table_name = "table";
  removal.key = Item{{"a", Text("partition key too long")}};
  EXPECT_TRUE(database->DeleteItem(removal));
}

TEST(TablesBackfill, ANewIndexOfTheSameNameStartsAnew) {
  const auto database = OpenDatabase();
  ASSERT_TRUE(database->CreateTable(OnDemandTable("table", "a", "a")));
  PutInto(*database, "table", {{"a", Text("1")}, {"b", Text("x")}, {"c", Text("y")}});
  ASSERT_TRUE(database->UpdateTable(CreateIndex("table", "b", Global("index", "b"))));
  ASSERT_TRUE(database->UpdateTable(DeleteIndex("table", "index")));
  ASSERT_TRUE(database->UpdateTable(CreateIndex("table", "c", Global("index", "c"))));

  EXPECT_EQ(ScanIndex(*database, "table", "index").size(), 1U);
  EXPECT_EQ(DescribeOf(*database, "table").global_secondary_indexes[0].item_count, 1);
}

}  // namespace basalt::tables_backfill_test
