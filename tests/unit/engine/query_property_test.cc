// Query and Scan against a naive model: all items in a vector, sorted and filtered by hand.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/engine/query_world.h"

namespace basalt::query_test {
namespace {

using Order = std::function<bool(const Item&, const Item&)>;

std::string TextOf(const Item& item, const char* name) {
  return std::get<std::string>(Find(item, name)->data);
}

std::optional<Number> NumberOf(const Item& item, const char* name) {
  const AttributeValue* value = Find(item, name);
  if (!value) return std::nullopt;
  return std::get<Number>(value->data);
}

bool HasText(const Item& item, const char* name, const std::string& text) {
  const AttributeValue* value = Find(item, name);
  return value && *value == S(text);
}

struct Words {
  static std::string Random(std::mt19937_64& random) {
    static const std::vector<std::string> words = {
        "a", "aa", "ab", "b", std::string("a\0", 2), std::string("a\0b", 3), "\xC3\xA9", "zz"};
    return words[random() % words.size()];
  }
};

class QueryProperty : public testing::Test {
 protected:
  void SetUp() override {
    AddTestTables(world_);
    for (int i = 0; i < 400; ++i) PutRandomItem();
  }

  std::int64_t Below(std::int64_t bound) {
    return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(bound));
  }

  std::string RandomPartition() { return "p" + std::to_string(Below(4)); }

  void PutRandomItem() {
    Item item{{"pk", S(RandomPartition())}, {"sk", N(Below(200) - 100)}, {"v", N(Below(10))}};
    const bool exists = std::ranges::any_of(items_, [&](const Item& other) {
      return TextOf(other, "pk") == TextOf(item, "pk") &&
             NumberOf(other, "sk") == NumberOf(item, "sk");
    });
    if (exists) return;
    if (Below(4) > 0) item["word"] = S(Words::Random(random_));
    if (Below(4) > 0) item["group"] = S("g" + std::to_string(Below(2)));
    if (Below(4) > 0) item["rank"] = N(Below(5));
    world_.Put("things", item);
    items_.push_back(std::move(item));
  }

  // The model's answer: items that match, in that order.
  std::vector<Item> Expected(const std::function<bool(const Item&)>& matches, const Order& less,
                             bool forward) const {
    std::vector<Item> expected;
    std::ranges::copy_if(items_, std::back_inserter(expected), matches);
    std::ranges::sort(expected, less);
    if (!forward) std::ranges::reverse(expected);
    return expected;
  }

  std::function<std::optional<std::int64_t>()> RandomLimits() {
    return [this]() -> std::optional<std::int64_t> {
      if (Below(5) == 0) return std::nullopt;
      return Below(7) + 1;
    };
  }

  AllPages QueryAll(const QueryRequest& request,
                    std::function<std::optional<std::int64_t>()> limits) {
    return ReadAllPages(
        request, [&](const QueryRequest& page) { return world_.operations().Query(page); }, limits);
  }

  // Without pages, and in pages of random sizes.
  void ExpectQuery(const QueryRequest& request, const std::vector<Item>& expected) {
    const AllPages whole = QueryAll(request, [] { return std::nullopt; });
    EXPECT_EQ(whole.items, expected);
    EXPECT_EQ(QueryAll(request, RandomLimits()).items, expected);
  }

