#include "wire/admin/admin_api.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <variant>

#include "tests/unit/wire/fake_database.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace admin_test {

using std::chrono::seconds;

class AdminPaths : public testing::Test {
 protected:
  AdminPaths() {
    clock_.Freeze();
    clock_.Set(TimePoint(seconds(1'000)));
  }

  static ApiRequest Post(std::string_view body) {
    return {.method = "POST",
            .target = "/_basalt/clock",
            .content_type = "application/json",
            .body = body};
  }

  ApiReply Change(std::string_view body) { return AdminApi(database_, clock_).Answer(Post(body)); }

  FakeDatabase database_;
  VirtualClock clock_;
};

TEST_F(AdminPaths, IsReadAndChanged) {
  const ApiReply read =
      AdminApi(database_, clock_).Answer({.method = "GET", .target = "/_basalt/clock"});
  EXPECT_EQ(read.status, 200);
  EXPECT_EQ(read.content_type, "application/json");
  EXPECT_EQ(read.body, R"({"Frozen":true,"Now":1000.000})");

  EXPECT_EQ(Change(R"({"Action":"ADVANCE","Seconds":500})").body,
            R"({"Frozen":true,"Now":1500.000})");
  EXPECT_EQ(Change(R"({"Action":"SET","Time":7})").body, R"({"Frozen":true,"Now":7.000})");
  EXPECT_EQ(Change(R"({"Action":"RUN"})").status, 200);
  EXPECT_FALSE(clock_.frozen());
  EXPECT_EQ(Change(R"({"Action":"FREEZE"})").status, 200);
  EXPECT_TRUE(clock_.frozen());
}

TEST_F(AdminPaths, RefusesWhatItCannotDo) {
  for (const char* body :
       {"", "x", "{}", "[]", R"({"Action":"STOP"})", R"({"Action":"ADVANCE"})",
        R"({"Action":"ADVANCE","Seconds":-1})", R"({"Action":"ADVANCE","Seconds":253402300799})",
        R"({"Action":"ADVANCE","Seconds":9223372036854775807})", R"({"Action":"SET"})",
        R"({"Action":"SET","Time":253402300800})"}) {
    EXPECT_EQ(Change(body).status, 400) << body;
  }
  EXPECT_EQ(clock_.Now(), TimePoint(seconds(1'000)));
}

TEST_F(AdminPaths, IsNotForWebPagesOfOtherOrigins) {
  ApiRequest request = Post(R"({"Action":"RUN"})");
  for (const char* content_type : {"", "text/plain", "application/x-www-form-urlencoded"}) {
    request.content_type = content_type;
    const ApiReply refused = AdminApi(database_, clock_).Answer(request);
    EXPECT_EQ(refused.status, 415);
    EXPECT_NE(refused.body.find("Content-Type: application/json"), std::string::npos);
  }
  EXPECT_TRUE(clock_.frozen());
}

TEST_F(AdminPaths, OtherPathsAndMethodsLeadNowhere) {
  const AdminApi admin(database_, clock_);
  const ApiReply nowhere = admin.Answer({.method = "GET", .target = "/_basalt/cloc"});
  EXPECT_EQ(nowhere.status, 404);
  EXPECT_NE(nowhere.body.find("/_basalt/clock, /_basalt/contributor-insights"), std::string::npos);
  const ApiReply put = admin.Answer({.method = "PUT", .target = "/_basalt/clock"});
  EXPECT_EQ(put.status, 405);
  EXPECT_NE(put.body.find("takes GET and POST"), std::string::npos);
  const ApiReply got = admin.Answer({.method = "GET", .target = "/_basalt/streams/roll-over"});
  EXPECT_EQ(got.status, 405);
  EXPECT_NE(got.body.find("takes POST"), std::string::npos);
}

TEST_F(AdminPaths, AreToldOfWhereTheyAreOff) {
  const Dispatcher dispatcher(database_, {});
  for (const std::string_view method : {"GET", "POST"}) {
    const auto route =
        dispatcher.Route({.method = method, .target = "/_basalt/clock", .host = "localhost"});
    const auto* reply = std::get_if<ApiReply>(&route);
    ASSERT_NE(reply, nullptr);
    EXPECT_EQ(reply->status, 404);
    EXPECT_NE(reply->body.find("--admin"), std::string::npos);
  }
}

// Remembers what it is asked, and reports.
class ReportingDatabase : public FakeDatabase {
 public:
  Result<ContributorInsightsReportResponse> ReportContributorInsights(
      const ContributorInsightsReportRequest& request) override {
    asked = request;
    return ContributorInsightsReportResponse{
        .reports = {
            {.rule_name = "rule",
             .key_labels = {"pk", "sk"},
             .aggregate_value = 3.5,
             .approximate_unique_count = 1,
             .contributors = {{.keys = {"a\"", "1"}, .approximate_aggregate_value = 3.5}}}}};
  }
  Status RollOverShards(const std::string& stream_arn) override {
    rolled_over = stream_arn;
    return Done{};
  }

  ContributorInsightsReportRequest asked;
  std::string rolled_over;
};

TEST_F(AdminPaths, ContributorsAreReported) {
  ReportingDatabase database;
  const AdminApi admin(database, clock_);
  const auto get = [&](std::string_view query) {
    const std::string target = "/_basalt/contributor-insights" + std::string(query);
    return admin.Answer({.method = "GET", .target = target});
  };
  EXPECT_EQ(get("?table=notes&index=by-day&max=7").body,
            R"({"Reports":[{"AggregateValue":3.5,"AggregationStatistic":"Sum",)"
            R"("ApproximateUniqueCount":1,"Contributors":[{"ApproximateAggregateValue":3.5,)"
            R"("Keys":["a\"","1"]}],"KeyLabels":["pk","sk"],"RuleName":"rule"}]})");
  EXPECT_EQ(database.asked.table_name, "notes");
  EXPECT_EQ(database.asked.index_name, "by-day");
  EXPECT_EQ(database.asked.max_contributor_count, 7);
  EXPECT_EQ(get("?max=1&table=arn%3aaws%3Adynamodb&tables=x").status, 200);
  EXPECT_EQ(database.asked.table_name, "arn:aws:dynamodb");
  EXPECT_FALSE(database.asked.index_name);
  for (const char* query : {"?max=", "?max=0", "?max=101", "?max=x", "?max=1x"}) {
    EXPECT_EQ(get(query).status, 400) << query;
  }
  for (const char* query : {"", "?", "?table", "?table=%", "?&&=&table=%4"}) {
    EXPECT_EQ(get(query).status, 200) << query;
  }
}

