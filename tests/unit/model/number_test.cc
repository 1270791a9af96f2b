#include "basalt/number.h"

#include <gtest/gtest.h>

#include <limits>
#include <string>

#include "basalt/result.h"
#include "model/value/arithmetic.h"
#include "model/value/number_text.h"
#include "tests/unit/model/random_values.h"

namespace basalt {
namespace {

const std::string kNines(38, '9');

Number NumberOf(std::string_view text) {
  const auto number = Number::Parse(text);
  EXPECT_TRUE(number) << text;
  return number ? *number : Number();
}

std::string ParsedText(std::string_view text) {
  const auto number = Number::Parse(text);
  return number ? number->ToString() : number.error().message;
}

TEST(NumberParse, NormalisesWhatDynamoDbAccepts) {
  const struct {
    std::string text, canonical;
  } cases[] = {
      {"0", "0"},
      {"-0", "0"},
      {"0.000", "0"},
      {"0e999", "0"},
      {"1", "1"},
      {"+1", "1"},
      {"1.", "1"},
      {".5", "0.5"},
      {"-.5", "-0.5"},
      {"00012.500", "12.5"},
      {"1e5", "100000"},
      {"1E+5", "100000"},
      {"12.5e-3", "0.0125"},
      {"1000000", "1000000"},
      {"0.001e3", "1"},
      {"1e-130", "0." + std::string(129, '0') + "1"},
      {"9.9999999999999999999999999999999999999E+125", kNines + std::string(88, '0')},
      {"1" + std::string(125, '0'), "1" + std::string(125, '0')},
      {"12345678901234567890123456789012345678", "12345678901234567890123456789012345678"},
  };
  for (const auto& [text, canonical] : cases) EXPECT_EQ(ParsedText(text), canonical) << text;
}

TEST(NumberParse, RefusesWithTheServicesTexts) {
  const std::string not_a_number = "The parameter cannot be converted to a numeric value";
  for (const std::string text : {" ", " 1", "1 ", "abc", "1e", "1e+", "-", "+", ".", "--1", "+-1",
                                 "NaN", "Infinity", "0x1", "1_0", "1,5", "1.2.3", "e5", "1e5.0"}) {
    EXPECT_EQ(ParsedText(text), not_a_number + ": " + text);
  }
  EXPECT_EQ(ParsedText(""), not_a_number);
  EXPECT_EQ(ParsedText("1e126"), kNumberOverflowMessage);
  EXPECT_EQ(ParsedText("-1e99999999999999999999999"), kNumberOverflowMessage);
  EXPECT_EQ(ParsedText("1e-131"), kNumberUnderflowMessage);
  EXPECT_EQ(ParsedText("1e-99999999999999999999999"), kNumberUnderflowMessage);
  EXPECT_EQ(ParsedText(kNines + "9"), kNumberPrecisionMessage);
  EXPECT_EQ(ParsedText("1." + kNines), kNumberPrecisionMessage);
}

TEST(NumberParse, AcceptsLongTextsOfFewDigits) {
  EXPECT_EQ(ParsedText(std::string(500, '0') + "7." + std::string(500, '0')), "7");
  EXPECT_EQ(ParsedText("0." + std::string(200, '0') + "1e100"), "0." + std::string(100, '0') + "1");
}

TEST(NumberFromInteger, CoversTheWholeRange) {
  for (const std::int64_t value :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{-1}, std::int64_t{100}, std::int64_t{-1200},
        std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}) {
    EXPECT_EQ(Number(value).ToString(), std::to_string(value));
    EXPECT_EQ(Number(value), NumberOf(std::to_string(value)));
  }
}

TEST(NumberOrder, IsByValue) {
  const char* ascending[] = {"-9.9e125", "-100", "-12.5", "-12", "-1", "-0.5", "-1e-130", "0",
                             "1e-130",   "0.05", "0.5",   "1",   "9",  "10",   "10.01",   "11"};
  for (std::size_t left = 0; left < std::size(ascending); ++left) {
    for (std::size_t right = 0; right < std::size(ascending); ++right) {
      EXPECT_EQ(NumberOf(ascending[left]) <=> NumberOf(ascending[right]), left <=> right)
          << ascending[left] << " and " << ascending[right];
    }
  }
}

TEST(NumberText, WeighsPairsOfDigits) {
  const struct {
    const char* text;
    std::size_t size;
  } cases[] = {{"0", 1},     {"1", 2},    {"27", 2},    {"-27", 3},   {"461", 3},   {"100", 2},
               {"120", 2},   {"1000", 2}, {"1001", 3},  {"12345", 4}, {"0.5", 2},   {"0.05", 2},
               {"0.015", 2}, {"1.5", 3},  {"12.34", 3}, {"-0.5", 3},  {"100.01", 4}};
  for (const auto& [text, size] : cases) EXPECT_EQ(NumberTextSize(text), size) << text;
  EXPECT_EQ(NumberTextSize(kNines), 20u);
  EXPECT_EQ(NumberTextSize("-" + kNines), 21u);
  EXPECT_EQ(NumberTextSize(kNines + "0"), 20u);
  EXPECT_EQ(NumberTextSize("-9." + kNines.substr(1)), 21u);
}

TEST(NumberProperty, TextsAndValuesAgree) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const Number left = random.ANumber();
    const Number right = random.ANumber();
    const std::string left_text = left.ToString();
    const std::string right_text = right.ToString();

