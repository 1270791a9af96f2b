// Items and values as they are stored and sent: one compact byte string each, read through the
// views of item_view.h. EncodedItem is what requests and responses hold.
#pragma once

#include <string>
#include <utility>

#include "basalt/attribute_value.h"
#include "basalt/item_view.h"

namespace basalt {

// An owned encoded item. Cheap to move; immutable. The moved-from state is the empty item.
class EncodedItem {
 public:
  EncodedItem() = default;
  // REQUIRES: `bytes` is a well-formed item.
  explicit EncodedItem(std::string bytes) : bytes_(std::move(bytes)) {}
  explicit EncodedItem(ItemView item) : bytes_(item.bytes()) {}

  ItemView view() const { return bytes_.empty() ? ItemView() : ItemView(bytes_); }
  Item ToItem() const;

  friend bool operator==(const EncodedItem& left, const EncodedItem& right) {
    return left.view() == right.view();
  }

 private:
  std::string bytes_;
};

// An owned encoded value; never empty once built.
class EncodedValue {
 public:
  // REQUIRES: `bytes` is one well-formed value.
  explicit EncodedValue(std::string bytes) : bytes_(std::move(bytes)) {}
  explicit EncodedValue(ValueView value) : bytes_(value.bytes()) {}

  ValueView view() const { return ValueView(bytes_); }
  AttributeValue ToAttributeValue() const;

  friend bool operator==(const EncodedValue&, const EncodedValue&) = default;

 private:
  std::string bytes_;
};

// The owned tree of a view.
AttributeValue ToAttributeValue(ValueView value);
Item ToItem(ItemView item);

}  // namespace basalt