TEST_F(AdminPaths, ShardsRollOver) {
  ReportingDatabase database;
  const AdminApi admin(database, clock_);
  ApiRequest request = Post(R"({"StreamArn":"arn:x"})");
  request.target = "/_basalt/streams/roll-over";
  EXPECT_EQ(admin.Answer(request).body, "{}");
  EXPECT_EQ(database.rolled_over, "arn:x");
  EXPECT_EQ(AdminApi(database_, clock_).Answer(request).status, 400);
  request.body = "{}";
  EXPECT_EQ(admin.Answer(request).status, 400);
  request.method = "GET";
  EXPECT_EQ(admin.Answer(request).status, 405);
}

TEST_F(AdminPaths, IsThereOnlyIfAskedFor) {
  FakeDatabase database;
  const ApiRequest request{.method = "GET", .target = "/_basalt/clock"};
  const auto status_of = [&](const Dispatcher& dispatcher) {
    return std::get<ApiReply>(dispatcher.Route(request)).status;
  };
  EXPECT_EQ(status_of(Dispatcher(database, {})), 404);
  const AdminApi admin(database_, clock_);
  EXPECT_EQ(status_of(Dispatcher(database, {.admin = &admin})), 200);
}

}  // namespace admin_test
}  // namespace basalt::wire
