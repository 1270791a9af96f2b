// Contributor insights: which keys are said to take most of a table's throughput.
#include <gtest/gtest.h>

#include <random>

#include "basalt/database.h"
#include "engine/catalog/key_traffic.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::contributor_insights_test {

AttributeValue S(std::string text) { return {std::move(text)}; }
AttributeValue N(std::int64_t value) { return {Number(value)}; }

class Insights : public testing::Test {
 protected:
  Insights() {
    Open();
    CreateTableRequest request;
    request.table_name = "scores";
    request.attribute_definitions = {{"game", ScalarAttributeType::kS},
                                     {"round", ScalarAttributeType::kN},
                                     {"team", ScalarAttributeType::kB}};
    request.key_schema = {{"game", KeyType::kHash}, {"round", KeyType::kRange}};
    request.billing_mode = BillingMode::kPayPerRequest;
    GlobalSecondaryIndex index;
    index.index_name = "by-team";
    index.key_schema = {{"team", KeyType::kHash}};
    index.projection.projection_type = ProjectionType::kKeysOnly;
    request.global_secondary_indexes = {index};
    EXPECT_TRUE(database_->CreateTable(request));
  }

  void Open() {
    database_.reset();
    database_ = *Database::Open(
        {.directory = folder_.path() / "data", .durability = Durability::kInterval});
  }

  void Set(ContributorInsightsAction action, std::optional<std::string> index = {},
           std::optional<ContributorInsightsMode> mode = {}) {
    ASSERT_TRUE(database_->UpdateContributorInsights({"scores", std::move(index), action, mode}));
  }
  void Enable(std::optional<std::string> index = {}) {
    Set(ContributorInsightsAction::kEnable, std::move(index));
  }

  void Put(const std::string& game, std::int64_t round, std::optional<Item> more = {}) {
    Item item{{"game", S(game)}, {"round", N(round)}};
    if (more) item.merge(*more);
    ASSERT_TRUE(database_->PutItem({.table_name = "scores", .item = item}));
  }

  void Get(const std::string& game, std::int64_t round, bool consistent = false) {
    GetItemRequest request;
    request.table_name = "scores";
    request.key = Item{{"game", S(game)}, {"round", N(round)}};
    request.consistent_read = consistent;
    ASSERT_TRUE(database_->GetItem(request));
  }

  std::vector<ContributorInsightsRuleReport> Reports(std::optional<std::string> index = {},
                                                     std::optional<std::int64_t> max = {}) {
    auto response = database_->ReportContributorInsights({"scores", std::move(index), max});
    EXPECT_TRUE(response) << (response ? "" : response.error().message);
    return response ? response->reports : std::vector<ContributorInsightsRuleReport>();
  }

  // "key/key=units" of each contributor.
  static std::vector<std::string> Told(const ContributorInsightsRuleReport& report) {
    std::vector<std::string> told;
    for (const InsightRuleContributor& contributor : report.contributors) {
      std::string& text = told.emplace_back();
      for (const std::string& key : contributor.keys) text += (text.empty() ? "" : "/") + key;
      text += "=" + std::to_string(contributor.approximate_aggregate_value).substr(0, 4);
    }
    return told;
  }

  engine_test::TemporaryFolder folder_;
  std::unique_ptr<Database> database_;
};

TEST_F(Insights, WhatIsNotEnabledIsNotCounted) {
  Put("chess", 1);
  EXPECT_TRUE(Reports().empty());
  Enable();
  const auto reports = Reports();
  ASSERT_EQ(reports.size(), 4U);
  EXPECT_EQ(reports[0].aggregate_value, 0);
  for (const auto& [position, kind] :
       {std::pair{0U, "PKC"}, {1U, "SKC"}, {2U, "PKT"}, {3U, "SKT"}}) {
    const std::string prefix = "DynamoDBContributorInsights-" + std::string(kind) + "-scores-";
    EXPECT_TRUE(reports[position].rule_name.starts_with(prefix)) << reports[position].rule_name;
  }
}

TEST_F(Insights, WritesWeighThreeTimesAsMuchAsReads) {
  Enable();
  Put("chess", 1);
  Get("chess", 1);
  Get("chess", 2, true);
  Get("go", 7);
  const auto reports = Reports();
  EXPECT_EQ(Told(reports[0]), (std::vector<std::string>{"chess=4.50", "go=0.50"}));
  EXPECT_EQ(Told(reports[1]),
            (std::vector<std::string>{"chess/1=3.50", "chess/2=1.00", "go/7=0.50"}));
  EXPECT_EQ(reports[0].key_labels, (std::vector<std::string>{"game"}));
  EXPECT_EQ(reports[1].key_labels, (std::vector<std::string>{"game", "round"}));
  EXPECT_EQ(reports[0].aggregate_value, 5);
  EXPECT_EQ(reports[0].approximate_unique_count, 2);
  EXPECT_TRUE(reports[2].contributors.empty());
  EXPECT_EQ(Told(Reports({}, 1)[1]), (std::vector<std::string>{"chess/1=3.50"}));
}

