#include "model/schema/key_check.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

#include "model/limits.h"

namespace basalt {
namespace {

constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";
constexpr std::string_view kNotValid = "One or more parameter values are not valid. ";

bool IsEmpty(ValueView value) {
  return value.type() != ValueType::kNumber && value.AsBinary().empty();
}

std::size_t SizeOf(const std::vector<KeyAttribute>& attributes, ItemView item) {
  std::size_t size = 0;
  for (const KeyAttribute& attribute : attributes) {
    size += item.Find(attribute.name)->size_bytes();
  }
  return size;
}

std::string EmptyText(ValueView value) {
  return std::string("The AttributeValue for a key attribute cannot contain an empty ") +
         (value.type() == ValueType::kBinary ? "binary" : "string") + " value.";
}

Error EmptyKey(const KeyAttribute& attribute, ValueView value) {
  return ValidationError(std::string(kNotValid) + EmptyText(value) + " Key: " + attribute.name);
}

// REQUIRES: the item has the table's key attributes.
Status CheckKeySizes(const TableSchema& table, ItemView item) {
  if (SizeOf(table.key.partition, item) > kPartitionKeyBytesMax) {
    return ValidationError(std::string(kInvalid) +
                           "Size of hashkey has exceeded the maximum size limit of" +
                           std::to_string(kPartitionKeyBytesMax) + " bytes");
  }
  if (SizeOf(table.key.sort, item) > kSortKeyBytesMax) {
    return ValidationError(std::string(kInvalid) +
                           "Aggregated size of all range keys has exceeded the size limit of " +
                           std::to_string(kSortKeyBytesMax) + " bytes");
  }
  return Done{};
}

Status CheckItemKeyAttribute(const KeyAttribute& attribute, ItemView item) {
  const auto value = item.Find(attribute.name);
  if (!value) {
    return ValidationError(std::string(kInvalid) + "Missing the key " + attribute.name +
                           " in the item");
  }
  if (value->type() != ValueTypeOf(attribute.type)) {
    return ValidationError(std::string(kInvalid) + "Type mismatch for key " + attribute.name +
                           " expected: " + std::string(NameOf(attribute.type)) +
                           " actual: " + std::string(TypeName(value->type())));
  }
  if (IsEmpty(*value)) return EmptyKey(attribute, *value);
  return Done{};
}

// One attribute of an index's key; `bytes_max` is the limit of its role.
Status CheckIndexKeyAttribute(const IndexSchema& index, const KeyAttribute& attribute,
                              ItemView item, WriteKind kind, std::size_t bytes_max) {
  const auto value = item.Find(attribute.name);
  if (!value) return Done{};

  if (value->type() != ValueTypeOf(attribute.type)) {
    return ValidationError(std::string(kInvalid) + "Type mismatch for Index Key " + attribute.name +
                           " Expected: " + std::string(NameOf(attribute.type)) + " Actual: " +
                           std::string(TypeName(value->type())) + " IndexName: " + index.name);
  }
  if (IsEmpty(*value) && kind == WriteKind::kUpdate) {
    return ValidationError(std::string(kNotValid) +
                           "The update expression attempted to update a secondary index key to a "
                           "value that is not supported. " +
                           EmptyText(*value));
  }
  if (IsEmpty(*value)) {
    return ValidationError(
        std::string(kNotValid) + "A value specified for a secondary index key is not supported. " +
        EmptyText(*value) + " IndexName: " + index.name + ", IndexKey: " + attribute.name);
  }
  const std::size_t size = value->size_bytes();
  if (size > bytes_max) {
    return ValidationError(std::string(kInvalid) + "Size limit exceeded for Index Key " +
                           attribute.name + " Actual Size: " + std::to_string(size) +
                           " bytes Max Size: " + std::to_string(bytes_max) +
                           " bytes IndexName: " + index.name);
  }
  return Done{};
}

Status CheckIndexKey(const IndexSchema& index, ItemView item, WriteKind kind) {
  for (const KeyAttribute& attribute : index.key.partition) {
    auto status = CheckIndexKeyAttribute(index, attribute, item, kind, kPartitionKeyBytesMax);
    if (!status) return status;
  }
  for (const KeyAttribute& attribute : index.key.sort) {
    auto status = CheckIndexKeyAttribute(index, attribute, item, kind, kSortKeyBytesMax);
    if (!status) return status;
  }
  return Done{};
}

}  // namespace

bool HasIndexKey(const IndexSchema& index, ItemView item) {
  const auto has_all = [&](const std::vector<KeyAttribute>& attributes, std::size_t bytes_max) {
    return std::ranges::all_of(attributes, [&](const KeyAttribute& attribute) {
      const auto value = item.Find(attribute.name);
      return value && value->type() == ValueTypeOf(attribute.type) && !IsEmpty(*value) &&
             value->size_bytes() <= bytes_max;
    });
  };
  return has_all(index.key.partition, kPartitionKeyBytesMax) &&
         has_all(index.key.sort, kSortKeyBytesMax);
}

ValueType ValueTypeOf(ScalarAttributeType type) {
  switch (type) {
    case ScalarAttributeType::kS:
      return ValueType::kString;
    case ScalarAttributeType::kN:
      return ValueType::kNumber;
    case ScalarAttributeType::kB:
      break;
  }
  return ValueType::kBinary;
}

Status CheckItemKey(const TableSchema& table, ItemView item) {
  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      auto status = CheckItemKeyAttribute(attribute, item);
      if (!status) return status;
    }
  }
  return CheckKeySizes(table, item);
}

Status CheckKey(const TableSchema& table, ItemView key) {
  const auto mismatch = [] {
    return ValidationError("The provided key element does not match the schema");
  };
  if (key.attributes().size() != table.key.partition.size() + table.key.sort.size()) {
    return mismatch();
  }
  std::optional<Error> empty;
  for (const auto* attributes : {&table.key.partition, &table.key.sort}) {
    for (const KeyAttribute& attribute : *attributes) {
      const auto value = key.Find(attribute.name);
      if (!value || value->type() != ValueTypeOf(attribute.type)) return mismatch();
      if (!empty && IsEmpty(*value)) empty = EmptyKey(attribute, *value);
    }
  }
  if (empty) return *empty;
  return CheckKeySizes(table, key);
}

Status CheckIndexKeys(const TableSchema& table, ItemView item, WriteKind kind) {
  const IndexSchema* first = nullptr;
  std::optional<Error> fault;
  for (const IndexSchema& index : table.indexes) {
    if (first != nullptr && first->name < index.name) continue;
    const auto status = CheckIndexKey(index, item, kind);
    if (status) continue;
    first = &index;
    fault = status.error();
  }
  if (fault) return *fault;
  return Done{};
}

}  // namespace basalt