  std::mt19937_64 random_{20'260'101};
  QueryWorld world_;
  std::vector<Item> items_;
};

bool BySortKey(const Item& left, const Item& right) {
  return NumberOf(left, "sk") < NumberOf(right, "sk");
}

TEST_F(QueryProperty, TableRanges) {
  struct Range {
    const char* text;
    std::function<bool(std::int64_t, std::int64_t, std::int64_t)> holds;
  };
  const std::vector<Range> ranges = {
      {"sk = :a", [](auto sk, auto a, auto) { return sk == a; }},
      {"sk < :a", [](auto sk, auto a, auto) { return sk < a; }},
      {"sk <= :a", [](auto sk, auto a, auto) { return sk <= a; }},
      {"sk > :a", [](auto sk, auto a, auto) { return sk > a; }},
      {"sk >= :a", [](auto sk, auto a, auto) { return sk >= a; }},
      {"sk BETWEEN :a AND :b", [](auto sk, auto a, auto b) { return sk >= a && sk <= b; }}};

  for (int round = 0; round < 120; ++round) {
    const Range& range = ranges[static_cast<std::size_t>(Below(std::ssize(ranges)))];
    const std::string partition = RandomPartition();
    const std::int64_t a = Below(220) - 110, b = a + Below(50);
    SCOPED_TRACE(std::string(range.text) + " a=" + std::to_string(a) + " b=" + std::to_string(b));

    QueryRequest request;
    request.table_name = "things";
    request.key_condition_expression = std::string("pk = :p AND ") + range.text;
    Item values{{":p", S(partition)}, {":a", N(a)}};
    if (std::string_view(range.text).find(":b") != std::string_view::npos) values[":b"] = N(b);
    request.expression_attribute_values = RequestItem(values);
    request.scan_index_forward = Below(2) == 0;

    const auto matches = [&](const Item& item) {
      const std::string sk = NumberOf(item, "sk")->ToString();
      return TextOf(item, "pk") == partition && range.holds(std::stoll(sk), a, b);
    };
    ExpectQuery(request, Expected(matches, BySortKey, request.scan_index_forward));
    if (HasFailure()) return;
  }
}

TEST_F(QueryProperty, LocalIndexPrefixes) {
  for (int round = 0; round < 60; ++round) {
    const std::string partition = RandomPartition();
    const std::string prefix = Words::Random(random_);

    QueryRequest request;
    request.table_name = "things";
    const bool fetches = Below(2) == 0;
    request.index_name = fetches ? "words" : "words-all";
    if (fetches) request.select = Select::kAllAttributes;
    request.key_condition_expression = "pk = :p AND begins_with(word, :w)";
    request.expression_attribute_values =
        RequestItem(Item{{":p", S(partition)}, {":w", S(prefix)}});
    request.scan_index_forward = Below(2) == 0;

    const auto matches = [&](const Item& item) {
      return TextOf(item, "pk") == partition && Find(item, "word") &&
             TextOf(item, "word").starts_with(prefix);
    };
    const auto less = [](const Item& left, const Item& right) {
      return std::pair(TextOf(left, "word"), *NumberOf(left, "sk")) <
             std::pair(TextOf(right, "word"), *NumberOf(right, "sk"));
    };
    ExpectQuery(request, Expected(matches, less, request.scan_index_forward));
    if (HasFailure()) return;
  }
}

// Items are fetched many at a time: a page may end anywhere among them.
TEST_F(QueryProperty, PagesOfFetchedItemsEndAtAMegabyte) {
  constexpr std::size_t kMegabyte = 1024 * 1024;
  items_.clear();
  for (int number = 0; number < 300; ++number) {
    const std::size_t bytes = static_cast<std::size_t>(number < 100 ? Below(90'000) : Below(9'000));
    items_.push_back(Item{{"pk", S("large")},
                          {"sk", N(number)},
                          {"word", S("w" + std::to_string(1'000 + number))},
                          {"payload", S(std::string(bytes, 'x'))}});
    world_.Put("things", items_.back());
  }
  QueryRequest request;
  request.table_name = "things";
  request.index_name = "words";
  request.select = Select::kAllAttributes;
  request.key_condition_expression = "pk = :p";
  request.expression_attribute_values = RequestItem(Item{{":p", S("large")}});
  for (const bool forward : {true, false}) {
    request.scan_index_forward = forward;
    const auto all = [](const Item&) { return true; };
    const std::vector<Item> expected = Expected(all, BySortKey, forward);
    ExpectQuery(request, expected);

    int pages = 1;
    std::size_t bytes = 0;
    for (const Item& item : expected) {
      const Item row{{"pk", item.at("pk")}, {"sk", item.at("sk")}, {"word", item.at("word")}};
      const std::size_t both = Encode(item)->view().size_bytes() + Encode(row)->view().size_bytes();
      if (bytes + both > kMegabyte) {
        ++pages;
        bytes = 0;
      }
      bytes += both;
    }
    EXPECT_GT(pages, 4);
    EXPECT_EQ(QueryAll(request, [] { return std::nullopt; }).pages, pages);
  }
}

TEST_F(QueryProperty, GlobalIndexWithEqualKeys) {
  for (int round = 0; round < 60; ++round) {
    const std::string group = "g" + std::to_string(Below(2));
    const std::int64_t rank = Below(6);

    QueryRequest request;
    request.table_name = "things";
    request.index_name = "groups";
    request.projection_expression = "pk, sk, #r";
    request.expression_attribute_names = ExpressionAttributeNames{{"#g", "group"}, {"#r", "rank"}};
    request.key_condition_expression = "#g = :g AND #r >= :r";
    request.expression_attribute_values = RequestItem(Item{{":g", S(group)}, {":r", N(rank)}});
    request.scan_index_forward = Below(2) == 0;

    const auto matches = [&](const Item& item) {
      const auto own = NumberOf(item, "rank");
      return HasText(item, "group", group) && own && *own >= Number(rank);
    };
    const auto less = [](const Item& left, const Item& right) {
      return std::tuple(*NumberOf(left, "rank"), TextOf(left, "pk"), *NumberOf(left, "sk")) <
             std::tuple(*NumberOf(right, "rank"), TextOf(right, "pk"), *NumberOf(right, "sk"));
    };
    std::vector<Item> expected = Expected(matches, less, request.scan_index_forward);
    for (Item& item : expected) {
      std::erase_if(item, [](const auto& attribute) {
        return attribute.first != "pk" && attribute.first != "sk" && attribute.first != "rank";
      });
    }
    ExpectQuery(request, expected);
    if (HasFailure()) return;
  }
}

TEST_F(QueryProperty, MultiAttributeKeys) {
  for (int round = 0; round < 60; ++round) {
    const std::string group = "g" + std::to_string(Below(2)), partition = RandomPartition();
    const std::string word = Words::Random(random_);
    const std::int64_t rank = Below(5);

    QueryRequest request;
    request.table_name = "things";
    request.index_name = "wide";
    request.expression_attribute_names = ExpressionAttributeNames{{"#g", "group"}, {"#r", "rank"}};
    request.key_condition_expression = "#g = :g AND pk = :p AND #r = :r AND word <= :w";
    request.expression_attribute_values =
        RequestItem(Item{{":g", S(group)}, {":p", S(partition)}, {":r", N(rank)}, {":w", S(word)}});
    request.scan_index_forward = Below(2) == 0;

    const auto matches = [&](const Item& item) {
      return HasText(item, "group", group) && TextOf(item, "pk") == partition &&
             NumberOf(item, "rank") == Number(rank) && Find(item, "word") &&
             TextOf(item, "word") <= word;
    };
    const auto less = [](const Item& left, const Item& right) {
      return std::pair(TextOf(left, "word"), *NumberOf(left, "sk")) <
             std::pair(TextOf(right, "word"), *NumberOf(right, "sk"));
    };
    ExpectQuery(request, Expected(matches, less, request.scan_index_forward));
    if (HasFailure()) return;
  }
}

TEST_F(QueryProperty, FilterLeavesScannedCount) {
  QueryRequest request;
  request.table_name = "things";
  request.key_condition_expression = "pk = :p";
  request.filter_expression = "v < :v";
  request.expression_attribute_values = RequestItem(Item{{":p", S("p1")}, {":v", N(3)}});

  const auto in_partition = [](const Item& item) { return TextOf(item, "pk") == "p1"; };
  const auto passes = [&](const Item& item) {
    return in_partition(item) && NumberOf(item, "v") < Number(3);
  };
  const AllPages pages = QueryAll(request, RandomLimits());
  EXPECT_EQ(pages.items, Expected(passes, BySortKey, true));
  EXPECT_EQ(pages.scanned, std::ranges::count_if(items_, in_partition));
}

TEST_F(QueryProperty, SegmentsPartitionTableAndIndexes) {
  for (const char* index : {"", "words-all", "groups"}) {
    for (const std::int64_t total : {1, 2, 3, 7, 64, 100'000}) {
      SCOPED_TRACE(std::string(index) + " in " + std::to_string(total) + " segments");
      ScanRequest request;
      request.table_name = "things";
      if (*index) request.index_name = index;
      const auto read = [&](const ScanRequest& page) { return world_.operations().Scan(page); };
      const std::vector<Item> whole =
          ReadAllPages(request, read, [] { return std::nullopt; }).items;
      if (!*index) {
        EXPECT_EQ(whole.size(), items_.size());
      }

      std::vector<Item> together;
      request.total_segments = total;
      for (std::int64_t segment = 0; segment < std::min<std::int64_t>(total, 64); ++segment) {
        request.segment = segment;
        const auto part = ReadAllPages(request, read, RandomLimits()).items;
        together.insert(together.end(), part.begin(), part.end());
      }
      if (total <= 64) {
        EXPECT_EQ(together, whole) << "segments follow each other in hash order";
      }
    }
  }
}

TEST_F(QueryProperty, ResumesWhereItStoodWhenTheItemIsGone) {
  QueryRequest request;
  request.table_name = "things";
  request.key_condition_expression = "pk = :p";
  request.expression_attribute_values = RequestItem(Item{{":p", S("p2")}});
  for (const bool forward : {true, false}) {
    request.scan_index_forward = forward;
    const std::vector<Item> before = QueryAll(request, [] { return std::nullopt; }).items;
    ASSERT_GT(before.size(), 10U);

    const Item& gone = before[4];
    world_.Erase("things", gone);
    QueryRequest rest = request;
    rest.exclusive_start_key =
        RequestItem(Item{{"pk", *Find(gone, "pk")}, {"sk", *Find(gone, "sk")}});
    EXPECT_EQ(QueryAll(rest, [] { return std::nullopt; }).items,
              std::vector<Item>(before.begin() + 5, before.end()));
  }
}

}  // namespace
}  // namespace basalt::query_test
