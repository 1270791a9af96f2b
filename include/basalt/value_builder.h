// Building encoded items and values front to back, without a tree in between.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/result.h"

namespace basalt {

// Builds one value; what is wrong with it is remembered, first fault first, and answered by Finish,
// so that a caller can pour in whatever a client sent. An item is a value that is a map:
//
//   ValueBuilder builder;
//   builder.BeginMap();
//   builder.Name("pk");
//   builder.String("dialogue#1");
//   builder.EndMap();
//   Result<EncodedItem> item = std::move(builder).FinishItem();
//
// Names may come in any order; the last of two values under one name stays. Set elements may come
// in any order. REQUIRES: every Begin has its End, and inside a map every value its Name.
// Faults: kValidation with AWS's texts for empty names, bad numbers, empty sets, duplicates in sets
// and nesting deeper than 32 levels. Thread-safety: none.
class ValueBuilder {
 public:
  ValueBuilder();

  void Name(std::string_view name);

  void String(std::string_view text);  // Valid UTF-8.
  void Number(const basalt::Number& number);
  void NumberText(std::string_view text);  // As a client wrote it; normalised here.
  void Binary(std::string_view bytes);
  void Bool(bool value);
  void Null();
  void BeginMap();
  void EndMap();
  void BeginList();
  void EndList();
  void BeginSet(ValueType type);           // One of the three set types.
  void SetElement(std::string_view text);  // A string, a number's text, or a binary.
  void EndSet();

  void Value(ValueView value);              // A copy of what is already encoded.
  void Value(const AttributeValue& value);  // The encoding of a tree.

  // Remembers a fault found by the caller, such as a malformed attribute value.
  void Fault(Error error);

  // Whether something was wrong; all that comes after is ignored.
  bool faulty() const { return fault_.has_value(); }

  // The top-level attribute the first fault lies in; empty if there is none.
  const std::string& fault_attribute() const { return fault_attribute_; }

  Result<EncodedItem> FinishItem() &&;
  Result<EncodedValue> FinishValue() &&;

 private:
  // A map, list or set that is open.
  struct Frame {
    std::size_t body;         // Where its body starts in bytes_.
    std::size_t first_entry;  // Where its entries start in entries_ (maps and sets).
    std::uint32_t count;
    ValueType type;
    bool sorted;  // Strictly ascending so far.
  };

  static constexpr std::size_t kFramesMax = 33;  // An item, and what may be open inside.

  bool BeginValue();
  void BeginFrame(ValueType type);
  void Scalar(char tag, std::string_view payload);
  void AppendPrefixed(std::string_view bytes);
  void AppendNumber(std::string_view text);
  void AddEntry(Frame& frame, std::string_view key);
  void EndFrame();
  void SortEntries(const Frame& frame);
  void InsertMapHeader(const Frame& frame);

  std::string bytes_;                 // A byte to spare for an item's header, then the value.
  std::vector<std::size_t> entries_;  // Where the entries of open maps and sets start in bytes_.
  std::array<Frame, kFramesMax> frames_;  // The first depth_ of them are set.
  std::size_t depth_ = 0;
  std::size_t deepest_ = 0;  // Of any value.
  std::optional<Error> fault_;
  std::string fault_attribute_;
};

// Fault: as for the builder.
Result<EncodedItem> Encode(const Item& item);
Result<EncodedValue> Encode(const AttributeValue& value);

}  // namespace basalt
