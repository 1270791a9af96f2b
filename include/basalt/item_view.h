// Reading an encoded item in place. No view owns bytes, copies or allocates; all are a pointer and
// a length, to be passed by value, valid as long as the bytes they look at.
//
//   item   := version(u8, 1) flags(u8, 0) size(u32) map
//             size: what the item weighs as AWS counts it
//   map    := count(u32) offset[count] entry[count]   Entries sorted by name (memcmp), each name
//             once. An offset counts from the first entry and is a u16; a u32, and the count's top
//             bit set, exactly if the last entry lies further than 65,535.
//   entry  := length(varint) name value
//   value  := tag(u8) payload
//   tag    := the ValueType in the low four bits, and 0x10 for true and for a string whose JSON
//             form is not its own bytes (a quote, a backslash or a control character)
//   payload of a string, number, binary := length(varint) bytes
//           of a map, list, set         := length(u32) body;   bool and null have none
//   list   := count(u32) value*
//   set    := count(u32) (length(varint) bytes)*   sorted by value, none twice, not empty
//   length(varint)                          seven bits a byte, lowest first, as short as can be
//
// A number's bytes are its canonical text (number_text.h). Equal values have equal bytes.
// FROZEN once released: these bytes are on users' disks. Integers are little-endian.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "basalt/item_encoding.h"
#include "basalt/value_view.h"

namespace basalt {

// A whole item.
class ItemView {
 public:
  ItemView() : encoded_(kEmpty.data(), kEmpty.size()) {}  // The item without attributes.

  // REQUIRES: `encoded` came from a builder of this version (the store's checksums vouch for it).
  explicit ItemView(std::string_view encoded) : encoded_(encoded) {}

  // Whether `encoded` is a well-formed item, checked to the last byte: for bytes nobody vouches
  // for. Never reads outside them, whatever they are; nesting beyond DynamoDB's limit is refused.
  static bool Check(std::string_view encoded);

  MapView attributes() const { return MapView(encoded_.substr(encoding::kItemHeaderBytes)); }
  std::optional<ValueView> Find(std::string_view name) const { return attributes().Find(name); }

  // As AWS counts it: names and values. Read from the header, not summed up.
  std::size_t size_bytes() const {
    return encoding::LoadU32(encoded_.data() + encoding::kItemSizeOffset);
  }
  std::string_view bytes() const { return encoded_; }

  friend bool operator==(ItemView left, ItemView right) { return left.encoded_ == right.encoded_; }

 private:
  static constexpr std::array<char, encoding::kItemHeaderBytes + encoding::kCountBytes> kEmpty{
      encoding::kVersion};

  std::string_view encoded_;
};

}  // namespace basalt
