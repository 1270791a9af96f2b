// ItemView::Check: a reader of the grammar in item_view.h that believes nothing.
#include <cstdint>
#include <optional>
#include <string_view>

#include "basalt/item_view.h"
#include "basalt/result.h"
#include "model/limits.h"
#include "model/value/item_size.h"
#include "model/value/json_escapes.h"
#include "model/value/number_text.h"
#include "model/value/utf8.h"

namespace basalt {
namespace {

constexpr std::size_t kVarintBytesMax = 5;  // Of a length below 2^32.

// The bytes not yet read. Every Take answers empty where they do not suffice.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : rest_(bytes) {}

  bool done() const { return rest_.empty(); }
  std::size_t left() const { return rest_.size(); }

  std::optional<std::string_view> Take(std::size_t count) {
    if (count > rest_.size()) return std::nullopt;
    const std::string_view taken = rest_.substr(0, count);
    rest_.remove_prefix(count);
    return taken;
  }

  std::optional<std::uint32_t> TakeU32() {
    const auto bytes = Take(4);
    if (!bytes) return std::nullopt;
    return encoding::LoadU32(bytes->data());
  }

  // Bytes after their length, which must be written as short as can be.
  std::optional<std::string_view> TakePrefixed() {
    std::uint64_t length = 0;
    for (std::size_t position = 0; position < kVarintBytesMax; ++position) {
      const auto byte = Take(1);
      if (!byte) return std::nullopt;
      const auto bits = static_cast<std::uint8_t>((*byte)[0]);
      length |= static_cast<std::uint64_t>(bits & 0x7f) << (7 * position);
      if (bits >= 0x80) continue;
      if (bits == 0 && position > 0) return std::nullopt;
      return Take(length);
    }
    return std::nullopt;
  }

 private:
  std::string_view rest_;
};

// The level of a value in its item: 1 for an attribute's.
bool CheckValue(Reader& reader, int level);

bool CheckNumberText(std::string_view text) {
  if (IsPlainNumber(text)) return true;
  const auto number = Number::Parse(text);
  return number && number->ToString() == text;
}

bool CheckMap(std::string_view body, int level) {
  Reader reader(body);
  const auto word = reader.TakeU32();
  if (!word) return false;
  const bool wide = (*word & encoding::kWideBit) != 0;
  const std::uint64_t count = *word & ~encoding::kWideBit;
  const std::uint64_t width = wide ? 4 : 2;
  if (count * width > reader.left()) return false;
  const std::string_view offsets = *reader.Take(count * width);

  const std::size_t entries_bytes = reader.left();
  std::optional<std::string_view> previous;
  std::size_t offset = 0;
  for (std::size_t entry = 0; entry < count; ++entry) {
    offset = entries_bytes - reader.left();
    const char* written = offsets.data() + entry * width;
    if ((wide ? encoding::LoadU32(written) : encoding::LoadU16(written)) != offset) return false;

    const auto name = reader.TakePrefixed();
    if (!name || name->empty() || !IsUtf8(*name) || (previous && *previous >= *name)) return false;
    previous = name;
    if (!CheckValue(reader, level)) return false;
  }
  return reader.done() && wide == (offset > 0xffff);
}

bool CheckList(std::string_view body, int level) {
  Reader reader(body);
  const auto count = reader.TakeU32();
  if (!count || *count > reader.left()) return false;
  for (std::uint32_t element = 0; element < *count; ++element) {
    if (!CheckValue(reader, level)) return false;
  }
  return reader.done();
}

bool CheckSet(ValueType type, std::string_view body) {
  Reader reader(body);
  const auto count = reader.TakeU32();
  if (!count || *count == 0 || *count > reader.left()) return false;

  std::optional<std::string_view> previous;
  for (std::uint32_t index = 0; index < *count; ++index) {
    const auto element = reader.TakePrefixed();
    if (!element) return false;
    if (type == ValueType::kStringSet && !IsUtf8(*element)) return false;
    if (type == ValueType::kNumberSet) {
      if (!CheckNumberText(*element)) return false;
      if (previous && CompareNumberTexts(*previous, *element) >= 0) return false;
    } else if (previous && *previous >= *element) {
      return false;
    }
    previous = element;
  }
  return reader.done();
}

bool CheckScalar(ValueType type, bool flag, std::string_view payload) {
  if (type == ValueType::kString) return IsUtf8(payload) && flag == NeedsJsonEscapes(payload);
  if (flag) return false;
  return type == ValueType::kBinary || CheckNumberText(payload);
}

bool CheckValue(Reader& reader, int level) {
  if (level > kNestingDepthMax) return false;
  const auto tag_byte = reader.Take(1);
  if (!tag_byte) return false;
  const char tag = (*tag_byte)[0];
  const ValueType type = encoding::TypeOfTag(tag);
  const bool flag = encoding::FlagOfTag(tag);
  if (type > ValueType::kBinarySet || encoding::Tag(type, flag) != tag) return false;

  if (type == ValueType::kBool) return true;
  if (type == ValueType::kNull) return !flag;
  if (type <= ValueType::kBinary) {
    const auto payload = reader.TakePrefixed();
    return payload && CheckScalar(type, flag, *payload);
  }
  const auto length = reader.TakeU32();
  const auto body = length ? reader.Take(*length) : std::nullopt;
  if (!body || flag) return false;
  if (type == ValueType::kMap) return CheckMap(*body, level + 1);
  if (type == ValueType::kList) return CheckList(*body, level + 1);
  return CheckSet(type, *body);
}

}  // namespace

bool ItemView::Check(std::string_view encoded) {
  if (encoded.size() < encoding::kItemHeaderBytes) return false;
  if (encoded[0] != encoding::kVersion || encoded[1] != 0) return false;
  if (!CheckMap(encoded.substr(encoding::kItemHeaderBytes), 1)) return false;
  const ItemView item(encoded);
  return AttributesSize(item.attributes()) == item.size_bytes();
}

}  // namespace basalt
