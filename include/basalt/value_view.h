// Reading encoded values in place; form and lifetime are described in item_view.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "basalt/item_encoding.h"
#include "basalt/number.h"
#include "basalt/value_type.h"

namespace basalt {

class MapView;
class ListView;
class SetView;

// One value. Accessors REQUIRE the matching type(). Equality is of type and value.
class ValueView {
 public:
  // REQUIRES: `encoded` is exactly one well-formed value; see ItemView::Check for untrusted bytes.
  explicit ValueView(std::string_view encoded) : encoded_(encoded) {}

  ValueType type() const { return encoding::TypeOfTag(encoded_[0]); }

  std::string_view AsString() const { return encoding::LoadPrefixed(encoded_.data() + 1); }
  bool NeedsEscapes() const { return encoding::FlagOfTag(encoded_[0]); }  // In JSON; of a string.
  std::string_view AsNumberText() const { return encoding::LoadPrefixed(encoded_.data() + 1); }
  Number AsNumber() const;
  std::string_view AsBinary() const { return encoding::LoadPrefixed(encoded_.data() + 1); }
  bool AsBool() const { return encoding::FlagOfTag(encoded_[0]); }
  MapView AsMap() const;
  ListView AsList() const;
  SetView AsSet() const;

  std::size_t size_bytes() const;  // As AWS counts it, without the attribute's name.
  std::string_view bytes() const { return encoded_; }

  friend bool operator==(ValueView left, ValueView right) {
    return left.encoded_ == right.encoded_;
  }

 private:
  std::string_view Body() const { return encoded_.substr(encoding::kValueHeaderBytes); }

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
  // Count and offsets, read once for many look-ups.
  struct Layout {
    std::size_t count;
    bool wide;
    const char* offsets;
    std::string_view entries;

    std::size_t OffsetOf(std::size_t position) const;
    Attribute At(std::size_t position) const;
  };

  Layout ReadLayout() const;

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

  std::size_t size() const { return encoding::LoadU32(body_.data()); }
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

  ValueView operator*() const { return ValueView(rest_.substr(0, encoding::ValueBytes(rest_))); }
  Iterator& operator++() {
    rest_.remove_prefix(encoding::ValueBytes(rest_));
    return *this;
  }
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
  std::size_t size() const { return encoding::LoadU32(body_.data()); }
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

  std::string_view operator*() const { return encoding::LoadPrefixed(rest_.data()); }
  Iterator& operator++() {
    rest_.remove_prefix(encoding::PrefixedBytes(rest_));
    return *this;
  }
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

}  // namespace basalt

#include "basalt/value_view_inline.h"  // IWYU pragma: export
