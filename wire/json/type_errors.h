// What AWS answers to JSON of a type that a request's member cannot have. Its words come from the
// deserializer and name Java's types.
#pragma once

#include <string>
#include <string_view>

#include "basalt/error.h"
#include "wire/json/json_document.h"

namespace basalt::wire {

// Where a value stands: in a structure, or in a list or a map. The words differ.
enum class Place { kMember, kElement };

Error SerializationError(std::string message);

// For strings, numbers, Booleans and binaries; `type` is "java.lang.String", ...
Error NotScalar(const JsonValue& value, std::string_view type);

// `shape` is the structure's name in the service model.
Error NotStructure(const JsonValue& value, Place place, std::string_view shape);

Error NotList(const JsonValue& value, Place place);

// `value_type` is the Java type of the map's values.
Error NotMap(const JsonValue& value, Place place, std::string_view value_type);

inline constexpr std::string_view kModelPackage = "com.amazonaws.dynamodb.v20120810.";

}  // namespace basalt::wire
