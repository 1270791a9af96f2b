// Building encoded items and values front to back, without a tree in between.
#pragma once

#include <cstddef>
#include <cstdint>
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
// Faults: kValidation with AWS's texts for bad numbers, empty sets, duplicates in sets and nesting
// deeper than 32 levels. Thread-safety: none.
class ValueBuilder {
 public:
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
  void BeginSet(ValueType type);          // One of the three set types.
  void SetElement(std::string_view text);  // A string, a number's text, or a binary.
  void EndSet();

  void Value(ValueView value);                // A copy of what is already encoded.
  void Value(const AttributeValue& value);    // The encoding of a tree.

  // Remembers a fault found by the caller, such as a malformed attribute value.
  void Fault(Error error);

  Result<EncodedItem> FinishItem() &&;
  Result<EncodedValue> FinishValue() &&;

 private:
};

// Fault: as for the builder.
Result<EncodedItem> Encode(const Item& item);
Result<EncodedValue> Encode(const AttributeValue& value);

}  // namespace basalt
