#include "expr/condition/condition.h"

#include <utility>

#include "expr/condition/condition_binder.h"

namespace basalt {

Result<Condition> ParseCondition(std::string_view text, ConditionKind kind,
                                 Placeholders& placeholders) {
  const ExpressionKind expression_kind =
      kind == ConditionKind::kFilter ? ExpressionKind::kFilter : ExpressionKind::kCondition;
  auto syntax = ParseConditionSyntax(text, expression_kind);
  if (!syntax) return syntax.error();
  Binder binder(expression_kind, placeholders);
  auto root = BindCondition(*syntax, binder);
  if (!root) return root.error();
  return Condition(std::make_shared<const ConditionNode>(*std::move(root)));
}

}  // namespace basalt
