#include "expr/update/update_fault.h"

#include <optional>
#include <utility>

#include "expr/update/update_value.h"
#include "model/value/number_text.h"

namespace basalt {

namespace {

bool IsOutOfRange(const Error& error) {
  return error.message == kNumberOverflowMessage || error.message == kNumberUnderflowMessage ||
         error.message == kNumberPrecisionMessage;
}

std::optional<Error> TypeFault(const UpdateAction& action, ItemView before, UpdateDialect dialect) {
  const auto* add = std::get_if<AddAction>(&action.change);
  const auto* remove = std::get_if<DeleteAction>(&action.change);
  if (add == nullptr && remove == nullptr) return std::nullopt;
  const auto current = Resolve(action.path, before);
  const ValueView value = add != nullptr ? add->value : remove->value;
  if (!current || current->type() == value.type()) return std::nullopt;
  return TypeMismatch(dialect);
}

std::optional<Error> OperandFault(const UpdateAction& action, ItemView before) {
  const auto* set = std::get_if<SetAction>(&action.change);
  if (set == nullptr) return std::nullopt;
  auto value = EvaluateOperand(set->value, before);
  if (value || IsOutOfRange(value.error())) return std::nullopt;
  return std::move(value).error();
}

bool IsWritable(const Path& path, ItemView before) {
  if (path.steps.empty()) return true;
  Path container = path;
  container.steps.pop_back();
  const auto found = Resolve(container, before);
  const bool in_map = std::holds_alternative<std::string>(path.steps.back());
  return found && found->type() == (in_map ? ValueType::kMap : ValueType::kList);
}

}  // namespace

Error PathInvalid() {
  return ValidationError(
      "The document path provided in the update expression is invalid for update");
}

Error FaultOf(const UpdateActions& update, ItemView before, Error found) {
  for (const UpdateAction& action : update.actions) {
    if (auto fault = TypeFault(action, before, update.dialect)) return *std::move(fault);
  }
  for (const UpdateAction& action : update.actions) {
    if (auto fault = OperandFault(action, before)) return *std::move(fault);
  }
  for (const UpdateAction& action : update.actions) {
    if (!IsWritable(action.path, before)) return PathInvalid();
  }
  return found;
}

}  // namespace basalt
