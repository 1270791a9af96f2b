// Runs the case files in tests/cases/expr. Commands that set up, each until the next of its name:
//
//   item JSON        values JSON        names JSON        The word `none` takes them away again.
//   fault TEXT       The values have this fault, in :v.
//   schema a:S b:N / c:S    Partition and sort attributes of the key; then, if it is one, `index
//   NAME`. operator AND|OR|none    The legacy ConditionalOperator.
//
// An argument that starts with a quote is a JSON string.
#include <gtest/gtest.h>

#include <map>
#include <optional>
#include <sstream>

#include "expr/condition/condition.h"
#include "expr/key_condition/key_condition.h"
#include "expr/legacy/legacy.h"
#include "expr/projection/projection.h"
#include "expr/update/update.h"
#include "tests/unit/expr/case_file.h"
#include "tests/unit/expr/json_item.h"

namespace basalt::expr_test {

namespace {

std::string Shown(const Error& error) {
  EXPECT_EQ(error.code, ErrorCode::kValidation);
  return "ValidationException: " + error.message;
}

std::string Shown(bool value) { return value ? "true" : "false"; }

std::string Shown(std::span<const ValueView> values) {
  std::string text;
  for (const ValueView value : values) text += (text.empty() ? "" : ", ") + ToJson(value);
  return "[" + text + "]";
}

std::string_view Shown(KeyOperator key_operator) {
  constexpr std::array<std::string_view, 7> kTexts{"=",  "<",       "<=",         ">",
                                                   ">=", "BETWEEN", "begins_with"};
  return kTexts[static_cast<std::size_t>(key_operator)];
}

std::string Shown(const BoundKeyCondition& bound) {
  std::string text = "partition " + Shown(bound.partition);
  if (!bound.sort_equal.empty()) text += "\nequal " + Shown(bound.sort_equal);
  if (!bound.range) return text;
  text += "\nrange " + bound.range->attribute + " ";
  text.append(Shown(bound.range->key_operator));
  return text + " " + Shown(bound.range->operands);
}

class ExpressionCases {
 public:
  std::string Run(const Command& command) {
    const std::string argument =
        command.argument.starts_with('"') ? StringFromJson(command.argument) : command.argument;
    for (const auto& [name, set] : kSetUps) {
      if (name == command.name) return (this->*set)(argument), "";
    }
    for (const auto& [name, answer] : kCommands) {
      if (name == command.name) return (this->*answer)(argument);
    }
    return "no such command";
  }

 private:
  using SetUp = void (ExpressionCases::*)(const std::string&);
  using Answer = std::string (ExpressionCases::*)(const std::string&);
  static const std::map<std::string_view, SetUp> kSetUps;
  static const std::map<std::string_view, Answer> kCommands;

  void SetItem(const std::string& json) { item_ = json == "none" ? "{}" : json; }
  void SetValues(const std::string& json) {
    values_.reset();
    if (json != "none") values_ = ItemFromJson(json);
  }
  void SetNames(const std::string& json) {
    names_.reset();
    if (json != "none") names_ = NamesFromJson(json);
  }
  void SetFault(const std::string& text) {
    values_ = RequestItem();
    values_->fault = ValidationError(text);
    values_->fault_attribute = ":v";
  }
  void SetOperator(const std::string& word) {
    operator_.reset();
    if (word == "AND") operator_ = ConditionalOperator::kAnd;
    if (word == "OR") operator_ = ConditionalOperator::kOr;
  }
  void SetSchema(const std::string& text) {
    schema_ = {};
    index_.clear();
    std::istringstream words(text);
    std::vector<KeyAttribute>* role = &schema_.partition;
    for (std::string word; words >> word;) {
      if (word == "/") {
        role = &schema_.sort;
      } else if (word == "index") {
        words >> index_;
      } else {
        const char type = word.back();
        role->push_back({.name = word.substr(0, word.find(':')),
                         .type = type == 'N'   ? ScalarAttributeType::kN
                                 : type == 'B' ? ScalarAttributeType::kB
                                               : ScalarAttributeType::kS});
      }
    }
  }

  Placeholders MakePlaceholders() const {
    return {names_ ? &*names_ : nullptr, values_ ? &*values_ : nullptr};
  }
  EncodedItem Item() const { return ItemFromJson(item_).item; }

  std::string AnswerHolds(const Result<Condition>& condition) {
    if (!condition) return Shown(condition.error());
    return Shown(Holds(*condition, Item().view()));
  }
  std::string AnswerCondition(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    return AnswerHolds(ParseCondition(text, ConditionKind::kCondition, placeholders));
  }
  std::string AnswerFilter(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    return AnswerHolds(ParseCondition(text, ConditionKind::kFilter, placeholders));
  }
  // As the engine does: the placeholders, the condition, what is left of the placeholders.
  std::string AnswerCheck(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    if (auto checked = placeholders.Check(); !checked) return Shown(checked.error());
    auto condition = ParseCondition(text, ConditionKind::kCondition, placeholders);
    if (!condition) return Shown(condition.error());
    if (auto used = placeholders.CheckAllUsed(); !used) return Shown(used.error());
    return "ok";
  }
  std::string AnswerAttributes(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    auto condition = ParseCondition(text, ConditionKind::kCondition, placeholders);
    if (!condition) return Shown(condition.error());
    return Joined(AttributesOf(*condition));
  }

