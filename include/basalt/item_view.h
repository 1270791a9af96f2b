// Reading an encoded item in place. No view owns bytes, copies or allocates; all are a pointer and
// a length, to be passed by value, valid as long as the bytes they look at.
//
//   item   := version flags size(u32) map     size: what the item weighs as AWS counts it
//   map    := count(u32) offset[count] entry[count]   Entries sorted by name (memcmp). An offset
//             (u16, or u32 if the map's wide bit is set) counts from the first entry.
//   entry  := length(varint) name value
//   value  := tag payload
//   payload of a string, number, binary := length(varint) bytes
//           of a map, list, set         := length(u32) body;   true, false, null have none
//   list   := count(u32) value*          set := count(u32) (length(varint) bytes)*  sorted
//
// A string's tag says whether its JSON form needs escapes; a number's bytes are its canonical text.
// Sets are sorted by value and without duplicates: equal values have equal bytes.
// FROZEN once released: these bytes are on users' disks. Integers are little-endian.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "basalt/number.h"

namespace basalt {

enum class ValueType : std::uint8_t {
  kString,
  kNumber,
  kBinary,
  kBool,
  kNull,
  kMap,
  kList,
  kStringSet,
  kNumberSet,
  kBinarySet,
};

// DynamoDB's name of a type: "S", "N", "B", "BOOL", "NULL", "M", "L", "SS", "NS", "BS".
std::string_view TypeName(ValueType type);

class MapView;
class ListView;
class SetView;

// One value. Accessors REQUIRE the matching type(). Equality is of type and value.
class ValueView {
 public:
  // REQUIRES: `encoded` is exactly one well-formed value; see ItemView::Check for untrusted bytes.
  explicit ValueView(std::string_view encoded) : encoded_(encoded) {}

  ValueType type() const;

  std::string_view AsString() const;
  bool NeedsEscapes() const;  // A string whose JSON form is not its own bytes.
  std::string_view AsNumberText() const;
  Number AsNumber() const;
  std::string_view AsBinary() const;
  bool AsBool() const;
  MapView AsMap() const;
  ListView AsList() const;
  SetView AsSet() const;

  std::size_t size_bytes() const;  // As AWS counts it, without the attribute's name.
  std::string_view bytes() const { return encoded_; }

  friend bool operator==(ValueView left, ValueView right) {
    return left.encoded_ == right.encoded_;
  }

 private:
  std::string_view encoded_;
};

struct Attribute {
  std::string_view name;
  ValueView value;
};

// Attributes sorted by name; Find is a binary search.
class MapView {
 public:
  class Iterator;

  MapView() = default;  // No attributes.
  explicit MapView(std::string_view body) : body_(body) {}

  std::size_t size() const;
  bool empty() const { return size() == 0; }
  Attribute operator[](std::size_t position) const;  // REQUIRES: position < size().
  std::optional<ValueView> Find(std::string_view name) const;

  Iterator begin() const;
  Iterator end() const;

 private:
  std::string_view body_;
};

class MapView::Iterator {
 public:
  using value_type = Attribute;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  Iterator(MapView map, std::size_t position) : map_(map), position_(position) {}

  Attribute operator*() const { return map_[position_]; }
  Iterator& operator++() {
    ++position_;
    return *this;
  }
  Iterator operator++(int) { return {map_, position_++}; }
  friend bool operator==(const Iterator& left, const Iterator& right) {
    return left.position_ == right.position_;
  }

 private:
  MapView map_;
  std::size_t position_ = 0;
};

// Values in order, read front to back: `for (ValueView element : list)`.
class ListView {
 public:
  class Iterator;

  explicit ListView(std::string_view body) : body_(body) {}

  std::size_t size() const;
  std::optional<ValueView> At(std::size_t position) const;  // Linear in position.
  Iterator begin() const;
  Iterator end() const;

 private:
  std::string_view body_;
};

class ListView::Iterator {
 public:
  using value_type = ValueView;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  explicit Iterator(std::string_view rest) : rest_(rest) {}

  ValueView operator*() const;
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Iterator& left, const Iterator& right) {
    return left.rest_.size() == right.rest_.size();
  }

 private:
  std::string_view rest_;
};

// A set's elements: strings, number texts or binaries, sorted by value.
class SetView {
 public:
  class Iterator;

  SetView(ValueType type, std::string_view body) : type_(type), body_(body) {}

  ValueType type() const { return type_; }
  std::size_t size() const;
  bool Contains(std::string_view element) const;  // Its bytes as the set holds them.
  Iterator begin() const;
  Iterator end() const;

 private:
  ValueType type_;
  std::string_view body_;
};

class SetView::Iterator {
 public:
  using value_type = std::string_view;
  using difference_type = std::ptrdiff_t;

  Iterator() = default;
  explicit Iterator(std::string_view rest) : rest_(rest) {}

  std::string_view operator*() const;
  Iterator& operator++();
  Iterator operator++(int) {
    Iterator before = *this;
    ++*this;
    return before;
  }
  friend bool operator==(const Iterator& left, const Iterator& right) {
    return left.rest_.size() == right.rest_.size();
  }

 private:
  std::string_view rest_;
};

// A whole item.
class ItemView {
 public:
  ItemView();  // The item without attributes.

  // REQUIRES: `encoded` came from a builder of this version (the store's checksums vouch for it).
  explicit ItemView(std::string_view encoded) : encoded_(encoded) {}

  // Whether `encoded` is a well-formed item, checked to the last byte: for bytes nobody vouches for.
  static bool Check(std::string_view encoded);

  MapView attributes() const;
  std::optional<ValueView> Find(std::string_view name) const { return attributes().Find(name); }
  std::size_t size_bytes() const;  // As AWS counts it: names and values.
  std::string_view bytes() const { return encoded_; }

  friend bool operator==(ItemView left, ItemView right) { return left.encoded_ == right.encoded_; }

 private:
  std::string_view encoded_;
};

}  // namespace basalt
