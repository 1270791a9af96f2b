#include "engine/catalog/table_reference.h"

#include "model/limits.h"
#include "model/schema/table_name.h"
#include "protocol/violations.h"

namespace basalt {

Result<std::string> CheckTableReference(std::string_view name_or_arn) {
  if (const auto name = TableNameOf(name_or_arn)) return std::string(*name);
  if (name_or_arn.size() < kTableNameBytesMin || name_or_arn.size() > kTableNameBytesMax) {
    return ValidationError(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  protocol::Violations violations;
  violations.CheckText({.name = "TableName"}, name_or_arn, protocol::kNameConstraint);
  return violations.TakeError();
}

}  // namespace basalt