    ASSERT_EQ(NumberOf(left_text), left);
    ASSERT_EQ(left == right, left_text == right_text);
    ASSERT_EQ(left <=> right, CompareNumberTexts(left_text, right_text))
        << left_text << " and " << right_text;
  }
}

TEST(Arithmetic, IsExact) {
  const struct {
    std::string left, right, sum, difference;
  } cases[] = {
      {"0", "0", "0", "0"},
      {"1", "-1", "0", "2"},
      {"0.1", "0.2", "0.3", "-0.1"},
      {"999", "1", "1000", "998"},
      {"1000", "999", "1999", "1"},
      {"-1000", "999", "-1", "-1999"},
      {"1e37", "1", "1" + std::string(36, '0') + "1", kNines.substr(1)},
      {kNines, "1", "1" + std::string(38, '0'), kNines.substr(1) + "8"},
      {"5e125", "4e125", "9" + std::string(125, '0'), "1" + std::string(125, '0')},
  };
  for (const auto& [left, right, sum, difference] : cases) {
    EXPECT_EQ(Add(NumberOf(left), NumberOf(right))->ToString(), sum) << left << " + " << right;
    EXPECT_EQ(Subtract(NumberOf(left), NumberOf(right))->ToString(), difference)
        << left << " - " << right;
  }
}

TEST(Arithmetic, RefusesWhatCannotBeStored) {
  const auto message = [](std::string_view left, std::string_view right) {
    const auto sum = Add(NumberOf(left), NumberOf(right));
    return sum ? sum->ToString() : sum.error().message;
  };
  EXPECT_EQ(message("9e125", "1e125"), kNumberOverflowMessage);
  EXPECT_EQ(message("1e125", "1e-130"), kNumberPrecisionMessage);
  EXPECT_EQ(message(kNines, "0.1"), kNumberPrecisionMessage);
  EXPECT_EQ(message("1.1e-130", "-1e-130"), kNumberUnderflowMessage);
}

TEST(Arithmetic, UndoesItself) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 20'000; ++round) {
    const Number left = random.ANumber();
    const Number right = random.ANumber();
    const auto sum = Add(left, right);
    const auto turned = Add(right, left);
    ASSERT_EQ(static_cast<bool>(sum), static_cast<bool>(turned));
    if (!sum) continue;
    ASSERT_EQ(*sum, *turned);
    ASSERT_EQ(*Subtract(*sum, right), left) << left.ToString() << " and " << right.ToString();
    ASSERT_EQ(*sum <=> left, right <=> Number());
  }
}

}  // namespace
}  // namespace basalt
