// The smallest parts of the item form (grammar in item_view.h): tags, integers, lengths. For the
// views and the builder; programs use those.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "basalt/value_type.h"

namespace basalt::encoding {

inline constexpr char kVersion = 1;
inline constexpr std::size_t kItemHeaderBytes = 6;   // Version, flags, size.
inline constexpr std::size_t kItemSizeOffset = 2;    // Of the size in the header.
inline constexpr std::size_t kValueHeaderBytes = 5;  // Tag and length of a map, list or set.
inline constexpr std::size_t kCountBytes = 4;

inline constexpr std::uint8_t kTypeMask = 0x0f;
inline constexpr std::uint8_t kFlag = 0x10;  // A string: needs escapes. A bool: true.
inline constexpr std::uint32_t kWideBit = 0x8000'0000;

constexpr char Tag(ValueType type, bool flag = false) {
  return static_cast<char>(static_cast<std::uint8_t>(type) | (flag ? kFlag : 0));
}
constexpr ValueType TypeOfTag(char tag) {
  return static_cast<ValueType>(static_cast<std::uint8_t>(tag) & kTypeMask);
}
constexpr bool FlagOfTag(char tag) { return (static_cast<std::uint8_t>(tag) & kFlag) != 0; }

// Little-endian, byte by byte; compilers make one load of it.
inline std::uint32_t LoadU16(const char* bytes) {
  return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[0])) |
         static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[1])) << 8;
}
inline std::uint32_t LoadU32(const char* bytes) {
  return LoadU16(bytes) | LoadU16(bytes + 2) << 16;
}
inline void StoreU16(char* bytes, std::uint32_t value) {
  bytes[0] = static_cast<char>(value);
  bytes[1] = static_cast<char>(value >> 8);
}
inline void StoreU32(char* bytes, std::uint32_t value) {
  StoreU16(bytes, value);
  StoreU16(bytes + 2, value >> 16);
}

// A length in seven bits a byte, lowest first; all but the last byte have the top bit set.
struct Varint {
  std::size_t value = 0;
  std::size_t bytes = 0;  // What it took.
};

// REQUIRES: a well-formed varint.
inline Varint LoadVarint(const char* bytes) {
  const auto first = static_cast<std::uint8_t>(bytes[0]);
  if (first < 0x80) return {first, 1};
  std::size_t value = first & 0x7f;
  for (std::size_t position = 1;; ++position) {
    const auto byte = static_cast<std::uint8_t>(bytes[position]);
    value |= static_cast<std::size_t>(byte & 0x7f) << (7 * position);
    if (byte < 0x80) return {value, position + 1};
  }
}

// The bytes of `length(varint) bytes` at the front. REQUIRES: well-formed.
inline std::string_view LoadPrefixed(const char* bytes) {
  const Varint length = LoadVarint(bytes);
  return {bytes + length.bytes, length.value};
}
inline std::size_t PrefixedBytes(std::string_view prefixed_at) {
  const Varint length = LoadVarint(prefixed_at.data());
  return length.bytes + length.value;
}

// How many bytes the value at the front of `bytes` takes. REQUIRES: well-formed.
inline std::size_t ValueBytes(std::string_view bytes) {
  switch (TypeOfTag(bytes[0])) {
    case ValueType::kBool:
    case ValueType::kNull:
      return 1;
    case ValueType::kString:
    case ValueType::kNumber:
    case ValueType::kBinary:
      return 1 + PrefixedBytes(bytes.substr(1));
    case ValueType::kMap:
    case ValueType::kList:
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      break;
  }
  return kValueHeaderBytes + LoadU32(bytes.data() + 1);
}

}  // namespace basalt::encoding
