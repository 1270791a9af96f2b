// What is checked of a resource-based policy: that it is JSON.
#pragma once

#include <string_view>

#include "wire/json/request_reader.h"
#include "wire/json/syntax.h"

namespace basalt::wire {

inline void CheckPolicySyntax(const Fields& fields, std::string_view policy) {
  if (IsJson(policy)) return;
  fields.Object(
      "One or more parameter values were invalid: Invalid policy document: Syntax errors in "
      "policy.");
}

}  // namespace basalt::wire
