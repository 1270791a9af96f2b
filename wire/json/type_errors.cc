#include "wire/json/type_errors.h"

#include <utility>

namespace basalt::wire {
namespace {

bool IsScalar(const JsonValue& value) { return !value.IsArray() && !value.IsObject(); }

std::string_view TokenName(const JsonValue& value) {
  if (value.IsString()) return "STRING_VALUE";
  if (value.IsTrue()) return "TRUE_VALUE";
  if (value.IsFalse()) return "FALSE_VALUE";
  return value.IsDouble() ? "DECIMAL_VALUE" : "NUMBER_VALUE";
}

// Its deserializer trips over containers in containers.
Error NestedContainer() {
  return SerializationError(
      "class sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl cannot be cast to class "
      "java.lang.Class (sun.reflect.generics.reflectiveObjects.ParameterizedTypeImpl and "
      "java.lang.Class are in module java.base of loader 'bootstrap')");
}

Error UnexpectedStructure() {
  return SerializationError("Start of structure or map found where not expected");
}

}  // namespace

Error SerializationError(std::string message) {
  return {.code = ErrorCode::kSerialization, .message = std::move(message)};
}

Error NotScalar(const JsonValue& value, std::string_view type) {
  if (value.IsObject()) return UnexpectedStructure();
  if (value.IsArray()) {
    return SerializationError("Unrecognized collection type class " + std::string(type));
  }
  if (type == "java.lang.Boolean" && value.IsString()) {
    return SerializationError("Unexpected token received from parser");
  }
  return SerializationError(std::string(TokenName(value)) + " cannot be converted to " +
                            std::string(type.substr(type.rfind('.') + 1)));
}

Error NotStructure(const JsonValue& value, Place place, std::string_view shape) {
  if (IsScalar(value)) {
    return SerializationError(place == Place::kMember ? "Unexpected field type"
                                                      : "Unexpected value type in payload");
  }
  return SerializationError("Unrecognized collection type class " + std::string(kModelPackage) +
                            std::string(shape));
}

Error NotList(const JsonValue& value, Place place) {
  if (place == Place::kElement) return NestedContainer();
  return value.IsObject() ? UnexpectedStructure() : SerializationError("Unexpected field type");
}

Error NotMap(const JsonValue& value, Place place, std::string_view value_type) {
  if (place == Place::kElement) return NestedContainer();
  if (IsScalar(value)) return SerializationError("Unexpected field type");
  return SerializationError("Unrecognized collection type java.util.Map<java.lang.String, " +
                            std::string(value_type) + ">");
}

}  // namespace basalt::wire
