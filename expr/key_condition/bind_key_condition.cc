#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>

#include "expr/key_condition/key_condition.h"
#include "model/limits.h"

namespace basalt {

namespace {

const KeyComparison* FindComparison(const KeyCondition& condition, std::string_view attribute) {
  const auto found = std::ranges::find(condition.comparisons, attribute, &KeyComparison::attribute);
  return found == condition.comparisons.end() ? nullptr : &*found;
}

bool IsEquality(const KeyComparison* comparison) {
  return comparison != nullptr && comparison->key_operator == KeyOperator::kEqual;
}

ValueType ValueTypeOf(ScalarAttributeType type) {
  switch (type) {
    case ScalarAttributeType::kB:
      return ValueType::kBinary;
    case ScalarAttributeType::kN:
      return ValueType::kNumber;
    case ScalarAttributeType::kS:
      return ValueType::kString;
  }
  return ValueType::kString;
}

std::string JoinNames(const std::vector<std::string_view>& names) {
  std::string joined;
  for (const std::string_view name : names) {
    if (!joined.empty()) joined += ", ";
    joined += name;
  }
  return joined;
}

Error MissedElement(std::string_view attribute) {
  std::string message = "Query condition missed key schema element: ";
  return ValidationError(message.append(attribute));
}

// Every partition attribute must be held equal to a value. AWS words it in one way where there is
// one such attribute, and in another where there are several.
Status CheckPartition(const KeyCondition& condition, const KeySchema& schema) {
  if (schema.partition.size() == 1) {
    const std::string& name = schema.partition.front().name;
    const KeyComparison* comparison = FindComparison(condition, name);
    if (comparison == nullptr) return MissedElement(name);
    if (!IsEquality(comparison)) return ValidationError("Query key condition not supported");
    return Done{};
  }
  std::vector<std::string_view> lacking;
  for (const KeyAttribute& attribute : schema.partition) {
    if (!IsEquality(FindComparison(condition, attribute.name))) lacking.push_back(attribute.name);
  }
  if (lacking.empty()) return Done{};
  return ValidationError("HASH key attributes " + JoinNames(lacking) +
                         " must have equality conditions specified in the query");
}

// Sort attributes are given from the left, all but the last of them by equality.
Status CheckSort(const KeyCondition& condition, const KeySchema& schema) {
  std::vector<std::string_view> not_equal;
  for (const KeyAttribute& attribute : schema.sort) {
    const KeyComparison* comparison = FindComparison(condition, attribute.name);
    if (comparison != nullptr && !not_equal.empty()) {
      return ValidationError("RANGE key attributes " + JoinNames(not_equal) +
                             " must have equality conditions specified in the query because a "
                             "condition is present on key attribute " +
                             attribute.name);
    }
    if (!IsEquality(comparison)) not_equal.push_back(attribute.name);
  }
  return Done{};
}

// Conditions on attributes that are not of the key: AWS names the first key attribute that could
// have been in their place.
Status CheckNoOthers(const KeyCondition& condition, const KeySchema& schema) {
  const auto is_key = [&](const KeyComparison& comparison) {
    const auto named = [&](const KeyAttribute& key) { return key.name == comparison.attribute; };
    return std::ranges::any_of(schema.partition, named) || std::ranges::any_of(schema.sort, named);
  };
  if (std::ranges::all_of(condition.comparisons, is_key)) return Done{};
  for (const KeyAttribute& attribute : schema.sort) {
    if (FindComparison(condition, attribute.name) == nullptr) return MissedElement(attribute.name);
  }
  return ValidationError("Query key condition not supported");
}

Error EmptyKey(const KeyAttribute& key, ValueType type, std::string_view index_name) {
  const std::string what =
      std::string("The AttributeValue for a key attribute cannot contain an empty ") +
      (type == ValueType::kString ? "string" : "binary") + " value. ";
  std::string message = "One or more parameter values are not valid. ";
  if (index_name.empty()) return ValidationError(message + what + "Key: " + key.name);
  message += "A value specified for a secondary index key is not supported. ";
  message.append(what).append("IndexName: ").append(index_name);
  return ValidationError(message + ", IndexKey: " + key.name);
}

Status CheckOperand(const KeyAttribute& key, ValueView operand, std::size_t bytes_max,
                    std::string_view index_name) {
  const ValueType type = ValueTypeOf(key.type);
  if (operand.type() != type) {
    return ValidationError(
        "One or more parameter values were invalid: Condition parameter type does not match schema "
        "type");
  }
  if (type == ValueType::kNumber) return Done{};
  const std::string_view bytes =
      type == ValueType::kString ? operand.AsString() : operand.AsBinary();
  if (bytes.empty()) return EmptyKey(key, type, index_name);
  if (bytes.size() <= bytes_max) return Done{};
  return ValidationError(
      bytes_max == kPartitionKeyBytesMax
          ? "One or more parameter values were invalid: Size of hashkey has exceeded the maximum "
            "size limit of2048 bytes"
          : "One or more parameter values were invalid: Aggregated size of all range keys has "
            "exceeded the size limit of 1024 bytes");
}

Status CheckOperands(const KeyCondition& condition, const std::vector<KeyAttribute>& attributes,
                     std::size_t bytes_max, std::string_view index_name) {
  for (const KeyAttribute& attribute : attributes) {
    const KeyComparison* comparison = FindComparison(condition, attribute.name);
    if (comparison == nullptr) continue;
    for (const ValueView operand : comparison->operands) {
      if (auto checked = CheckOperand(attribute, operand, bytes_max, index_name); !checked) {
        return checked;
      }
    }
  }
  return Done{};
}

Status CheckCount(const KeyCondition& condition, const KeySchema& schema) {
  const std::size_t conditions = condition.comparisons.size();
  const std::size_t attributes = schema.partition.size() + schema.sort.size();
  if (conditions <= attributes) return Done{};
  return ValidationError("The number of query conditions (" + std::to_string(conditions) +
                         ") exceeds the number of key attributes defined in the schema (" +
                         std::to_string(attributes) + ")");
}

Status CheckAll(const KeyCondition& condition, const KeySchema& schema,
                std::string_view index_name) {
  if (auto count = CheckCount(condition, schema); !count) return count;
  if (auto partition = CheckPartition(condition, schema); !partition) return partition;
  if (auto others = CheckNoOthers(condition, schema); !others) return others;
  if (auto sort = CheckSort(condition, schema); !sort) return sort;
  auto operands = CheckOperands(condition, schema.partition, kPartitionKeyBytesMax, index_name);
  if (!operands) return operands;
  return CheckOperands(condition, schema.sort, kSortKeyBytesMax, index_name);
}

}  // namespace

Result<BoundKeyCondition> BindKeyCondition(const KeyCondition& condition, const KeySchema& schema,
                                           std::string_view index_name) {
  if (auto checked = CheckAll(condition, schema, index_name); !checked) return checked.error();
  BoundKeyCondition bound;
  for (const KeyAttribute& attribute : schema.partition) {
    bound.partition.push_back(FindComparison(condition, attribute.name)->operands.front());
  }
  for (const KeyAttribute& attribute : schema.sort) {
    const KeyComparison* comparison = FindComparison(condition, attribute.name);
    if (comparison == nullptr) break;
    if (IsEquality(comparison)) {
      bound.sort_equal.push_back(comparison->operands.front());
    } else {
      bound.range = *comparison;
    }
  }
  return bound;
}

}  // namespace basalt
