// Update expressions as they are written, not yet bound to a request's names and values.
//
//   update := section+                       Each section once, in any order.
//   section := SET set (',' set)* | REMOVE path (',' path)*
//            | ADD change (',' change)* | DELETE change (',' change)*
//   set    := path '=' value                 change := path value placeholder
//   value  := term [('+' | '-') term]        term   := operand | '(' value ')'
//
// Borrows the text. Source: developer guide, "Update expressions in DynamoDB".
#pragma once

#include <string_view>
#include <vector>

#include "basalt/result.h"
#include "expr/syntax.h"

namespace basalt {

struct SetSyntax {
  PathSyntax path;
  OperandSyntax value;
};
struct RemoveSyntax {
  PathSyntax path;
};
struct AddSyntax {
  PathSyntax path;
  ValuePlaceholder value;
};
struct DeleteSyntax {
  PathSyntax path;
  ValuePlaceholder value;
};

using ActionSyntax = std::variant<SetSyntax, RemoveSyntax, AddSyntax, DeleteSyntax>;

// The actions in the order they are written. Errors: kValidation with AWS's texts for what can be
// told without the request's names and values.
Result<std::vector<ActionSyntax>> ParseUpdateSyntax(std::string_view text);

}  // namespace basalt
