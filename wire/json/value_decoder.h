// Attribute values in requests, poured straight from JSON into the encoded form.
//
// Two kinds of things can be wrong with one. JSON of the wrong type, and text that is not base64,
// end the request at once with AWS's SerializationException. A value that is well-typed but not a
// value (no type, two types, bad numbers, empty sets, ...) is a fault, which the request carries
// along until the engine reports it where AWS's order of checks has it.
#pragma once

#include <optional>

#include "basalt/request_values.h"
#include "basalt/result.h"
#include "wire/json/json_document.h"
#include "wire/json/type_errors.h"

namespace basalt::wire {

// Errors: kSerialization. REQUIRES: `value` is not null.
Result<RequestItem> DecodeItem(const JsonValue& value, Place place);

// Errors: kSerialization. JSON's null is a fault, as an empty value is.
Result<RequestValue> DecodeValue(const JsonValue& value, Place place);

// The Booleans of requests: JSON's, and their names as strings.
std::optional<bool> TruthOf(const JsonValue& value);

}  // namespace basalt::wire
