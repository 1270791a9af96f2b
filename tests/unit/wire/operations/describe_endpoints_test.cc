#include <gtest/gtest.h>

#include <string>
#include <variant>

#include "tests/unit/wire/fake_database.h"
#include "wire/operations/dispatcher.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

TEST(DescribeEndpoints, NamesTheHostByWhichTheClientCame) {
  FakeDatabase database;
  const Dispatcher dispatcher(database, {.browsers = {.allowed_hosts = {"*"}}});
  const ApiRequest request = {
      .method = "POST",
      .target = "/",
      .content_type = "application/x-amz-json-1.0",
      .x_amz_target = "DynamoDB_20120810.DescribeEndpoints",
      .host = "dynamo.test:8000",
      .authorization = "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
      .has_date = true,
      .body = "{}"};

  const auto route = dispatcher.Route(request);
  ASSERT_TRUE(std::holds_alternative<ApiCall>(route));
  std::string body(request.body);
  EXPECT_EQ(dispatcher.Run(std::get<ApiCall>(route), body).body,
            R"({"Endpoints":[{"Address":"dynamo.test:8000","CachePeriodInMinutes":1440}]})");
}

}  // namespace
}  // namespace basalt::wire
