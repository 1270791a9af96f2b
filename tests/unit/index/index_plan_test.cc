#include "index/index_plan.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <map>
#include <random>
#include <string>

#include "basalt/value_builder.h"

namespace basalt {
namespace index_plan_test {

using Rows = std::map<std::string, Item>;  // By row key: what the index keeps.

const TableSchema kTable{.id = 1,
                         .name = "orders",
                         .key = {.partition = {{"pk", ScalarAttributeType::kS}},
                                 .sort = {{"sk", ScalarAttributeType::kN}}},
                         .indexes = {}};

IndexSchema ByStatus(ProjectionType projection, std::vector<std::string> non_key = {}) {
  return {.id = 2,
          .name = "by-status",
          .kind = IndexKind::kGlobal,
          .key = {.partition = {{"status", ScalarAttributeType::kS}}, .sort = {}},
          .projection = projection,
          .non_key_attributes = std::move(non_key)};
}

IndexSchema ManyAttributes() {
  return {
      .id = 3,
      .name = "many",
      .kind = IndexKind::kGlobal,
      .key = {.partition = {{"status", ScalarAttributeType::kS}, {"n", ScalarAttributeType::kN}},
              .sort = {{"note", ScalarAttributeType::kS}, {"sk", ScalarAttributeType::kN}}},
      .projection = ProjectionType::kKeysOnly,
      .non_key_attributes = {}};
}

IndexSchema LocalByNote() {
  return {.id = 4,
          .name = "by-note",
          .kind = IndexKind::kLocal,
          .key = {.partition = {{"pk", ScalarAttributeType::kS}},
                  .sort = {{"note", ScalarAttributeType::kS}}},
          .projection = ProjectionType::kInclude,
          .non_key_attributes = {"n"}};
}

AttributeValue Text(std::string text) { return {std::move(text)}; }
AttributeValue Integer(std::int64_t value) { return {Number(value)}; }

Item Order(std::string pk, std::int64_t sk) {
  return {{"pk", Text(std::move(pk))}, {"sk", Integer(sk)}};
}

Item With(Item item, const std::string& name, AttributeValue value) {
  item[name] = std::move(value);
  return item;
}

EncodedItem Encoded(const Item& item) { return *Encode(item); }

IndexChange Plan(const IndexSchema& index, const std::optional<EncodedItem>& before,
                 const std::optional<EncodedItem>& after) {
  const auto view = [](const std::optional<EncodedItem>& item) {
    return item ? std::optional(item->view()) : std::nullopt;
  };
  return PlanIndexChange(kTable, index, view(before), view(after));
}

TEST(IndexPlan, ItemWithoutTheKeyHasNoRow) {
  const EncodedItem item = Encoded(Order("a", 1));
  EXPECT_FALSE(IndexRowOf(kTable, ByStatus(ProjectionType::kAll), item.view()));
}

TEST(IndexPlan, EveryAttributeOfAKeyMustBeThere) {
  const Item full =
      With(With(With(Order("a", 1), "status", Text("open")), "n", Integer(7)), "note", Text("x"));
  EXPECT_TRUE(IndexRowOf(kTable, ManyAttributes(), Encoded(full).view()));
  for (const char* missing : {"status", "n", "note"}) {
    Item less = full;
    less.erase(missing);
    const EncodedItem item = Encoded(less);
    EXPECT_FALSE(IndexRowOf(kTable, ManyAttributes(), item.view())) << missing;
  }
}

TEST(IndexPlan, ItemOlderThanTheIndexMayHaveWhatItCannotTake) {
  const IndexSchema index = ByStatus(ProjectionType::kAll);
  for (const AttributeValue& status : {Integer(1), Text(""), Text(std::string(2049, 'x'))}) {
    const EncodedItem item = Encoded(With(Order("a", 1), "status", status));
    EXPECT_FALSE(IndexRowOf(kTable, index, item.view()));
  }
}

TEST(IndexPlan, ProjectionsKeepWhatTheySay) {
  const Item whole = With(With(With(Order("a", 1), "status", Text("open")), "n", Integer(7)),
                          "note", Text("hello"));
  const EncodedItem item = Encoded(whole);
  const Item keys = With(Order("a", 1), "status", Text("open"));

  const auto kept = [&](const IndexSchema& index) {
    return ToItem(IndexRowOf(kTable, index, item.view())->projection());
  };
  EXPECT_EQ(kept(ByStatus(ProjectionType::kAll)), whole);
  EXPECT_EQ(kept(ByStatus(ProjectionType::kKeysOnly)), keys);
  EXPECT_EQ(kept(ByStatus(ProjectionType::kInclude, {"n", "absent"})), With(keys, "n", Integer(7)));
}

TEST(IndexPlan, InvisibleChangeIsNoChange) {
  const Item before = With(With(Order("a", 1), "status", Text("open")), "n", Integer(1));
  const Item after = With(before, "n", Integer(2));

  EXPECT_TRUE(Plan(ByStatus(ProjectionType::kKeysOnly), Encoded(before), Encoded(after)).empty());
  EXPECT_TRUE(Plan(ByStatus(ProjectionType::kAll), Encoded(before), Encoded(before)).empty());
  const std::optional<EncodedItem> old_item = Encoded(before);
  const std::optional<EncodedItem> new_item = Encoded(after);
  const IndexChange change = Plan(ByStatus(ProjectionType::kAll), old_item, new_item);
  ASSERT_TRUE(change.added);
  EXPECT_FALSE(change.removed);
  EXPECT_EQ(change.replaced_bytes, old_item->view().size_bytes());
}

TEST(IndexPlan, ChangedKeyMovesTheRow) {
  const std::optional<EncodedItem> before = Encoded(With(Order("a", 1), "status", Text("open")));
  const std::optional<EncodedItem> after = Encoded(With(Order("a", 1), "status", Text("done")));
  const IndexChange change = Plan(ByStatus(ProjectionType::kKeysOnly), before, after);
  ASSERT_TRUE(change.removed);
  ASSERT_TRUE(change.added);
  EXPECT_NE(change.removed->key(), change.added->key());
  EXPECT_EQ(change.replaced_bytes, 0u);
}

TEST(IndexPlan, EqualIndexKeysOfTwoItemsAreTwoRows) {
  const EncodedItem one = Encoded(With(Order("a", 1), "status", Text("open")));
  const EncodedItem two = Encoded(With(Order("a", 2), "status", Text("open")));
  const IndexSchema index = ByStatus(ProjectionType::kAll);
  EXPECT_NE(IndexRowOf(kTable, index, one.view())->key(),
            IndexRowOf(kTable, index, two.view())->key());
}

std::uint64_t SeedOfThisRun() {
  const char* given = std::getenv("BASALT_TEST_SEED");
  return given ? std::strtoull(given, nullptr, 10) : std::random_device()();
}

// A random item of that key, or none: a delete.
std::optional<EncodedItem> RandomItem(std::mt19937_64& random, const Item& key) {
  const auto below = [&](std::uint64_t limit) { return static_cast<int>(random() % limit); };
  if (below(5) == 0) return std::nullopt;
  Item item = key;
  if (below(4) > 0) item["status"] = Text(below(2) == 0 ? "open" : "done");
  if (below(3) > 0) item["n"] = Integer(below(4));
  if (below(3) > 0) item["note"] = Text(std::string(static_cast<std::size_t>(below(3)), 'x'));
  if (below(3) > 0) item["other"] = Integer(below(3));
  return Encoded(item);
}

class IndexPlanProperty : public testing::TestWithParam<int> {
 public:
  static IndexSchema Index(int number) {
    switch (number) {
      case 0:
        return ByStatus(ProjectionType::kAll);
      case 1:
        return ByStatus(ProjectionType::kKeysOnly);
      case 2:
        return ByStatus(ProjectionType::kInclude, {"n", "other"});
      case 3:
        return ManyAttributes();
      default:
        return LocalByNote();
    }
  }
};

TEST_P(IndexPlanProperty, MaintainingEqualsRebuilding) {
  const IndexSchema index = Index(GetParam());
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE("to repeat: BASALT_TEST_SEED=" + std::to_string(seed));
  std::mt19937_64 random(seed);
  std::map<std::int64_t, EncodedItem> table;
  Rows maintained;

  for (int step = 0; step < 1'000; ++step) {
    const auto id = static_cast<std::int64_t>(random() % 20);
    const auto found = table.find(id);
    const std::optional<EncodedItem> before =
        found == table.end() ? std::nullopt : std::optional(found->second);
    const std::optional<EncodedItem> after = RandomItem(random, Order("p", id));

    const IndexChange change = Plan(index, before, after);
    if (change.removed) {
      ASSERT_EQ(maintained.erase(change.removed->key()), 1u);
    }
    if (change.added) {
      const bool replaces = maintained.contains(change.added->key());
      ASSERT_EQ(replaces, change.replaced_bytes > 0);
      maintained[change.added->key()] = ToItem(change.added->projection());
    }

    table.erase(id);
    if (after) table.emplace(id, *after);
    Rows rebuilt;
    for (const auto& [key, item] : table) {
      if (auto row = IndexRowOf(kTable, index, item.view())) {
        rebuilt[row->key()] = ToItem(row->projection());
      }
    }
    ASSERT_EQ(maintained, rebuilt) << "after step " << step;
  }
}

INSTANTIATE_TEST_SUITE_P(Indexes, IndexPlanProperty, testing::Range(0, 5));

}  // namespace index_plan_test
}  // namespace basalt
