// Tags and the other settings of a table: limits, AWS's words, and that they are kept.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"
#include "tests/unit/engine/tables_world.h"

namespace basalt::settings_test {

using namespace tables_test;
using std::chrono::days;
using std::chrono::hours;

constexpr const char* kArn = "arn:aws:dynamodb:us-east-1:000000000000:table/notes";
constexpr const char* kStream = "arn:aws:kinesis:us-east-1:000000000000:stream/changes";

class Settings : public testing::Test {
 protected:
  Settings() {
    clock_.Freeze();
    options_.clock = &clock_;
    options_.directory = folder_.path();
    options_.durability = Durability::kInterval;
    Reopen();
    CreateTableRequest request = OnDemandTable("notes", "id sk day", "id #sk");
    request.global_secondary_indexes = {Global("by-day", "day")};
    request.tags = {{{"z", "1"}, {"a", "2"}}};
    EXPECT_TRUE(database_->CreateTable(request));
  }

  void Reopen() {
    database_.reset();
    database_ = OpenDatabase(options_);
  }

  std::string TagsNow() {
    const auto tags = database_->ListTagsOfResource({kArn});
    if (!tags) return tags.error().message;
    std::string text;
    for (const Tag& tag : tags->tags) text += tag.key + "=" + tag.value + " ";
    return text;
  }

  VirtualClock clock_;
  TemporaryFolder folder_;
  DatabaseOptions options_;
  std::unique_ptr<Database> database_;
};

TEST_F(Settings, TagsAreAddedReplacedRemovedAndKept) {
  EXPECT_EQ(TagsNow(), "a=2 z=1 ");
  EXPECT_TRUE(database_->TagResource({kArn, {{"m", ""}, {"a", "4"}}}));
  EXPECT_TRUE(database_->UntagResource({kArn, {"z", "never there"}}));
  Reopen();
  EXPECT_EQ(TagsNow(), "a=4 m= ");
}

TEST_F(Settings, TagsAreLimitedToFifty) {
  std::vector<Tag> tags;
  for (int number = 0; number < 48; ++number) tags.push_back({"k" + std::to_string(number), "v"});
  EXPECT_TRUE(database_->TagResource({kArn, tags}));
  EXPECT_TRUE(database_->TagResource({kArn, {{"k1", "again"}}}));
  EXPECT_EQ(MessageOf(database_->TagResource({kArn, {{"one more", ""}}})),
            "Number of Tags exceed the current limit for the provided ResourceArn");
}

TEST_F(Settings, TagsAreRefusedInAwsWords) {
  const auto tag = [&](const std::string& arn, std::vector<Tag> tags) {
    return MessageOf(database_->TagResource({arn, std::move(tags)}));
  };
  EXPECT_EQ(tag("", {{"k", "v"}}), "Invalid TableArn");
  EXPECT_EQ(tag("notes", {{"k", "v"}}),
            "Invalid TableArn: Invalid ResourceArn provided as input notes");
  EXPECT_EQ(tag(kArn, {}), "Atleast one Tag needs to be provided as Input.");
  EXPECT_EQ(tag(kArn, {{"", "v"}}),
            "1 validation error detected: Value '' at 'tags.1.member.key' failed to satisfy "
            "constraint: Member must have length greater than or equal to 1");
  EXPECT_EQ(tag(kArn, {{"AWS:x", "v"}}), "Tag Key cannot be prefixed with aws:, Key: AWS:x");
  EXPECT_EQ(tag(kArn, {{"k", "v"}, {"l", "v"}, {"k", "v"}}),
            "Duplicate Tag Keys provided as input: Duplicate Tag Key found k");
  const std::string other = "arn:aws:dynamodb:us-east-1:000000000000:table/other";
  EXPECT_EQ(tag(other, {{"k", "v"}}),
            "Requested resource not found: ResourcArn: " + other + " not found");
  EXPECT_EQ(MessageOf(database_->UntagResource({kArn, {}})),
            "Atleast one Tag Key needs to be provided as Input.");
}

TEST_F(Settings, KeysOfTagsToRemoveAreRefusedInAwsWords) {
  const auto untag = [&](std::vector<std::string> keys) {
    return MessageOf(database_->UntagResource({kArn, std::move(keys)}));
  };
  EXPECT_EQ(untag(std::vector<std::string>(51)),
            "Number of Tags exceed the current limit for the provided ResourceArn");
  EXPECT_EQ(untag({""}), "The Tag Key provided is invalid, Key: ");
  const std::string long_key(129, 'k');
  EXPECT_EQ(untag({long_key}), "The Tag Key provided is invalid, Key: " + long_key);
  EXPECT_EQ(untag({"aws:x"}), "Tag Key cannot be prefixed with aws:, Key: aws:x");
  EXPECT_TRUE(database_->UntagResource({kArn, {std::string(128, 'k'), "never there"}}));
}

TEST_F(Settings, PointInTimeRecoveryTellsItsTimes) {
  EXPECT_FALSE(database_->DescribeContinuousBackups({"notes"})->point_in_time_recovery);
  const TimePoint enabled = clock_.Now();
  ASSERT_TRUE(database_->UpdateContinuousBackups({"notes", {true, std::nullopt}}));
  clock_.Advance(hours(1));
  Reopen();
  auto recovery = database_->DescribeContinuousBackups({"notes"})->point_in_time_recovery;
  ASSERT_TRUE(recovery);
  EXPECT_EQ(recovery->recovery_period_in_days, 35);
  EXPECT_EQ(recovery->earliest_restorable_date_time, enabled);
  EXPECT_EQ(recovery->latest_restorable_date_time, enabled + std::chrono::minutes(55));

  ASSERT_TRUE(database_->UpdateContinuousBackups({"notes", {true, 7}}));
  clock_.Advance(days(30));
  recovery = database_->DescribeContinuousBackups({"notes"})->point_in_time_recovery;
  EXPECT_EQ(recovery->earliest_restorable_date_time, clock_.Now() - days(7));

  EXPECT_EQ(MessageOf(database_->UpdateContinuousBackups({"notes", {true, 36}})),
            "1 validation error detected: Value '36' at "
            "'pointInTimeRecoverySpecification.recoveryPeriodInDays' failed to satisfy constraint: "
            "Member must have value less than or equal to 35");
  ASSERT_TRUE(database_->UpdateContinuousBackups({"notes", {false, std::nullopt}}));
  EXPECT_FALSE(database_->DescribeContinuousBackups({"notes"})->point_in_time_recovery);
  const auto missing = database_->DescribeContinuousBackups({"none"});
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kTableNotFound);
  EXPECT_EQ(missing.error().message, "Table not found: none");
}

