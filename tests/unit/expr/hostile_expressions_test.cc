// Whatever a client writes is answered, within any thread's stack.
#include <gtest/gtest.h>

#include <random>
#include <string>

#include "basalt/value_builder.h"
#include "expr/condition/condition.h"
#include "expr/key_condition/key_condition.h"
#include "expr/projection/projection.h"
#include "expr/reserved_words.h"
#include "expr/update/update.h"
#include "model/limits.h"

namespace basalt::expr_test {

namespace {

std::string Repeat(std::string_view text, std::size_t times) {
  std::string repeated;
  for (std::size_t i = 0; i < times; ++i) repeated += text;
  return repeated;
}

std::string AnswerTo(const std::string& text) {
  Placeholders placeholders(nullptr, nullptr);
  auto condition = ParseCondition(text, ConditionKind::kCondition, placeholders);
  if (!condition) return condition.error().message;
  return Holds(*condition, ItemView()) ? "true" : "false";
}

std::string AnswerToUpdate(const std::string& text) {
  Placeholders placeholders(nullptr, nullptr);
  auto update = ParseUpdate(text, placeholders);
  if (!update) return update.error().message;
  auto after = ApplyUpdate(*update, ItemView());
  return after ? "applied" : after.error().message;
}

constexpr std::string_view kTooManyOperators =
    "Invalid ConditionExpression: The expression contains too many operators; operator count: 301";

TEST(HostileExpressions, NestAsDeepAsTheirSizeAllows) {
  const auto nested = [](std::string_view opening, std::string_view closing) {
    const std::size_t times = (kExpressionBytesMax - 8) / (opening.size() + closing.size());
    return Repeat(opening, times) + "a = b" + Repeat(closing, times);
  };
  EXPECT_EQ(AnswerTo(Repeat("(", kExpressionBytesMax)), kTooManyOperators);
  EXPECT_EQ(AnswerTo(nested("(", ")")), kTooManyOperators);
  EXPECT_EQ(AnswerTo(nested("NOT(", ")")), kTooManyOperators);
  EXPECT_EQ(AnswerTo(nested("size(", ")")), kTooManyOperators);
  EXPECT_EQ(AnswerTo(nested("a<b AND (", ")")), kTooManyOperators);
  EXPECT_EQ(AnswerTo(nested("NOT ", "")), kTooManyOperators);
  EXPECT_EQ(AnswerToUpdate("SET a = " + Repeat("(", 4000)),
            "Invalid UpdateExpression: The expression contains too many operators; operator count: "
            "301");
  EXPECT_EQ(AnswerToUpdate("SET a = " + Repeat("list_append(b, ", 270)).substr(0, 99),
            "Invalid UpdateExpression: Syntax error; token: \"<EOF>\", near: \",\"");
}

// AND, OR and NOT count: aws/aws-sdk-js#3721 has 301 operators in 4 KB of `#a1 <> :v1 AND ...`.
TEST(HostileExpressions, AreLimitedTo300Operators) {
  EXPECT_EQ(AnswerTo("a<b" + Repeat(" OR a<b", 149)), "false");
  EXPECT_EQ(AnswerTo("NOT a<b" + Repeat(" AND a<b", 149)), "false");
  EXPECT_EQ(AnswerTo("a<b" + Repeat(" OR a<b", 150)), kTooManyOperators);
  EXPECT_EQ(AnswerTo("NOT NOT a<b" + Repeat(" AND a<b", 149)), kTooManyOperators);
  EXPECT_EQ(AnswerTo(Repeat("NOT ", 299) + "a = b"), "true");
  EXPECT_EQ(AnswerTo(Repeat("NOT ", 300) + "a = b"), kTooManyOperators);
}

TEST(HostileExpressions, AreLimitedTo4096Bytes) {
  EXPECT_EQ(AnswerTo("a=" + Repeat("b", kExpressionBytesMax - 2)), "false");
  EXPECT_EQ(AnswerTo("a=" + Repeat("b", kExpressionBytesMax - 1)),
            "Invalid ConditionExpression: Expression size has exceeded the maximum allowed size;");
}

TEST(HostileExpressions, MayNameNestedAttributes32LevelsDeep) {
  EXPECT_EQ(AnswerTo("a = b" + Repeat(".b", 31)), "false");
  EXPECT_EQ(AnswerTo("a = b" + Repeat(".b", 32)),
            "Invalid ConditionExpression: The document path has too many nesting elements; nesting "
            "levels: 33");
}

TEST(HostileExpressions, MayCompareWith100CandidatesOfIn) {
  EXPECT_EQ(AnswerTo("a IN (b" + Repeat(", b", 99) + ")"), "false");
  EXPECT_EQ(AnswerTo("a IN (b" + Repeat(", b", 100) + ")"),
            "Invalid ConditionExpression: The IN operator is provided with too many operands; "
            "number of operands: 101");
}

// Pieces of the grammar and rubbish in random order: the answer is any, but there is one, and it is
// what it was when given again.
TEST(HostileExpressions, AreAnsweredWhateverTheyAre) {
  constexpr std::string_view kPieces[] = {"a",
                                          "b.c",
                                          "[0]",
                                          "(",
                                          ")",
                                          ",",
                                          "=",
                                          "<>",
                                          "<",
                                          ">=",
                                          " AND ",
                                          "NOT ",
                                          " OR ",
                                          " IN ",
                                          ":v",
                                          "#n",
                                          "size(",
                                          "contains(",
                                          "SET ",
                                          "REMOVE ",
                                          "ADD ",
                                          "DELETE ",
                                          "+",
                                          "-",
                                          " BETWEEN ",
                                          "status",
                                          "9",
                                          "\xC3\xA9",
                                          "\xF0\x9F\x98\x80",
                                          "\xFF",
                                          "\xC3",
                                          "\xF0\x9F",
                                          " ",
                                          "if_not_exists(",
                                          "list_append("};
  constexpr unsigned kSeed = 20'240;
  std::mt19937 random(kSeed);
  const ExpressionAttributeNames names{{"#n", "a"}};
  ValueBuilder builder;
  builder.BeginMap();
  builder.Name(":v");
  builder.NumberText("5");
  builder.EndMap();
  const RequestItem values(*std::move(builder).FinishItem());

  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    const std::size_t pieces = random() % 24;
    for (std::size_t i = 0; i < pieces; ++i) text += kPieces[random() % std::size(kPieces)];
    SCOPED_TRACE(text);
    Placeholders placeholders(&names, &values);
    if (auto condition = ParseCondition(text, ConditionKind::kFilter, placeholders)) {
      const bool holds = Holds(*condition, values.item.view());
      EXPECT_EQ(holds, Holds(*condition, values.item.view()));
    }
    if (auto update = ParseUpdate(text, placeholders)) {
      if (auto after = ApplyUpdate(*update, values.item.view())) {
        EXPECT_TRUE(ItemView::Check(after->view().bytes()));
      }
    }
    if (auto projection = ParseProjection(text, placeholders)) {
      EXPECT_TRUE(ItemView::Check(Project(*projection, values.item.view()).view().bytes()));
    }
    (void)ParseKeyCondition(text, placeholders);
  }
}

TEST(ReservedWords, AreThoseOfTheDeveloperGuideInAnyCase) {
  for (const std::string_view word : {"ABORT", "abort", "Zone", "status", "SIZE", "Ttl", "by"}) {
    EXPECT_TRUE(IsReservedWord(word)) << word;
  }
  for (const std::string_view word : {"", "a", "pk", "statuss", "abor", "attribute_exists", "id"}) {
    EXPECT_FALSE(IsReservedWord(word)) << word;
  }
  EXPECT_FALSE(IsReservedWord(Repeat("A", 300)));
}

}  // namespace

}  // namespace basalt::expr_test
