#include "wire/json/value_decoder.h"

#include <gtest/gtest.h>

#include <string>

#include "basalt/attribute_value.h"

namespace basalt::wire {
namespace {

RequestItem DecodedItem(std::string body) {
  const JsonDocument document(body);
  EXPECT_TRUE(document.well_formed());
  Result<RequestItem> item = DecodeItem(document.root(), Place::kMember);
  EXPECT_TRUE(item);
  return item ? *std::move(item) : RequestItem();
}

TEST(ValueDecoder, ReadsEveryType) {
  const RequestItem decoded = DecodedItem(
      R"({"s":{"S":"a\"bü"},"empty":{"S":""},"n":{"N":"1.50"},"b":{"B":"AAH/"},
          "t":{"BOOL":true},"f":{"BOOL":false},"word":{"BOOL":"true"},"null":{"NULL":true},
          "m":{"M":{"x":{"N":"-1"}}},"l":{"L":[{"S":"y"},{"L":[]}]},
          "ss":{"SS":["b","a"]},"ns":{"NS":["2","1"]},"bs":{"BS":["Yg==","YQ=="]}})");
  ASSERT_FALSE(decoded.fault) << decoded.fault->message;

  const auto text = [](const char* value) { return AttributeValue{std::string(value)}; };
  const Item expected = {
      {"s", text("a\"bü")},
      {"empty", text("")},
      {"n", {*Number::Parse("1.5")}},
      {"b", {Binary{std::string("\0\1\xff", 3)}}},
      {"t", {true}},
      {"f", {false}},
      {"word", {true}},
      {"null", {Null()}},
      {"m", {Map{{"x", {Number(-1)}}}}},
      {"l", {List{text("y"), {List()}}}},
      {"ss", {StringSet{"a", "b"}}},
      {"ns", {NumberSet{Number(1), Number(2)}}},
      {"bs", {BinarySet{Binary{"a"}, Binary{"b"}}}},
  };
  EXPECT_EQ(decoded.item.ToItem(), expected);
}

struct FaultCase {
  const char* name;
  const char* value;
  const char* message;
};

constexpr const char* kEmptyFault =
    "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes";
constexpr const char* kTwoTypesFault =
    "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
    "supported datatypes";
constexpr const char* kNullFault =
    "One or more parameter values were invalid: Null attribute value types must have the value of "
    "true";

class ValueFault : public testing::TestWithParam<FaultCase> {};

TEST_P(ValueFault, IsRememberedWithItsAttribute) {
  const RequestItem decoded = DecodedItem(
      R"({"good":{"S":"x"},"bad":)" + std::string(GetParam().value) + R"(,"worse":{"N":"none"}})");
  ASSERT_TRUE(decoded.fault);
  EXPECT_EQ(decoded.fault->code, ErrorCode::kValidation);
  EXPECT_EQ(decoded.fault->message, GetParam().message);
  EXPECT_EQ(decoded.fault_attribute, "bad");
}

INSTANTIATE_TEST_SUITE_P(
    All, ValueFault,
    testing::Values(FaultCase{"Null", "null", kEmptyFault}, FaultCase{"Empty", "{}", kEmptyFault},
                    FaultCase{"NullType", R"({"S":null})", kEmptyFault},
                    FaultCase{"UnknownType", R"({"X":1})", kEmptyFault},
                    FaultCase{"SmallLetter", R"({"s":"x"})", kEmptyFault},
                    FaultCase{"EmptyInList", R"({"L":[{}]})", kEmptyFault},
                    FaultCase{"NullInList", R"({"L":[null]})", kEmptyFault},
                    FaultCase{"EmptyInMap", R"({"M":{"a":{}}})", kEmptyFault},
                    FaultCase{"TwoTypes", R"({"S":"a","N":"1"})", kTwoTypesFault},
                    FaultCase{"BadNumberBeforeTwoTypes", R"({"S":"a","N":"x"})",
                              "The parameter cannot be converted to a numeric value: x"},
                    FaultCase{"False", R"({"NULL":false})", kNullFault},
                    FaultCase{"FalseWord", R"({"NULL":"false"})", kNullFault},
                    FaultCase{"Number", R"({"N":"x"})",
                              "The parameter cannot be converted to a numeric value: x"}),
    [](const auto& test_case) { return std::string(test_case.param.name); });

TEST(ValueDecoder, TakesTheTypeThatIsThere) {
  EXPECT_FALSE(DecodedItem(R"({"a":{"S":"x","N":null,"Other":[1]}})").fault);
}

}  // namespace
}  // namespace basalt::wire
