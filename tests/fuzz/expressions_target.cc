// Every grammar of expressions: parsed, bound, and run on an item.
//
//   input := kind(one of c f u p k) text      A condition, filter, update, projection, key
//   condition.
#include <string>

#include "basalt/item_view.h"
#include "expr/condition/condition.h"
#include "expr/key_condition/key_condition.h"
#include "expr/projection/projection.h"
#include "expr/update/statement_size.h"
#include "expr/update/update.h"
#include "model/value/utf8.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/json_text.h"
#include "tests/fuzz/require.h"

namespace basalt::fuzz {
namespace {

struct World {
  RequestItem item = ItemFromText(
      R"({"s":{"S":"hello"},"e":{"S":""},"u":{"S":"é"},"n":{"N":"5"},"d":{"N":"5.50"},)"
      R"("b":{"B":"AQID"},"yes":{"BOOL":true},"nil":{"NULL":true},)"
      R"("l":{"L":[{"N":"1"},{"S":"x"},{"M":{"k":{"S":"v"}}},{"L":[{"N":"2"}]}]},)"
      R"("m":{"M":{"x":{"N":"1"},"y":{"M":{"z":{"S":"q"}}},"status":{"S":"on"}}},)"
      R"("ss":{"SS":["a","b"]},"ns":{"NS":["1","2"]},"bs":{"BS":["AQ=="]}})");
  RequestItem values = ItemFromText(
      R"({":s":{"S":"hello"},":h":{"S":"he"},":empty":{"S":""},":five":{"N":"5"},":one":{"N":"1"},)"
      R"(":max":{"N":"9.9999999999999999999999999999999999999E125"},":min":{"N":"-1E-130"},)"
      R"(":a":{"S":"a"},":bin":{"B":"AQ=="},":yes":{"BOOL":true},":nil":{"NULL":true},)"
      R"(":ss":{"SS":["b","c"]},":ns":{"NS":["2","3"]},":bs":{"BS":["AQ==","Ag=="]},)"
      R"(":map":{"M":{"k":{"S":"v"}}},":list":{"L":[{"N":"1"}]},":none":{"L":[]},)"
      R"(":S":{"S":"S"},":N":{"S":"N"},":v":{"S":"v"},":x":{"N":"7"}})");
  ExpressionAttributeNames names{{"#s", "s"}, {"#n", "n"},           {"#l", "l"},
                                 {"#m", "m"}, {"#status", "status"}, {"#dot", "m.x"}};
  KeySchema schema{.partition = {{.name = "s", .type = ScalarAttributeType::kS}},
                   .sort = {{.name = "n", .type = ScalarAttributeType::kN}}};

  Placeholders placeholders() const { return {&names, &values}; }
};

const World& TheWorld() {
  static const World world;
  return world;
}

void RequireRefusal(const Error& error) {
  Require(error.code == ErrorCode::kValidation, "an expression is refused as invalid",
          error.message);
  Require(IsUtf8(error.message), "messages are text", error.message);
}

std::optional<bool> Truth(const std::string& text, ConditionKind kind) {
  Placeholders placeholders = TheWorld().placeholders();
  const auto condition = ParseCondition(text, kind, placeholders);
  if (!condition) {
    RequireRefusal(condition.error());
    return std::nullopt;
  }
  AttributesOf(*condition);
  Holds(*condition, ItemView());
  return Holds(*condition, TheWorld().item.item.view());
}

void FuzzCondition(const std::string& text, ConditionKind kind) {
  const auto truth = Truth(text, kind);
  if (!truth) return;
  if (const auto negated = Truth("NOT (" + text + ")", kind)) {
    Require(*negated == !*truth, "NOT negates", text);
  }
  if (const auto both = Truth("(" + text + ") AND attribute_exists(s)", kind)) {
    Require(*both == *truth, "AND with what is true changes nothing", text);
  }
  if (const auto either = Truth("(" + text + ") OR attribute_exists(s)", kind)) {
    Require(*either, "OR with what is true is true", text);
  }
}

void FuzzUpdate(const std::string& text) {
  Placeholders placeholders = TheWorld().placeholders();
  const auto update = ParseUpdate(text, placeholders);
  if (!update) return RequireRefusal(update.error());
  AttributesWritten(*update);
  StatementSize(*update);
  for (const ItemView before : {ItemView(), TheWorld().item.item.view()}) {
    const auto after = ApplyUpdate(*update, before);
    if (!after) {
      RequireRefusal(after.error());
      continue;
    }
    for (const EncodedItem& item :
         {*after, UpdatedAttributes(*update, before), UpdatedAttributes(*update, after->view())}) {
      Require(ItemView::Check(item.view().bytes()), "updates make well-formed items", text);
    }
  }
}

void FuzzProjection(const std::string& text) {
  Placeholders placeholders = TheWorld().placeholders();
  const auto projection = ParseProjection(text, placeholders);
  if (!projection) return RequireRefusal(projection.error());
  const ItemView item = TheWorld().item.item.view();
  const EncodedItem part = Project(*projection, item);
  Require(ItemView::Check(part.view().bytes()), "projections make well-formed items", text);
  Require(part.view().size_bytes() <= item.size_bytes(), "a part is not more than all", text);
}

void FuzzKeyCondition(const std::string& text) {
  Placeholders placeholders = TheWorld().placeholders();
  const auto condition = ParseKeyCondition(text, placeholders);
  if (!condition) return RequireRefusal(condition.error());
  const auto bound = BindKeyCondition(*condition, TheWorld().schema);
  if (!bound) return RequireRefusal(bound.error());
  Require(bound->partition.size() == 1, "a key condition names the partition", text);
}

}  // namespace

void FuzzExpressions(std::string_view input) {
  if (input.empty()) return;
  const std::string text(input.substr(1));
  if (!IsUtf8(text)) return;  // Requests are, before anybody reads expressions.
  switch (input.front()) {
    case 'c':
      return FuzzCondition(text, ConditionKind::kCondition);
    case 'f':
      return FuzzCondition(text, ConditionKind::kFilter);
    case 'u':
      return FuzzUpdate(text);
    case 'p':
      return FuzzProjection(text);
    case 'k':
      return FuzzKeyCondition(text);
    default:
      return;
  }
}

}  // namespace basalt::fuzz
