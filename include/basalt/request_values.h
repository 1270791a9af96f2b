// Attribute values as requests carry them: encoded, with the first fault found on the way in. A
// fault is reported by the engine at the place that AWS's order of checks gives it.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/enums.h"
#include "basalt/result.h"

namespace basalt {

class ValueBuilder;

// An item, a key or a set of expression values.
struct RequestItem {
  EncodedItem item;
  std::optional<Error> fault;
  std::string fault_attribute;  // The top-level attribute the fault lies in; `item` is empty then.
  std::vector<std::string> fault_names;  // All top-level names where there is a fault, in order.

  RequestItem() = default;
  RequestItem(EncodedItem encoded) : item(std::move(encoded)) {}  // NOLINT: implicit
  RequestItem(const Item& tree);                                  // NOLINT: implicit
  explicit RequestItem(ValueBuilder&& builder);  // Finishes it. REQUIRES: it built a map.
};

// A single value.
struct RequestValue {
  std::optional<EncodedValue> value;  // Absent exactly if there is a fault.
  std::optional<Error> fault;

  RequestValue(EncodedValue encoded) : value(std::move(encoded)) {}  // NOLINT: implicit
  RequestValue(Error error) : fault(std::move(error)) {}             // NOLINT: implicit
  RequestValue(const AttributeValue& tree);                          // NOLINT: implicit
  explicit RequestValue(ValueBuilder&& builder);                     // Finishes it.
};

// "#name" to attribute name. Absent and empty differ: AWS refuses the empty map.
using ExpressionAttributeNames = std::map<std::string, std::string, std::less<>>;

// Legacy: KeyConditions, QueryFilter, ScanFilter.
struct LegacyCondition {
  ComparisonOperator comparison_operator = ComparisonOperator::kEq;
  std::optional<std::vector<RequestValue>> attribute_value_list;
};
using LegacyConditions = std::map<std::string, LegacyCondition, std::less<>>;

// Legacy: Expected.
struct ExpectedAttributeValue {
  std::optional<RequestValue> value;
  std::optional<bool> exists;
  std::optional<ComparisonOperator> comparison_operator;
  std::optional<std::vector<RequestValue>> attribute_value_list;
};
using ExpectedAttributes = std::map<std::string, ExpectedAttributeValue, std::less<>>;

// Legacy: AttributeUpdates.
struct AttributeValueUpdate {
  std::optional<RequestValue> value;
  std::optional<AttributeAction> action;  // AWS's default is PUT.
};
using AttributeUpdates = std::map<std::string, AttributeValueUpdate, std::less<>>;

}  // namespace basalt
