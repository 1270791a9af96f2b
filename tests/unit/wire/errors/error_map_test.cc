#include "wire/errors/error_map.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

#include "basalt/value_builder.h"

namespace basalt::wire {
namespace {

struct ErrorBodyCase {
  const char* name;
  ErrorCode code;
  const char* message;
  int status;
  const char* body;
};

constexpr ErrorBodyCase kErrorBodyCases[] = {
    {"Validation", ErrorCode::kValidation, "m", 400,
     R"({"__type":"com.amazon.coral.validate#ValidationException","message":"m"})"},
    {"Serialization", ErrorCode::kSerialization, "m", 400,
     R"({"__type":"com.amazon.coral.service#SerializationException","Message":"m"})"},
    {"NotJson", ErrorCode::kSerialization, "", 400,
     R"({"__type":"com.amazon.coral.service#SerializationException"})"},
    {"ResourceNotFound", ErrorCode::kResourceNotFound, "m", 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"m"})"},
    {"ConditionalCheckFailed", ErrorCode::kConditionalCheckFailed, "m", 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
     R"("message":"m"})"},
    {"IdempotentParameterMismatch", ErrorCode::kIdempotentParameterMismatch, "m", 400,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",)"
     R"("Message":"m"})"},
    {"UnknownOperation", ErrorCode::kUnknownOperation, "", 400,
     R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"},
    {"AccessDenied", ErrorCode::kAccessDenied, "m", 400,
     R"({"__type":"com.amazon.coral.service#AccessDeniedException","Message":"m"})"},
    {"RequestTooLarge", ErrorCode::kRequestTooLarge, "m", 413,
     R"({"__type":"com.amazon.coral.service#RequestEntityTooLargeException","message":"m"})"},
    {"Internal", ErrorCode::kInternal, "m", 500,
     R"({"__type":"com.amazonaws.dynamodb.v20120810#InternalServerError","message":"m"})"},
    {"Escapes", ErrorCode::kValidation, "a \"quoted\" \n text", 400,
     R"({"__type":"com.amazon.coral.validate#ValidationException",)"
     R"("message":"a \"quoted\" \n text"})"},
};

class ErrorBodyTest : public testing::TestWithParam<ErrorBodyCase> {};

TEST_P(ErrorBodyTest, IsAsAwsSendsIt) {
  EXPECT_EQ(ToWire(GetParam().code).http_status, GetParam().status);
  EXPECT_EQ(ErrorBody({.code = GetParam().code, .message = GetParam().message}), GetParam().body);
}

INSTANTIATE_TEST_SUITE_P(Errors, ErrorBodyTest, testing::ValuesIn(kErrorBodyCases),
                         [](const auto& test) { return std::string(test.param.name); });

EncodedItem OneStringItem() {
  auto item = Encode(Item{{"p", AttributeValue{std::string("a")}}});
  return *std::move(item);
}

TEST(ErrorBody, CarriesTheItemOfAFailedCondition) {
  auto details = std::make_shared<ErrorDetails>();
  details->item = OneStringItem();

  EXPECT_EQ(
      ErrorBody({.code = ErrorCode::kConditionalCheckFailed, .message = "m", .details = details}),
      R"({"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException",)"
      R"("message":"m",)"
      R"("Item":{"p":{"S":"a"}}})");
}

TEST(ErrorBody, CarriesWhyATransactionWasCancelled) {
  auto details = std::make_shared<ErrorDetails>();
  details->cancellation_reasons = {
      {},
      {.code = "ConditionalCheckFailed", .message = "failed", .item = OneStringItem()},
      {.code = "ValidationError", .message = "invalid", .item = {}}};

  EXPECT_EQ(
      ErrorBody({.code = ErrorCode::kTransactionCanceled, .message = "m", .details = details}),
      R"({"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException",)"
      R"("CancellationReasons":[{"Code":"None"},)"
      R"({"Code":"ConditionalCheckFailed","Item":{"p":{"S":"a"}},"Message":"failed"},)"
      R"({"Code":"ValidationError","Message":"invalid"}],"Message":"m"})");
}

}  // namespace
}  // namespace basalt::wire
