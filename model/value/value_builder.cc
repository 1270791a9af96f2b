#include "basalt/value_builder.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <span>

#include "basalt/base64.h"
#include "basalt/item_encoding.h"
#include "model/limits.h"
#include "model/value/item_size.h"
#include "model/value/json_escapes.h"
#include "model/value/number_text.h"

namespace basalt {
namespace {

using encoding::LoadPrefixed;
using encoding::Tag;

constexpr std::size_t kPadBytes = encoding::kItemHeaderBytes - encoding::kValueHeaderBytes;
constexpr std::size_t kNarrowOffsetMax = 0xffff;

// Room for a usual item, taken at once; a lone scalar takes none.
constexpr std::size_t kUsualItemBytes = 512;
constexpr std::size_t kUsualEntries = 16;

// Far above any limit of the service, and low enough that every length fits its field.
constexpr std::size_t kBytesMax = 1u << 30;

Error NestedTooDeep() {
  return ValidationError(
      "Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
      "beyond supported limit");
}

Error EmptySet(ValueType type) {
  const std::string prefix = "One or more parameter values were invalid: ";
  if (type == ValueType::kBinarySet) {
    return ValidationError(prefix + "Binary sets should not be empty");
  }
  const char* kind = type == ValueType::kStringSet ? "string" : "number";
  return ValidationError(prefix + "An " + kind + " set  may not be empty");
}

// `elements` in the client's order.
Error DuplicatesIn(ValueType type, std::span<const std::string_view> elements) {
  if (type == ValueType::kNumberSet) return ValidationError("Input collection contains duplicates");

  std::string message = "One or more parameter values were invalid: Input collection [";
  for (const std::string_view element : elements) {
    if (message.back() != '[') message += ", ";
    if (type == ValueType::kBinarySet) {
      AppendBase64(message, element);
    } else {
      message += element;
    }
  }
  message +=
      type == ValueType::kBinarySet ? "]of type BS contains duplicates." : "] contains duplicates.";
  return ValidationError(std::move(message));
}

std::strong_ordering OrderIn(ValueType container, std::string_view left, std::string_view right) {
  if (container == ValueType::kNumberSet) return CompareNumberTexts(left, right);
  return left.compare(right) <=> 0;
}

// How far below a value its deepest value lies: 0 for a scalar and for what is empty.
std::size_t LevelsBelow(ValueView value) {
  std::size_t levels = 0;
  if (value.type() == ValueType::kMap) {
    for (const Attribute entry : value.AsMap()) {
      levels = std::max(levels, 1 + LevelsBelow(entry.value));
    }
  } else if (value.type() == ValueType::kList) {
    for (const ValueView element : value.AsList()) {
      levels = std::max(levels, 1 + LevelsBelow(element));
    }
  }
  return levels;
}

}  // namespace

ValueBuilder::ValueBuilder() : bytes_(kPadBytes, '\0') {
  static_assert(kFramesMax == kNestingDepthMax + 1);
}

void ValueBuilder::Fault(Error error) {
  if (fault_) return;
  fault_ = std::move(error);
  const Frame& item = frames_[0];
  if (depth_ > 0 && item.type == ValueType::kMap && item.count > 0) {
    fault_attribute_ = LoadPrefixed(bytes_.data() + entries_[item.first_entry + item.count - 1]);
  }
}

// Whether to go on. Counts the value in its list.
bool ValueBuilder::BeginValue() {
  if (fault_) return false;
  if (depth_ == kFramesMax) {
    Fault(NestedTooDeep());
    return false;
  }
  deepest_ = std::max(deepest_, depth_);
  if (depth_ > 0 && frames_[depth_ - 1].type == ValueType::kList) ++frames_[depth_ - 1].count;
  return true;
}

void ValueBuilder::AppendPrefixed(std::string_view bytes) {
  if (bytes.size() > kBytesMax - std::min(kBytesMax, bytes_.size())) {
    return Fault(ValidationError("Item size has exceeded the maximum allowed size"));
  }
  std::size_t length = bytes.size();
  for (; length >= 0x80; length >>= 7) bytes_.push_back(static_cast<char>(0x80 | (length & 0x7f)));
  bytes_.push_back(static_cast<char>(length));
  bytes_.append(bytes);
}

void ValueBuilder::AppendNumber(std::string_view text) {
  if (IsPlainNumber(text)) return AppendPrefixed(text);
  const auto number = basalt::Number::Parse(text);
  if (!number) return Fault(number.error());
  AppendPrefixed(number->ToString());
}

void ValueBuilder::Scalar(char tag, std::string_view payload) {
  if (!BeginValue()) return;
  bytes_.push_back(tag);
  AppendPrefixed(payload);
}

void ValueBuilder::String(std::string_view text) {
  Scalar(Tag(ValueType::kString, NeedsJsonEscapes(text)), text);
}

void ValueBuilder::Number(const basalt::Number& number) {
  Scalar(Tag(ValueType::kNumber), number.ToString());
}

void ValueBuilder::NumberText(std::string_view text) {
  if (!BeginValue()) return;
  bytes_.push_back(Tag(ValueType::kNumber));
  AppendNumber(text);
}

void ValueBuilder::Binary(std::string_view bytes) { Scalar(Tag(ValueType::kBinary), bytes); }

void ValueBuilder::Bool(bool value) {
  if (BeginValue()) bytes_.push_back(Tag(ValueType::kBool, value));
}

void ValueBuilder::Null() {
  if (BeginValue()) bytes_.push_back(Tag(ValueType::kNull));
}

void ValueBuilder::BeginFrame(ValueType type) {
  if (!BeginValue()) return;
  if (depth_ == 0) {
    bytes_.reserve(kUsualItemBytes);
    entries_.reserve(kUsualEntries);
  }
  bytes_.push_back(Tag(type));
  // The length and, but for a map, the count are written at the end.
  bytes_.append(type == ValueType::kMap ? 4 : 4 + encoding::kCountBytes, '\0');
  frames_[depth_++] = {
      .body = bytes_.size() - (type == ValueType::kMap ? 0 : encoding::kCountBytes),
      .first_entry = entries_.size(),
      .count = 0,
      .type = type,
      .sorted = true};
}

void ValueBuilder::BeginMap() { BeginFrame(ValueType::kMap); }
void ValueBuilder::BeginList() { BeginFrame(ValueType::kList); }
void ValueBuilder::BeginSet(ValueType type) { BeginFrame(type); }

// Where an entry starts; its bytes follow. Then `AddEntry` sees whether it is in order.
void ValueBuilder::AddEntry(Frame& frame, std::string_view key) {
  const std::size_t start = bytes_.size();
  frame.type == ValueType::kNumberSet ? AppendNumber(key) : AppendPrefixed(key);
  if (fault_) return;

  if (frame.count > 0 && frame.sorted) {
    const std::string_view previous = LoadPrefixed(bytes_.data() + entries_.back());
    frame.sorted = OrderIn(frame.type, previous, LoadPrefixed(bytes_.data() + start)) < 0;
  }
  entries_.push_back(start);
  ++frame.count;
}

void ValueBuilder::Name(std::string_view name) {
  if (fault_) return;
  assert(depth_ > 0 && frames_[depth_ - 1].type == ValueType::kMap);
  if (name.empty()) return Fault(ValidationError("Empty attribute name"));
  AddEntry(frames_[depth_ - 1], name);
}

void ValueBuilder::SetElement(std::string_view text) {
  if (fault_) return;
  assert(depth_ > 0);
  AddEntry(frames_[depth_ - 1], text);
}

// Brings the entries of the innermost frame into order; of equal keys the last one stays.
void ValueBuilder::SortEntries(const Frame& frame) {
  const std::size_t begin = entries_[frame.first_entry];
  std::vector<std::string_view> spans(frame.count);
  for (std::size_t index = 0; index < spans.size(); ++index) {
    const std::size_t entry = frame.first_entry + index;
    const std::size_t end = entry + 1 < entries_.size() ? entries_[entry + 1] : bytes_.size();
    spans[index] = std::string_view(bytes_).substr(entries_[entry], end - entries_[entry]);
  }
  const auto order = [&](std::string_view left, std::string_view right) {
    return OrderIn(frame.type, LoadPrefixed(left.data()), LoadPrefixed(right.data()));
  };
  std::stable_sort(spans.begin(), spans.end(),
                   [&](auto left, auto right) { return order(left, right) < 0; });

  std::string sorted;
  sorted.reserve(bytes_.size() - begin);
  entries_.resize(frame.first_entry);
  for (std::size_t index = 0; index < spans.size(); ++index) {
    if (index + 1 < spans.size() && order(spans[index], spans[index + 1]) == 0) continue;
    entries_.push_back(begin + sorted.size());
    sorted.append(spans[index]);
  }
  bytes_.replace(begin, std::string::npos, sorted);
}

// Moves the entries up, to make room for count and offsets in front of them.
void ValueBuilder::InsertMapHeader(const Frame& frame) {
  const std::span offsets = std::span(entries_).subspan(frame.first_entry);
  const bool wide = !offsets.empty() && offsets.back() - frame.body > kNarrowOffsetMax;
  const std::size_t width = wide ? 4 : 2;
  const std::size_t header_bytes = encoding::kCountBytes + offsets.size() * width;
  const std::size_t entries_bytes = bytes_.size() - frame.body;

  bytes_.resize(bytes_.size() + header_bytes);
  char* header = bytes_.data() + frame.body;
  std::memmove(header + header_bytes, header, entries_bytes);

  const auto count = static_cast<std::uint32_t>(offsets.size());
  encoding::StoreU32(header, wide ? count | encoding::kWideBit : count);
  header += encoding::kCountBytes;
  for (const std::size_t offset : offsets) {
    const auto relative = static_cast<std::uint32_t>(offset - frame.body);
    wide ? encoding::StoreU32(header, relative) : encoding::StoreU16(header, relative);
    header += width;
  }
}

// Writes the length, and closes the innermost frame.
void ValueBuilder::EndFrame() {
  const Frame& frame = frames_[--depth_];
  encoding::StoreU32(bytes_.data() + frame.body - 4,
                     static_cast<std::uint32_t>(bytes_.size() - frame.body));
  entries_.resize(frame.first_entry);
}

void ValueBuilder::EndMap() {
  if (fault_) return;
  assert(depth_ > 0 && frames_[depth_ - 1].type == ValueType::kMap);
  const Frame& frame = frames_[depth_ - 1];
  if (!frame.sorted) SortEntries(frame);
  InsertMapHeader(frame);
  EndFrame();
}

void ValueBuilder::EndList() {
  if (fault_) return;
  assert(depth_ > 0 && frames_[depth_ - 1].type == ValueType::kList);
  const Frame& frame = frames_[depth_ - 1];
  encoding::StoreU32(bytes_.data() + frame.body, frame.count);
  EndFrame();
}

void ValueBuilder::EndSet() {
  if (fault_) return;
  assert(depth_ > 0);
  const Frame& frame = frames_[depth_ - 1];
  if (frame.count == 0) return Fault(EmptySet(frame.type));
  if (!frame.sorted) {
    std::vector<std::string_view> as_given;
    const std::string given = bytes_.substr(entries_[frame.first_entry]);
    const char* element = given.data();
    for (std::uint32_t index = 0; index < frame.count; ++index) {
      as_given.push_back(LoadPrefixed(element));
      element = as_given.back().data() + as_given.back().size();
    }
    SortEntries(frame);
    if (entries_.size() - frame.first_entry < frame.count) {
      return Fault(DuplicatesIn(frame.type, as_given));
    }
  }
  encoding::StoreU32(bytes_.data() + frame.body, frame.count);
  EndFrame();
}

void ValueBuilder::Value(ValueView value) {
  if (!BeginValue()) return;
  if (depth_ > 0) deepest_ = std::max(deepest_, depth_ + LevelsBelow(value));
  if (deepest_ >= kFramesMax) return Fault(NestedTooDeep());
  if (value.bytes().size() > kBytesMax - std::min(kBytesMax, bytes_.size())) {
    return Fault(ValidationError("Item size has exceeded the maximum allowed size"));
  }
  bytes_.append(value.bytes());
}

Result<EncodedItem> ValueBuilder::FinishItem() && {
  if (fault_) return *std::move(fault_);
  assert(depth_ == 0 && encoding::TypeOfTag(bytes_[kPadBytes]) == ValueType::kMap);

  bytes_[0] = encoding::kVersion;
  bytes_[1] = 0;
  const MapView attributes = ItemView(bytes_).attributes();
  encoding::StoreU32(bytes_.data() + encoding::kItemSizeOffset,
                     static_cast<std::uint32_t>(AttributesSize(attributes)));
  return EncodedItem(std::move(bytes_));
}

Result<EncodedValue> ValueBuilder::FinishValue() && {
  if (fault_) return *std::move(fault_);
  assert(depth_ == 0 && bytes_.size() > kPadBytes);
  if (deepest_ >= static_cast<std::size_t>(kNestingDepthMax)) return NestedTooDeep();
  bytes_.erase(0, kPadBytes);
  return EncodedValue(std::move(bytes_));
}

}  // namespace basalt
