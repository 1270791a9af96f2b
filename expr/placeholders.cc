#include "expr/placeholders.h"

#include <algorithm>
#include <string>

#include "expr/lexer.h"
#include "model/limits.h"

namespace basalt {

namespace {

Error InvalidKey(std::string_view parameter, std::string_view what) {
  std::string message(parameter);
  message.append(" contains invalid key: ").append(what);
  return ValidationError(std::move(message));
}

Status CheckKey(std::string_view parameter, std::string_view key, char marker) {
  if (key.size() > kPlaceholderBytesMax) {
    return InvalidKey(parameter, "The expression attribute map contains a key that is too long");
  }
  if (!IsPlaceholder(key, marker)) {
    std::string what = "Syntax error; key: \"";
    return InvalidKey(parameter, what.append(key).append("\""));
  }
  return Done{};
}

Status CheckNames(const ExpressionAttributeNames& names) {
  if (names.empty()) return ValidationError("ExpressionAttributeNames must not be empty");
  for (const auto& [key, name] : names) {
    if (auto checked = CheckKey("ExpressionAttributeNames", key, '#'); !checked) return checked;
    if (name.empty()) {
      return ValidationError(
          "ExpressionAttributeNames contains invalid value: Empty attribute name for key " + key);
    }
  }
  return Done{};
}

// All keys come before the first value.
Status CheckValues(const RequestItem& values) {
  for (const std::string& key : values.fault_names) {
    if (auto checked = CheckKey("ExpressionAttributeValues", key, ':'); !checked) return checked;
  }
  if (values.fault) return FaultOfPlaceholder(values);
  const MapView attributes = values.item.view().attributes();
  if (attributes.empty()) return ValidationError("ExpressionAttributeValues must not be empty");
  for (const Attribute attribute : attributes) {
    if (auto checked = CheckKey("ExpressionAttributeValues", attribute.name, ':'); !checked) {
      return checked;
    }
  }
  return Done{};
}

Error Unused(std::string_view parameter, const std::vector<std::string_view>& keys) {
  std::string message = "Value provided in ";
  message.append(parameter).append(" unused in expressions: keys: {");
  for (const std::string_view key : keys) {
    if (key.data() != keys.front().data()) message += ", ";
    message += key;
  }
  return ValidationError(message + "}");
}

}  // namespace

Error FaultOfPlaceholder(const RequestItem& values) {
  return {.code = values.fault->code,
          .message = "ExpressionAttributeValues contains invalid value: " + values.fault->message +
                     " for key " + values.fault_attribute};
}

Status Placeholders::Check() const {
  if (names_ != nullptr) {
    if (auto checked = CheckNames(*names_); !checked) return checked;
  }
  if (values_ != nullptr) return CheckValues(*values_);
  return Done{};
}

void Placeholders::MarkUsed(std::string_view placeholder) {
  if (!IsUsed(placeholder)) used_.emplace_back(placeholder);
}

bool Placeholders::IsUsed(std::string_view placeholder) const {
  return std::ranges::find(used_, placeholder) != used_.end();
}

std::optional<std::string_view> Placeholders::Name(std::string_view placeholder) {
  if (names_ == nullptr) return std::nullopt;
  const auto found = names_->find(placeholder);
  if (found == names_->end()) return std::nullopt;
  MarkUsed(found->first);
  return found->second;
}

std::optional<ValueView> Placeholders::Value(std::string_view placeholder) {
  if (values_ == nullptr) return std::nullopt;
  const auto value = values_->item.view().Find(placeholder);
  if (value) MarkUsed(placeholder);
  return value;
}

Status Placeholders::CheckAllUsed() const {
  std::vector<std::string_view> unused;
  if (names_ != nullptr) {
    for (const auto& [key, name] : *names_) {
      if (!IsUsed(key)) unused.push_back(key);
    }
    if (!unused.empty()) return Unused("ExpressionAttributeNames", unused);
  }
  if (values_ == nullptr) return Done{};
  for (const Attribute attribute : values_->item.view().attributes()) {
    if (!IsUsed(attribute.name)) unused.push_back(attribute.name);
  }
  if (!unused.empty()) return Unused("ExpressionAttributeValues", unused);
  return Done{};
}

}  // namespace basalt
