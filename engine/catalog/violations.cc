#include "engine/catalog/violations.h"

#include <algorithm>
#include <utility>

#include "model/limits.h"
#include "model/schema/table_name.h"

namespace basalt {

void Violations::AtLeast(std::string_view member, std::optional<std::int64_t> value,
                         std::int64_t minimum, std::string_view sent_as) {
  if (!value || *value >= minimum) return;
  Add(member, std::to_string(*value),
      "Member must have value greater than or equal to " + std::to_string(minimum), sent_as);
}

void Violations::AtMost(std::string_view member, std::optional<std::int64_t> value,
                        std::int64_t maximum, std::string_view sent_as) {
  if (!value || *value <= maximum) return;
  Add(member, std::to_string(*value),
      "Member must have value less than or equal to " + std::to_string(maximum), sent_as);
}

void Violations::Length(std::string_view member, std::string_view text, std::size_t length,
                        std::size_t minimum, std::size_t maximum) {
  if (length < minimum) {
    Add(member, text,
        "Member must have length greater than or equal to " + std::to_string(minimum));
  }
  if (length > maximum) {
    Add(member, text, "Member must have length less than or equal to " + std::to_string(maximum));
  }
}

void Violations::Name(std::string_view member, std::string_view name) {
  if (name.empty() || !HasNameCharacters(name)) {
    Add(member, name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  }
  Length(member, name, kTableNameBytesMin, kTableNameBytesMax);
}

void Violations::Add(std::string_view member, std::string_view value, std::string_view constraint,
                     std::string_view sent_as) {
  std::string failed = "' failed to satisfy constraint: ";
  failed += constraint;
  Violation violation;
  violation.text.append("Value '").append(value).append("' at '").append(member).append(failed);
  if (!sent_as.empty()) violation.early_text.append("Value at '").append(sent_as).append(failed);
  violations_.push_back(std::move(violation));
}

Status Violations::Report() const {
  if (violations_.empty()) return Done{};
  const bool early = std::ranges::none_of(violations_, &std::string::empty, &Violation::early_text);
  std::string message = std::to_string(violations_.size());
  message +=
      violations_.size() == 1 ? " validation error detected: " : " validation errors detected: ";
  for (std::size_t position = 0; position < violations_.size(); ++position) {
    if (position > 0) message += "; ";
    message += early ? violations_[position].early_text : violations_[position].text;
  }
  return ValidationError(std::move(message));
}

}  // namespace basalt
