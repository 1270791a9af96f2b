// The names and values that a request's expressions may refer to by placeholder, and the account of
// which were used: AWS refuses a request with placeholders that no expression uses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/request_values.h"
#include "basalt/result.h"

namespace basalt {

// What is wrong with a value of ExpressionAttributeValues. REQUIRES: `values.fault`.
Error FaultOfPlaceholder(const RequestItem& values);

// Borrows both; they must outlive it and everything bound with it. One request owns it.
class Placeholders {
 public:
  // Null: the request does not have them.
  Placeholders(const ExpressionAttributeNames* names, const RequestItem* values)
      : names_(names), values_(values) {}

  // The checks AWS makes before it reads any expression: empty maps, malformed placeholders,
  // faulty values. Errors: kValidation.
  Status Check() const;

  // Marks as used. Empty if there is none of that name. `placeholder` includes its '#' or ':'.
  std::optional<std::string_view> Name(std::string_view placeholder);
  std::optional<ValueView> Value(std::string_view placeholder);

  // Errors: kValidation, naming the placeholders that nothing used.
  Status CheckAllUsed() const;

 private:
  void MarkUsed(std::string_view placeholder);
  bool IsUsed(std::string_view placeholder) const;

  const ExpressionAttributeNames* names_;
  const RequestItem* values_;
  std::vector<std::string> used_;  // Few, so not a set.
};

}  // namespace basalt