TEST_F(Insights, EveryKindOfAccessCounts) {
  Enable();
  const Item item{{"game", S("go")}, {"round", N(1)}};
  BatchWriteItemRequest batch;
  batch.request_items = {{"scores", {PutRequest{item}}}};
  ASSERT_TRUE(database_->BatchWriteItem(batch));  // 3
  BatchGetItemRequest gets;
  gets.request_items = {{"scores", {.keys = {item}}}};
  ASSERT_TRUE(database_->BatchGetItem(gets));  // 0.5
  TransactWriteItemsRequest transaction;
  TransactPut put;
  put.table_name = "scores";
  put.item = item;
  transaction.transact_items = {put};
  ASSERT_TRUE(database_->TransactWriteItems(transaction));  // 6
  TransactGetItemsRequest reads;
  reads.transact_items = {{.table_name = "scores", .key = item}};
  ASSERT_TRUE(database_->TransactGetItems(reads));           // 2
  ASSERT_TRUE(database_->Scan({{.table_name = "scores"}}));  // 0.5
  PutItemRequest refused;
  refused.table_name = "scores";
  refused.item = item;
  refused.condition_expression = "attribute_not_exists(game)";
  ASSERT_FALSE(database_->PutItem(refused));  // 3
  EXPECT_EQ(Told(Reports()[0]), (std::vector<std::string>{"go=15.0"}));
}

TEST_F(Insights, APageIsSharedByItsRows) {
  Put("chess", 1, Item{{"text", S(std::string(6'000, 'x'))}});
  Put("chess", 2, Item{{"text", S(std::string(2'000, 'x'))}});
  Enable();
  QueryRequest query;
  query.table_name = "scores";
  query.key_condition_expression = "game = :g";
  query.expression_attribute_values = RequestItem(Item{{":g", S("chess")}});
  ASSERT_TRUE(database_->Query(query));
  const auto reports = Reports();
  EXPECT_EQ(Told(reports[0]), (std::vector<std::string>{"chess=1.00"}));
  ASSERT_EQ(reports[1].contributors.size(), 2U);
  EXPECT_NEAR(reports[1].contributors[0].approximate_aggregate_value, 0.75, 0.02);
  EXPECT_NEAR(reports[1].contributors[1].approximate_aggregate_value, 0.25, 0.02);
}

TEST_F(Insights, AnIndexHasItsOwn) {
  Enable("by-team");
  const Item red{{"team", {Binary{"red"}}}};
  Put("chess", 1, red);
  Put("chess", 1);  // Takes the row away again.
  const auto reports = Reports("by-team");
  ASSERT_EQ(reports.size(), 2U);  // It has no sort key.
  EXPECT_EQ(Told(reports[0]), (std::vector<std::string>{"cmVk=6.00"}));
  EXPECT_TRUE(Reports().empty());
  EXPECT_EQ(database_->ReportContributorInsights({"scores", "by-day", {}}).error().code,
            ErrorCode::kResourceNotFound);
}

TEST_F(Insights, CountsEndWhenInsightsAreDisabledAndStartAnewWithTheDatabase) {
  Enable();
  Put("chess", 1);
  ASSERT_TRUE(database_->TagResource(
      {.resource_arn = "arn:aws:dynamodb:us-east-1:000000000000:table/scores",
       .tags = {{"a", "b"}}}));
  EXPECT_EQ(Reports()[0].aggregate_value, 3);  // Other changes do not matter.
  Set(ContributorInsightsAction::kDisable);
  EXPECT_TRUE(Reports().empty());
  Enable();
  EXPECT_EQ(Reports()[0].aggregate_value, 0);
  Put("chess", 1);
  Open();
  EXPECT_EQ(Reports()[0].aggregate_value, 0);
  Get("chess", 1);
  EXPECT_EQ(Reports()[0].aggregate_value, 0.5);
}

TEST_F(Insights, ThrottledKeysAloneHaveOnlyTheirRules) {
  Set(ContributorInsightsAction::kEnable, {}, ContributorInsightsMode::kThrottledKeys);
  Put("chess", 1);
  const auto reports = Reports();
  ASSERT_EQ(reports.size(), 2U);
  EXPECT_TRUE(reports[0].contributors.empty());
}

TEST(TopKeys, AreExactWhileThereIsRoomAndNeverTooLow) {
  std::mt19937 random(7);
  constexpr std::size_t kPlaces = 50;
  TopKeys keys(kPlaces);
  std::map<std::string, double> exact;
  double sum = 0;
  for (int step = 0; step < 20'000; ++step) {
    // A few keys get most of it, of thousands.
    const bool hot = random() % 2 == 0;
    const std::string key = std::to_string(hot ? random() % 10 : random() % 5'000);
    const double units = static_cast<double>(1 + random() % 6) / 2;
    keys.Add(key, units);
    exact[key] += units;
    sum += units;
  }
  EXPECT_EQ(keys.sum(), sum);
  EXPECT_EQ(keys.known(), kPlaces);
  const auto top = keys.Top(10);
  ASSERT_EQ(top.size(), 10U);
  for (const auto& [key, units] : top) {
    EXPECT_LT(std::stoi(key), 10);
    EXPECT_GE(units, exact[key]);
    EXPECT_LE(units, exact[key] + sum / kPlaces);
  }
}

}  // namespace basalt::contributor_insights_test
