#include "wire/operations/dispatcher.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>
#include <variant>

#include "tests/unit/wire/fake_database.h"

namespace basalt::wire {
namespace {

namespace dispatcher_test {

Result<std::string> Echo(Database&, std::string& body) { return "echo " + body; }
Result<std::string> Refuse(Database&, std::string&) { return ValidationError("no"); }
Result<std::string> Throw(Database&, std::string&) { throw std::runtime_error("a bug"); }

constexpr Operation kOperations[] = {
    {"Echo", Access::kRead, &Echo},
    {"Refuse", Access::kWrite, &Refuse},
    {"Throw", Access::kRead, &Throw},
    {"GetRecords", Access::kRead, &Echo, Service::kDynamoDbStreams},
};

const Operation* Find(std::string_view name) {
  for (const Operation& operation : kOperations) {
    if (operation.name == name) return &operation;
  }
  return nullptr;
}

ApiRequest EchoRequest() {
  return {.method = "POST",
          .target = "/",
          .content_type = "application/x-amz-json-1.0",
          .x_amz_target = "DynamoDB_20120810.Echo",
          .authorization = "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c",
          .has_date = true,
          .origin = {},
          .access_control_request_method = {},
          .access_control_request_headers = {},
          .body = "{}"};
}

ApiReply Answer(const ApiRequest& request, const BrowserOptions& browsers = {}) {
  FakeDatabase database;
  const Dispatcher dispatcher(
      database, {.region = "eu-west-1", .find_operation = &Find, .browsers = browsers});
  auto route = dispatcher.Route(request);
  if (auto* reply = std::get_if<ApiReply>(&route)) return std::move(*reply);
  std::string body(request.body);
  return dispatcher.Run(std::get<ApiCall>(route), body);
}

constexpr const char* kUnknown =
    R"({"__type":"com.amazon.coral.service#UnknownOperationException"})";
constexpr const char* kNotJson = R"({"__type":"com.amazon.coral.service#SerializationException"})";
constexpr const char* kNoToken =
    R"({"__type":"com.amazon.coral.service#MissingAuthenticationTokenException",)"
    R"("message":"Request is missing Authentication Token"})";
constexpr const char* kNotFound = "<UnknownOperationException/>\n";

struct RouteCase {
  const char* name;
  void (*change)(ApiRequest& request);  // Of EchoRequest.
  int status;
  const char* content_type;
  const char* body;
};

constexpr const char* kAmzJson = "application/x-amz-json-1.0";

constexpr RouteCase kRouteCases[] = {
    {"Echo", [](ApiRequest&) {}, 200, kAmzJson, "echo {}"},
    {"Health", [](ApiRequest& r) { r.method = "GET"; }, 200, "",
     "healthy: dynamodb.eu-west-1.amazonaws.com "},
    {"HealthWithQuery", [](ApiRequest& r) { r.method = "GET", r.target = "/?a"; }, 200, "",
     "healthy: dynamodb.eu-west-1.amazonaws.com "},
    {"OtherPathGet", [](ApiRequest& r) { r.method = "GET", r.target = "/x"; }, 404, "", kNotFound},
    {"OtherPath", [](ApiRequest& r) { r.target = "/x"; }, 404, "", kNotFound},
    {"Put", [](ApiRequest& r) { r.method = "PUT"; }, 404, "", kNotFound},
    {"OptionsWithoutOrigin", [](ApiRequest& r) { r.method = "OPTIONS"; }, 404, "", kNotFound},
    {"NoContentType", [](ApiRequest& r) { r.content_type = ""; }, 404, "", kNotFound},
    {"TextContentType", [](ApiRequest& r) { r.content_type = "text/plain"; }, 404, "", kNotFound},
    {"LongerContentType", [](ApiRequest& r) { r.content_type = "application/x-amz-json-1.0x"; },
     404, "", kNotFound},
    {"AmzJson11", [](ApiRequest& r) { r.content_type = "application/x-amz-json-1.1"; }, 404, "",
     kNotFound},
    {"PlainJson", [](ApiRequest& r) { r.content_type = "Application/JSON"; }, 200,
     "application/json", "echo {}"},
    {"Charset",
     [](ApiRequest& r) { r.content_type = "application/x-amz-json-1.0 ; charset=utf-8"; }, 200,
     kAmzJson, "echo {}"},
    {"NoTarget", [](ApiRequest& r) { r.x_amz_target = ""; }, 400, kAmzJson, kUnknown},
    {"OldTarget", [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20111205.Echo"; }, 400, kAmzJson,
     kUnknown},
    {"UnknownTarget", [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20120810.Nope"; }, 400,
     kAmzJson, kUnknown},
    {"TargetWithTail", [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20120810.Echo.x"; }, 400,
     kAmzJson, kUnknown},
    {"StreamsTarget", [](ApiRequest& r) { r.x_amz_target = "DynamoDBStreams_20120810.GetRecords"; },
     200, kAmzJson, "echo {}"},
    {"OtherServicesOperation",
     [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20120810.GetRecords"; }, 400, kAmzJson,
     kUnknown},
    {"UnknownTargetBeforeSignature",
     [](ApiRequest& r) { r.x_amz_target = "", r.authorization.reset(); }, 400, kAmzJson, kUnknown},
    {"NoSignature", [](ApiRequest& r) { r.authorization.reset(); }, 400, kAmzJson, kNoToken},
    {"NotJsonBeforeTarget", [](ApiRequest& r) { r.x_amz_target = "", r.body = "{"; }, 400, kAmzJson,
     kNotJson},
    {"NotJsonBeforeSignature", [](ApiRequest& r) { r.authorization.reset(), r.body = "{} {}"; },
     400, kAmzJson, kNotJson},
    {"NotUtf8BeforeSignature", [](ApiRequest& r) { r.authorization.reset(), r.body = "\"\xff\""; },
     400, kAmzJson, kNotJson},
    {"EmptyBodyAfterSignature", [](ApiRequest& r) { r.authorization.reset(), r.body = ""; }, 400,
     kAmzJson, kNoToken},
    {"HandlersError", [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20120810.Refuse"; }, 400,
     kAmzJson, R"({"__type":"com.amazon.coral.validate#ValidationException","message":"no"})"},
    {"HandlersException", [](ApiRequest& r) { r.x_amz_target = "DynamoDB_20120810.Throw"; }, 500,
     kAmzJson,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError",)"
     R"("message":"Internal server error"})"},
};

class RouteTest : public testing::TestWithParam<RouteCase> {};

TEST_P(RouteTest, AnswersAsAws) {
  ApiRequest request = EchoRequest();
  GetParam().change(request);

  const ApiReply reply = Answer(request);

  EXPECT_EQ(reply.status, GetParam().status);
  EXPECT_EQ(reply.content_type, GetParam().content_type);
  EXPECT_EQ(reply.body, GetParam().body);
  EXPECT_TRUE(reply.headers.empty());
}

INSTANTIATE_TEST_SUITE_P(Dispatcher, RouteTest, testing::ValuesIn(kRouteCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Dispatcher, TakesNestingOfAnyDepthWhenItLooksForJson) {
  ApiRequest request = EchoRequest();
  request.authorization.reset();
  const std::string deep(4'000'000, '[');
  request.body = deep;

  EXPECT_EQ(Answer(request).body, kNotJson);
}

using Headers = std::vector<std::pair<std::string_view, std::string>>;

ApiRequest Preflight() {
  ApiRequest request = EchoRequest();
  request.method = "OPTIONS";
  request.origin = "http://a";
  request.access_control_request_method = "POST";
  request.access_control_request_headers = "x-amz-target";
  return request;
}

TEST(Dispatcher, LetsNoPageReadUnlessTold) {
  ApiRequest request = EchoRequest();
  request.origin = "http://a";
  for (const BrowserOptions& browsers :
       {BrowserOptions{}, BrowserOptions{.cors_origins = {"http://b", "http://a:80"}}}) {
    EXPECT_EQ(Answer(request, browsers).headers, Headers{});
    EXPECT_EQ(Answer(Preflight(), browsers).status, 404);
    EXPECT_EQ(Answer(Preflight(), browsers).headers, Headers{});
  }
}

TEST(Dispatcher, LetsPagesOfAnOriginRead) {
  const BrowserOptions browsers{.cors_origins = {"http://b", "http://a"}};
  ApiRequest request = EchoRequest();
  request.origin = "http://a";

  const Headers expected = {{"Access-Control-Allow-Origin", "http://a"}, {"Vary", "Origin"}};
  EXPECT_EQ(Answer(request, browsers).headers, expected);
  EXPECT_EQ(Answer(Preflight(), browsers).status, 200);
}

TEST(Dispatcher, LetsPagesOfAnyOriginReadAsAws) {
  const BrowserOptions browsers{.cors_origins = {"*"}};
  ApiRequest request = EchoRequest();
  EXPECT_EQ(Answer(request, browsers).headers, Headers{});

  request.origin = "http://a";
  const Headers any_origin = {{"Access-Control-Allow-Origin", "*"}};
  EXPECT_EQ(Answer(request, browsers).headers, any_origin);
  request.method = "GET";
  EXPECT_EQ(Answer(request, browsers).headers, any_origin);
  request.target = "/x";
  EXPECT_EQ(Answer(request, browsers).headers, any_origin);
}

TEST(Dispatcher, AnswersPreflights) {
  const ApiReply reply = Answer(Preflight(), {.cors_origins = {"*"}});

  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.body, "");
  const Headers expected = {{"Access-Control-Max-Age", "172800"},
                            {"Access-Control-Allow-Headers", "x-amz-target"},
                            {"Access-Control-Allow-Methods", "POST"},
                            {"Access-Control-Allow-Origin", "*"}};
  EXPECT_EQ(reply.headers, expected);
}

TEST(Dispatcher, QuotesHeadersAsText) {
  ApiRequest request = EchoRequest();
  request.authorization = "AWS4-HMAC-SHA256 Credential=\xE9, SignedHeaders=b";
  EXPECT_NE(Answer(request).body.find("Credential=\xC3\xA9, "), std::string::npos);
  request.authorization = "AWS4-HMAC-SHA256 Credential=\xC3\xA9, SignedHeaders=b";
  EXPECT_NE(Answer(request).body.find("Credential=\xC3\xA9, "), std::string::npos);
}

TEST(Dispatcher, AnswersByItsOwnNamesAlone) {
  ApiRequest request = EchoRequest();
  request.host = "attacker.example:8000";
  EXPECT_EQ(Answer(request).status, 403);
  request.method = "GET";
  EXPECT_EQ(Answer(request).status, 403);
  EXPECT_EQ(Answer(request, {.allowed_hosts = {"attacker.example"}}).status, 200);
}

}  // namespace dispatcher_test
}  // namespace
}  // namespace basalt::wire
