#include "tests/fuzz/world.h"

#include <array>
#include <chrono>
#include <utility>

#include "engine/database.h"
#include "engine/inspection/store_verifier.h"
#include "engine/streams/streams.h"
#include "tests/fuzz/require.h"
#include "wire/json/syntax.h"
#include "wire/operations/dispatcher.h"
#include "wire/operations/registry.h"

namespace basalt::fuzz {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kContents{{
    {"CreateTable", R"({"TableName":"plain","BillingMode":"PAY_PER_REQUEST",)"
                    R"("AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],)"
                    R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}]})"},
    {"CreateTable",
     R"({"TableName":"full","BillingMode":"PAY_PER_REQUEST","AttributeDefinitions":[)"
     R"({"AttributeName":"pk","AttributeType":"S"},{"AttributeName":"sk","AttributeType":"N"},)"
     R"({"AttributeName":"g","AttributeType":"S"},{"AttributeName":"l","AttributeType":"B"}],)"
     R"("KeySchema":[{"AttributeName":"pk","KeyType":"HASH"},)"
     R"({"AttributeName":"sk","KeyType":"RANGE"}],"GlobalSecondaryIndexes":[{"IndexName":"global",)"
     R"("KeySchema":[{"AttributeName":"g","KeyType":"HASH"}],)"
     R"("Projection":{"ProjectionType":"INCLUDE","NonKeyAttributes":["n","s"]}}],)"
     R"("LocalSecondaryIndexes":[{"IndexName":"local","KeySchema":[)"
     R"({"AttributeName":"pk","KeyType":"HASH"},{"AttributeName":"l","KeyType":"RANGE"}],)"
     R"("Projection":{"ProjectionType":"ALL"}}],)"
     R"("StreamSpecification":{"StreamEnabled":true,"StreamViewType":"NEW_AND_OLD_IMAGES"}})"},
    {"UpdateTimeToLive", R"({"TableName":"full",)"
                         R"("TimeToLiveSpecification":{"AttributeName":"ttl","Enabled":true}})"},
    {"PutItem", R"({"TableName":"plain","Item":{"pk":{"S":"a"},"n":{"N":"1"},"s":{"S":"text"}}})"},
    {"PutItem", R"({"TableName":"plain","Item":{"pk":{"S":"b"},"l":{"L":[{"N":"1"},{"S":"x"}]}}})"},
    {"PutItem", R"({"TableName":"plain","Item":{"pk":{"S":"c"},"ss":{"SS":["a","b"]}}})"},
    {"PutItem", R"({"TableName":"full","Item":{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"x"}}})"},
    {"PutItem", R"({"TableName":"full","Item":{"pk":{"S":"a"},"sk":{"N":"2"},"l":{"B":"AA=="}}})"},
    {"PutItem", R"({"TableName":"full","Item":{"pk":{"S":"a"},"sk":{"N":"-3.5"},"g":{"S":"x"},)"
                R"("l":{"B":"AQ=="},"n":{"N":"5"},"m":{"M":{"k":{"S":"v"}}}}})"},
    {"PutItem", R"({"TableName":"full","Item":{"pk":{"S":"b"},"sk":{"N":"0"},"g":{"S":"y"},)"
                R"("ttl":{"N":"9999999999"}}})"},
    {"UpdateItem",
     R"({"TableName":"full","Key":{"pk":{"S":"b"},"sk":{"N":"0"}},)"
     R"("UpdateExpression":"SET s = :s","ExpressionAttributeValues":{":s":{"S":"t"}}})"},
    {"TagResource", R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/plain",)"
                    R"("Tags":[{"Key":"k","Value":"v"}]})"},
    {"PutResourcePolicy", R"({"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/plain",)"
                          R"("Policy":"{}"})"},
    {"DeleteItem", R"({"TableName":"full","Key":{"pk":{"S":"a"},"sk":{"N":"2"}}})"},
}};

template <typename T>
T Opened(Result<T> opened) {
  Require(static_cast<bool>(opened), "a database in memory opens");
  return *std::move(opened);
}

}  // namespace

TimePoint World::StoppedClock::Now() const {
  return TimePoint(std::chrono::milliseconds(1'700'000'000'000));
}

World::World() {
  auto store = Opened(Store::Open({}));
  auto catalog = Opened(Catalog::Load(*store, {.clock = &clock_}));
  auto streams = Opened(Streams::Load(*store, clock_, {.account = catalog->account()}));
  catalog->Observe(*streams);
  store_ = store.get();
  catalog_ = catalog.get();
  database_ = std::make_unique<DatabaseImpl>(
      DatabaseParts{.events = nullptr,
                    .store = std::move(store),
                    .catalog = std::move(catalog),
                    .streams = std::move(streams)},
      DatabaseSettings{.clock = clock_, .job_interval = std::chrono::hours(1)});
  for (const auto& [operation, body] : kContents) {
    const Reply reply = Run(operation, std::string(body));
    Require(reply.done, "the world's own requests are accepted", reply.body);
  }
}

World::Reply World::Run(std::string_view operation, std::string body) {
  const wire::Operation* found = wire::FindOperation(operation);
  if (found == nullptr) return {};
  if (found->input == wire::Input::kHostHeader) body = wire::TextOfHeader(body);
  auto result = found->handler(*database_, body);
  if (result) {
    Require(result->empty() || wire::IsJson(*result), "a reply is JSON", *result);
    return {.done = true, .body = *std::move(result)};
  }
  wire::ApiReply reply = wire::ErrorReply(result.error());
  Require(wire::IsJson(reply.body), "an error is JSON", reply.body);
  Require(reply.body.find("\"__type\":\"com.amazon") != std::string::npos, "an error has a name",
          reply.body);
  Require(reply.status >= 400 && reply.status < 500, "no request is the server's fault",
          reply.body);
  return {.done = false, .body = std::move(reply.body)};
}

void World::Verify() {
  const auto problems = StoreVerifier(*store_, *catalog_).Run();
  Require(problems.empty(), "the store verifies", problems.empty() ? "" : problems.front());
}

World& RecurringWorld::Next() {
  if (world_ == nullptr || inputs_++ % inputs_max_ == 0) {
    world_ = nullptr;  // The old one ends before the new one begins.
    world_ = std::make_unique<World>();
  }
  return *world_;
}

}  // namespace basalt::fuzz
