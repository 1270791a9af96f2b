// Order-preserving key codec: bytes that sort (memcmp) as DynamoDB sorts the values.
//
//   key    := part*                   No part is a prefix of another, so parts just concatenate.
//   part   := string | number         A key attribute's type is fixed by the schema: no type tag.
//   string := escaped 0x00 0x01       Byte 0x00 inside is written 0x00 0xFF. Binary is the same.
//   number := 0x00 ~rest              Negative: every byte after the sign is inverted.
//           | 0x01                    Zero.
//           | 0x02 rest               Positive.
//   rest   := exponent pair* 0x00     Biased exponent, then two digits a byte, plus one: 1..100.
//
// FROZEN once released: these bytes are on users' disks.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "basalt/item_view.h"

namespace basalt {

// Appends one encoded part to `key`. Total: every value within the limits has an encoding.
void AppendKeyString(std::string& key, std::string_view bytes);
void AppendKeyNumber(std::string& key, const Number& value);

// REQUIRES: the value is a string, a number or a binary.
void AppendKeyValue(std::string& key, ValueView value);

// Appends a string or binary without its end, so that every key that goes on with more bytes of the
// same part has this as its prefix: the start of a begins_with range.
void AppendKeyPrefix(std::string& key, std::string_view bytes);

// Takes one part off the front of `rest`; empty if `rest` does not start with one.
std::optional<std::string> TakeKeyString(std::string_view& rest);
std::optional<Number> TakeKeyNumber(std::string_view& rest);

// The first key that is greater than every key with this prefix; empty if there is none.
std::string KeySuccessor(std::string_view prefix);

}  // namespace basalt