TEST_F(Settings, ContributorInsightsAreKeptForTableAndIndex) {
  const auto updated = database_->UpdateContributorInsights(
      {"notes", "by-day", ContributorInsightsAction::kEnable, std::nullopt});
  ASSERT_TRUE(updated);
  EXPECT_EQ(updated->contributor_insights_status, ContributorInsightsStatus::kEnabling);
  Reopen();
  const auto of_index = database_->DescribeContributorInsights({"notes", "by-day"});
  EXPECT_EQ(of_index->contributor_insights_status, ContributorInsightsStatus::kEnabled);
  EXPECT_EQ(of_index->contributor_insights_rule_list.size(), 2U);  // No sort key.
  const auto of_table = database_->DescribeContributorInsights({"notes", std::nullopt});
  EXPECT_EQ(of_table->contributor_insights_status, ContributorInsightsStatus::kDisabled);
  EXPECT_FALSE(database_->DescribeContributorInsights({"notes", "none"}));

  const auto first = database_->ListContributorInsights({std::nullopt, std::nullopt, 1});
  ASSERT_EQ(first->contributor_insights_summaries.size(), 1U);
  ASSERT_TRUE(first->next_token);
  const auto second = database_->ListContributorInsights({std::nullopt, first->next_token, 5});
  ASSERT_EQ(second->contributor_insights_summaries.size(), 1U);
  EXPECT_EQ(second->contributor_insights_summaries[0].index_name, "by-day");
  EXPECT_FALSE(second->next_token);
}

TEST_F(Settings, ResourcePoliciesHaveRevisions) {
  const std::string none =
      std::string("Resource-based policy not found for the provided ResourceArn: ") + kArn;
  EXPECT_EQ(MessageOf(database_->GetResourcePolicy({kArn})), none);
  const auto first = database_->PutResourcePolicy({kArn, "{}", "NO_POLICY"});
  ASSERT_TRUE(first);
  EXPECT_EQ(database_->PutResourcePolicy({kArn, "{}", std::nullopt})->revision_id,
            first->revision_id);
  const auto second = database_->PutResourcePolicy({kArn, "{ }", first->revision_id});
  ASSERT_TRUE(second);
  EXPECT_NE(second->revision_id, first->revision_id);
  Reopen();
  EXPECT_EQ(database_->GetResourcePolicy({kArn})->policy, "{ }");

  EXPECT_FALSE(database_->PutResourcePolicy({kArn, "{}", first->revision_id}));
  EXPECT_FALSE(database_->DeleteResourcePolicy({kArn, first->revision_id}));
  EXPECT_EQ(database_->DeleteResourcePolicy({kArn, std::nullopt})->revision_id,
            second->revision_id);
  EXPECT_EQ(database_->DeleteResourcePolicy({kArn, std::nullopt})->revision_id, std::nullopt);
}

TEST_F(Settings, KinesisDestinationsHaveALifeCycle) {
  const KinesisStreamingDestinationRequest request{"notes", kStream, std::nullopt};
  EXPECT_EQ(MessageOf(database_->DisableKinesisStreamingDestination(request)),
            "Table is not in a valid state to enable Kinesis Streaming Destination: "
            "KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  EXPECT_EQ(database_->EnableKinesisStreamingDestination(request)->destination_status,
            DestinationStatus::kEnabling);
  EXPECT_EQ(MessageOf(database_->EnableKinesisStreamingDestination(request)),
            "Table is not in a valid state to enable Kinesis Streaming Destination: "
            "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE "
            "operation.");
  Reopen();
  const auto described = database_->DescribeKinesisStreamingDestination({"notes"});
  ASSERT_EQ(described->kinesis_data_stream_destinations.size(), 1U);
  EXPECT_EQ(described->kinesis_data_stream_destinations[0].destination_status,
            DestinationStatus::kActive);
  EXPECT_EQ(database_->DisableKinesisStreamingDestination(request)->destination_status,
            DestinationStatus::kDisabling);
}

TEST_F(Settings, SurviveUpdateTable) {
  ASSERT_TRUE(database_->UpdateTimeToLive({"notes", {true, "ttl"}}));
  ASSERT_TRUE(database_->UpdateContributorInsights(
      {"notes", "by-day", ContributorInsightsAction::kEnable, std::nullopt}));
  ASSERT_TRUE(database_->UpdateTable(DeleteIndex("notes", "by-day")));
  EXPECT_EQ(TagsNow(), "a=2 z=1 ");
  EXPECT_EQ(database_->DescribeTimeToLive({"notes"})->attribute_name, "ttl");
  EXPECT_FALSE(database_->DescribeContributorInsights({"notes", "by-day"}));
}

}  // namespace basalt::settings_test
