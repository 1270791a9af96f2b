#include "engine/catalog/definition_checks.h"

#include <algorithm>
#include <cstdint>
#include <set>
#include <span>

#include "model/limits.h"

namespace basalt {
namespace {

using Key = std::vector<KeySchemaElement>;

bool IsDefined(const std::string& attribute, const AttributeDefinitions& definitions) {
  return std::ranges::count(definitions, attribute, &AttributeDefinition::attribute_name) > 0;
}

bool AllDefined(const Key& key, const AttributeDefinitions& definitions) {
  return std::ranges::all_of(key, [&](const KeySchemaElement& element) {
    return IsDefined(element.attribute_name, definitions);
  });
}

// Java's String.hashCode, spread and cut as its HashMap does. Exact for ASCII names.
std::uint32_t BucketOf(std::string_view name, std::uint32_t buckets) {
  std::uint32_t hash = 0;
  for (const char c : name) hash = 31 * hash + static_cast<unsigned char>(c);
  return (hash ^ hash >> 16) & (buckets - 1);
}

// The distinct names as AWS lists them: in the order of a Java HashSet, which doubles its buckets
// when three quarters as many names are in it.
template <typename T>
std::vector<std::string_view> DistinctNames(const std::vector<T>& elements) {
  std::vector<std::string_view> names;
  for (const T& element : elements) {
    if (std::ranges::find(names, element.attribute_name) == names.end()) {
      names.push_back(element.attribute_name);
    }
  }
  std::uint32_t buckets = 16;
  while (names.size() > buckets / 4 * 3) buckets *= 2;
  std::ranges::stable_sort(names, {},
                           [&](std::string_view name) { return BucketOf(name, buckets); });
  return names;
}

template <typename T>
std::string NamesOf(const std::vector<T>& elements) {
  std::string text = "[";
  for (const std::string_view name : DistinctNames(elements)) {
    if (text.size() > 1) text += ", ";
    text += name;
  }
  return text + "]";
}

Error NoDefinition() {
  return ValidationError("Invalid KeySchema: Some index key attribute have no definition");
}

Error NotDefined(const Key& key, const AttributeDefinitions& definitions) {
  if (DistinctNames(key).size() > definitions.size()) return NoDefinition();
  return InvalidParameter(
      "Some index key attributes are not defined in AttributeDefinitions. Keys: " + NamesOf(key) +
      ", AttributeDefinitions: " + NamesOf(definitions));
}

std::size_t CountOf(const Key& key, KeyType type) {
  return static_cast<std::size_t>(std::ranges::count(key, type, &KeySchemaElement::key_type));
}

bool RepeatsName(const Key& key) {
  std::set<std::string_view> names;
  for (const KeySchemaElement& element : key) names.insert(element.attribute_name);
  return names.size() < key.size();
}

// A partition key, and perhaps a sort key after it.
Status CheckSimpleRoles(const Key& key) {
  if (key[0].key_type != KeyType::kHash) {
    return ValidationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (key.size() > 1 && key[1].key_type != KeyType::kRange) {
    return ValidationError(
        "Invalid KeySchema: The second KeySchemaElement is not a RANGE key type");
  }
  return Done{};
}

Error SameName() {
  return ValidationError(
      "Both the Hash Key and the Range Key element in the KeySchema have the same name");
}

// Up to four partition attributes, and up to four sort attributes after them.
Status CheckGlobalRoles(const Key& key) {
  if (key[0].key_type != KeyType::kHash) {
    return ValidationError("Invalid KeySchema: The first KeySchemaElement is not a HASH key type");
  }
  if (!std::ranges::is_sorted(key, {}, &KeySchemaElement::key_type)) {
    return InvalidParameter(
        "All HASH key attributes must precede RANGE key attributes in the KeySchema");
  }
  for (const KeyType type : {KeyType::kHash, KeyType::kRange}) {
    if (CountOf(key, type) > kKeyAttributesPerRoleMax) {
      return InvalidParameter("The KeySchema exceeds the maximum allowed number of " +
                              std::string(NameOf(type)) + " key attributes");
    }
  }
  if (!RepeatsName(key)) return Done{};
  if (key.size() == 2 && key[1].key_type == KeyType::kRange) return SameName();
  return ValidationError("The KeySchema contains multiple key attributes with the same name");
}

Status CheckProjection(const Projection& projection) {
  if (!projection.projection_type) return InvalidParameter("Unknown ProjectionType: null");
  const ProjectionType type = *projection.projection_type;
  const bool has_names = projection.non_key_attributes.has_value();
  if (type == ProjectionType::kInclude && !has_names) {
    return InvalidParameter("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
  if (type != ProjectionType::kInclude && has_names) {
    return InvalidParameter("ProjectionType is " + std::string(NameOf(type)) +
                            ", but NonKeyAttributes is specified");
  }
  return Done{};
}

Status CheckLocalIndex(const LocalSecondaryIndex& index, const Key& table_key,
                       const AttributeDefinitions& definitions) {
  const Key& key = index.key_schema;
  if (!AllDefined(key, definitions)) return NotDefined(key, definitions);
  if (auto fine = CheckSimpleRoles(key); !fine) return fine;
  if (RepeatsName(key)) return SameName();
  if (key.size() < 2) {
    return InvalidParameter("Index KeySchema does not have a range key for index: " +
                            index.index_name);
  }
  if (key[0].attribute_name != table_key[0].attribute_name) {
    return InvalidParameter(
        "Index KeySchema does not have the same leading hash key as table KeySchema for index: " +
        index.index_name + ". index hash key: " + key[0].attribute_name +
        ", table hash key: " + table_key[0].attribute_name);
  }
  return CheckProjection(index.projection);
}

std::string OfIndex(const std::string& name) { return " for index " + name; }

}  // namespace

Status CheckTableKey(const Key& key, const AttributeDefinitions& definitions) {
  const bool defined = AllDefined(key, definitions);
  if (key.size() > 1 && (!defined || RepeatsName(key))) return NoDefinition();
  if (!defined) return NotDefined(key, definitions);
  return CheckSimpleRoles(key);
}

Status CheckLocalIndexes(const std::vector<LocalSecondaryIndex>& indexes, const Key& table_key,
                         const AttributeDefinitions& definitions) {
  if (indexes.empty()) return InvalidParameter("List of LocalSecondaryIndexes is empty");
  if (table_key.size() < 2) {
    return InvalidParameter(
        "Table KeySchema does not have a range key, which is required when specifying a "
        "LocalSecondaryIndex");
  }
  for (const LocalSecondaryIndex& index : indexes) {
    if (auto fine = CheckLocalIndex(index, table_key, definitions); !fine) return fine;
  }
  return Done{};
}

Status CheckGlobalIndex(const GlobalSecondaryIndex& index, const AttributeDefinitions& definitions,
                        BillingMode billing_mode) {
  if (!AllDefined(index.key_schema, definitions)) return NotDefined(index.key_schema, definitions);
  if (auto fine = CheckGlobalRoles(index.key_schema); !fine) return fine;
  if (auto fine = CheckProjection(index.projection); !fine) return fine;

  const bool provisioned = billing_mode == BillingMode::kProvisioned;
  if (!provisioned && index.provisioned_throughput) {
    return InvalidParameter("ProvisionedThroughput should not be specified for index: " +
                            index.index_name + " when BillingMode is PAY_PER_REQUEST");
  }
  if (provisioned && !index.provisioned_throughput) {
    return InvalidParameter("ProvisionedThroughput is not specified for index: " +
                            index.index_name);
  }
  if (!provisioned) return Done{};
  return CheckThroughputBounds(*index.provisioned_throughput, OfIndex(index.index_name));
}

Status CheckDefinitionsUsed(const CreateTableRequest& request) {
  const AttributeDefinitions& definitions = request.attribute_definitions;
  std::vector<KeySchemaElement> used;
  const auto add = [&](const Key& key) {
    for (const KeySchemaElement& element : key) {
      if (std::ranges::count(used, element.attribute_name, &KeySchemaElement::attribute_name) ==
          0) {
        used.push_back(element);
      }
    }
  };
  add(request.key_schema);
  if (const auto& indexes = request.local_secondary_indexes) {
    for (const LocalSecondaryIndex& index : *indexes) add(index.key_schema);
  }
  if (const auto& indexes = request.global_secondary_indexes) {
    for (const GlobalSecondaryIndex& index : *indexes) add(index.key_schema);
  }
  if (used.size() == definitions.size()) return Done{};

  if (!request.local_secondary_indexes && !request.global_secondary_indexes) {
    return InvalidParameter(
        "Number of attributes in KeySchema does not exactly match number of attributes defined in "
        "AttributeDefinitions");
  }
  return InvalidParameter("Some AttributeDefinitions are not used. AttributeDefinitions: " +
                          NamesOf(definitions) + ", keys used: " + NamesOf(used));
}

Status CheckProjectedAttributes(std::size_t non_key_attributes) {
  if (non_key_attributes <= kProjectedNonKeyAttributesMax) return Done{};
  return InvalidParameter(
      "Number of projected non-key attributes of all indexes exceeds limit of " +
      std::to_string(kProjectedNonKeyAttributesMax));
}

Status CheckThroughputBounds(const ProvisionedThroughput& throughput, std::string_view of_index) {
  const auto out_of_bounds = [&](std::int64_t value, const std::string& name) {
    return ValidationError("Given value " + std::to_string(value) + " for " + name +
                           " is out of bounds" + std::string(of_index));
  };
  if (throughput.read_capacity_units > kCapacityUnitsMax) {
    return out_of_bounds(throughput.read_capacity_units, "ReadCapacityUnits");
  }
  if (throughput.write_capacity_units > kCapacityUnitsMax) {
    return out_of_bounds(throughput.write_capacity_units, "WriteCapacityUnits");
  }
  return Done{};
}

}  // namespace basalt