  std::string AnswerApplied(const Result<Update>& update) {
    if (!update) return Shown(update.error());
    auto after = ApplyUpdate(*update, Item().view());
    if (!after) return Shown(after.error());
    EXPECT_TRUE(ItemView::Check(after->view().bytes()));
    return ToJson(after->view());
  }
  std::string AnswerUpdate(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    return AnswerApplied(ParseUpdate(text, placeholders));
  }
  std::string AnswerUpdated(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    auto update = ParseUpdate(text, placeholders);
    if (!update) return Shown(update.error());
    const EncodedItem before = Item();
    auto after = ApplyUpdate(*update, before.view());
    if (!after) return Shown(after.error());
    return "old " + ToJson(UpdatedAttributes(*update, before.view()).view()) + "\nnew " +
           ToJson(UpdatedAttributes(*update, after->view()).view()) + "\nwrites " +
           Joined(AttributesWritten(*update));
  }

  std::string AnswerProjected(const Result<ProjectionPaths>& projection) {
    if (!projection) return Shown(projection.error());
    return ToJson(Project(*projection, Item().view()).view());
  }
  std::string AnswerProject(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    return AnswerProjected(ParseProjection(text, placeholders));
  }
  std::string AnswerAttributesToGet(const std::string& json) {
    return AnswerProjected(ProjectionOfAttributes(StringsFromJson(json)));
  }

  std::string AnswerBound(const Result<KeyCondition>& condition) {
    if (!condition) return Shown(condition.error());
    auto bound = BindKeyCondition(*condition, schema_, index_);
    return bound ? Shown(*bound) : Shown(bound.error());
  }
  std::string AnswerKey(const std::string& text) {
    Placeholders placeholders = MakePlaceholders();
    return AnswerBound(ParseKeyCondition(text, placeholders));
  }
  std::string AnswerKeyConditions(const std::string& json) {
    const LegacyConditions conditions = ConditionsFromJson(json);
    return AnswerBound(KeyConditionOf(conditions));
  }

  std::string AnswerExpected(const std::string& json) {
    const ExpectedAttributes expected = ExpectedFromJson(json);
    return AnswerHolds(ConditionOfExpected(expected, operator_));
  }
  std::string AnswerFilterConditions(const std::string& json) {
    const LegacyConditions conditions = ConditionsFromJson(json);
    return AnswerHolds(ConditionOfFilter(conditions, operator_));
  }
  std::string AnswerAttributeUpdates(const std::string& json) {
    const AttributeUpdates updates = UpdatesFromJson(json);
    return AnswerApplied(UpdateOfAttributeUpdates(updates));
  }

  static std::string Joined(const std::set<std::string, std::less<>>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
  }

  std::string item_ = "{}";
  std::optional<RequestItem> values_;
  std::optional<ExpressionAttributeNames> names_;
  std::optional<ConditionalOperator> operator_;
  KeySchema schema_;
  std::string index_;
};

const std::map<std::string_view, ExpressionCases::SetUp> ExpressionCases::kSetUps{
    {"item", &ExpressionCases::SetItem},         {"values", &ExpressionCases::SetValues},
    {"names", &ExpressionCases::SetNames},       {"fault", &ExpressionCases::SetFault},
    {"operator", &ExpressionCases::SetOperator}, {"schema", &ExpressionCases::SetSchema},
};

const std::map<std::string_view, ExpressionCases::Answer> ExpressionCases::kCommands{
    {"condition", &ExpressionCases::AnswerCondition},
    {"filter", &ExpressionCases::AnswerFilter},
    {"check", &ExpressionCases::AnswerCheck},
    {"attributes", &ExpressionCases::AnswerAttributes},
    {"update", &ExpressionCases::AnswerUpdate},
    {"updated", &ExpressionCases::AnswerUpdated},
    {"project", &ExpressionCases::AnswerProject},
    {"key", &ExpressionCases::AnswerKey},
    {"Expected", &ExpressionCases::AnswerExpected},
    {"ScanFilter", &ExpressionCases::AnswerFilterConditions},
    {"AttributeUpdates", &ExpressionCases::AnswerAttributeUpdates},
    {"AttributesToGet", &ExpressionCases::AnswerAttributesToGet},
    {"KeyConditions", &ExpressionCases::AnswerKeyConditions},
};

class ExpressionCaseFile : public testing::TestWithParam<const char*> {};

TEST_P(ExpressionCaseFile, AnswersAsWritten) {
  ExpressionCases cases;
  RunCaseFile(std::filesystem::path(BASALT_SOURCE_ROOT) / "tests/cases/expr" /
                  (std::string(GetParam()) + ".txt"),
              [&](const Command& command) { return cases.Run(command); });
}

INSTANTIATE_TEST_SUITE_P(, ExpressionCaseFile,
                         testing::Values("conditions", "condition_errors", "updates",
                                         "update_errors", "projections", "key_conditions",
                                         "placeholders", "legacy_conditions", "legacy_updates",
                                         "syntax_errors"),
                         [](const auto& parameter) { return std::string(parameter.param); });

}  // namespace

}  // namespace basalt::expr_test
