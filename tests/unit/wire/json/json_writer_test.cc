#include "wire/json/json_writer.h"

#include <gtest/gtest.h>

#include <string>

#include "basalt/encoded_item.h"
#include "basalt/value_builder.h"
#include "wire/json/item_json.h"

namespace basalt::wire {
namespace {

std::string JsonOfText(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string JsonOfDouble(double value) {
  std::string out;
  AppendJsonDouble(out, value);
  return out;
}

std::string JsonOfMillis(std::int64_t millis) {
  std::string out;
  AppendJsonTime(out, TimePoint(std::chrono::milliseconds(millis)));
  return out;
}

TEST(JsonWriter, EscapesWhatItMust) {
  EXPECT_EQ(JsonOfText(""), R"("")");
  EXPECT_EQ(JsonOfText("aé😀/\x7f"), "\"aé😀/\x7f\"");
  EXPECT_EQ(JsonOfText("\"\\\b\f\n\r\t"), R"("\"\\\b\f\n\r\t")");
  EXPECT_EQ(JsonOfText(std::string("a\0\x1f"
                                   "b",
                                   4)),
            R"("a\u0000\u001fb")");
}

TEST(JsonWriter, WritesDoublesWithAFraction) {
  EXPECT_EQ(JsonOfDouble(0), "0.0");
  EXPECT_EQ(JsonOfDouble(0.5), "0.5");
  EXPECT_EQ(JsonOfDouble(1), "1.0");
  EXPECT_EQ(JsonOfDouble(12345678), "12345678.0");
  EXPECT_EQ(JsonOfDouble(0.1 + 0.2), "0.30000000000000004");
}

TEST(JsonWriter, WritesTimesInSeconds) {
  EXPECT_EQ(JsonOfMillis(1'363'729'002'358), "1363729002.358");
  EXPECT_EQ(JsonOfMillis(1'000), "1.000");
  EXPECT_EQ(JsonOfMillis(7), "0.007");
}

TEST(JsonWriter, SeparatesMembersAndElements) {
  std::string out;
  {
    JsonObject object(out);
    object.String("a", "x");
    { JsonObject empty(object.Member("b")); }
    {
      JsonArray array(object.Member("c"));
      array.Element() += '1';
      array.Element() += '2';
    }
    object.MemberOfUser("\"") += "null";
    object.Bool("d", false);
    object.Integer("e", INT64_MIN);
  }
  EXPECT_EQ(out, R"({"a":"x","b":{},"c":[1,2],"\"":null,"d":false,"e":-9223372036854775808})");
}

TEST(ItemJson, WritesEveryType) {
  const Item item = {
      {"a\n", {std::string("x\"y")}},
      {"b", {Binary{"foob"}}},
      {"bs", {BinarySet{Binary{"a"}, Binary{""}}}},
      {"f", {false}},
      {"l", {List{{std::string("plain")}, {Null()}}}},
      {"m", {Map{}}},
      {"n", {*Number::Parse("-0.50")}},
      {"ns", {NumberSet{Number(10), Number(2)}}},
      {"ss", {StringSet{"b", "a\\"}}},
  };
  std::string out;
  AppendItemJson(out, Encode(item)->view());
  EXPECT_EQ(out, R"({"a\n":{"S":"x\"y"},"b":{"B":"Zm9vYg=="},"bs":{"BS":["","YQ=="]},)"
                 R"("f":{"BOOL":false},"l":{"L":[{"S":"plain"},{"NULL":true}]},"m":{"M":{}},)"
                 R"("n":{"N":"-0.5"},"ns":{"NS":["2","10"]},"ss":{"SS":["a\\","b"]}})");
  out.clear();
  AppendItemJson(out, ItemView());
  EXPECT_EQ(out, "{}");
}

TEST(ItemJson, EscapesNamesWhereverTheyNeedIt) {
  const std::string plain = " #Az~\x7f\u00e9\u20ac[]^!";
  for (std::size_t length = 1; length <= plain.size(); ++length) {
    for (std::size_t at = 0; at <= length; ++at) {
      for (const char special : {'"', '\\', '\n', '\x1f', 'a'}) {
        std::string name(plain.substr(plain.size() - length));
        name.insert(at, 1, special);
        std::string out;
        AppendItemJson(out, Encode(Item{{name, {std::string("x")}}})->view());
        EXPECT_EQ(out, "{" + JsonOfText(name) + R"(:{"S":"x"}})");
      }
    }
  }
}

}  // namespace
}  // namespace basalt::wire
