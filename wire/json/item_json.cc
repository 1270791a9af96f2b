#include "wire/json/item_json.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "basalt/base64.h"

namespace basalt::wire {
namespace {

// The end of a reply that is being written: room is asked for once for many bytes, and then filled
// through a pointer. Nobody else may use the string while this lives.
class ReplyEnd {
 public:
  explicit ReplyEnd(std::string& out) : out_(out), used_(out.size()) {}
  ~ReplyEnd() { out_.resize(used_); }
  ReplyEnd(const ReplyEnd&) = delete;
  ReplyEnd& operator=(const ReplyEnd&) = delete;

  // Where to write at most so many bytes; then EndAt says how far one came.
  char* Room(std::size_t bytes) {
    if (out_.size() - used_ < bytes) Extend(used_ + bytes + kBytesAhead);
    return out_.data() + used_;
  }
  void EndAt(const char* end) { used_ = static_cast<std::size_t>(end - out_.data()); }

  // For functions that append to strings.
  template <typename Appender>
  void Append(Appender append) {
    out_.resize(used_);
    append(out_);
    used_ = out_.size();
  }

 private:
  static constexpr std::size_t kBytesAhead = 1024;

  void Extend(std::size_t bytes) {
    if (bytes > out_.capacity()) GrowReply(out_, bytes - out_.size());
    out_.resize(bytes);
  }

  std::string& out_;
  std::size_t used_;  // What follows in out_ is room.
};

char* Copy(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

bool NeedsEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

// Eight bytes at once: the highest bit of each that needs an escape, and of some that follow one.
std::uint64_t EscapesIn(std::uint64_t word) {
  constexpr std::uint64_t kOnes = 0x0101'0101'0101'0101;
  constexpr std::uint64_t kHighBits = 0x80 * kOnes;
  const auto below = [&](std::uint64_t bytes, std::uint64_t limit) {
    return (bytes - limit * kOnes) & ~bytes;
  };
  return (below(word, 0x20) | below(word ^ '"' * kOnes, 1) | below(word ^ '\\' * kOnes, 1)) &
         kHighBits;
}

bool NeedsEscapes(std::string_view text) {
  std::uint64_t escapes = 0;
  for (; text.size() >= sizeof(std::uint64_t); text.remove_prefix(sizeof(std::uint64_t))) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof word);
    escapes |= EscapesIn(word);
  }
  return escapes != 0 || std::ranges::any_of(text, NeedsEscape);
}

void WriteValue(ReplyEnd& end, ValueView value);

void Write(ReplyEnd& end, std::string_view text) { end.EndAt(Copy(end.Room(text.size()), text)); }

constexpr std::string_view kStringOpening = R"({"S":")";
constexpr std::string_view kNumberOpening = R"({"N":")";
constexpr std::string_view kTextClosing = "\"}";
constexpr std::string_view kTrue = R"({"BOOL":true})";
constexpr std::string_view kFalse = R"({"BOOL":false})";

// {"S":"text"}; of a number likewise. REQUIRES: the text needs no escapes.
void WriteText(ReplyEnd& end, std::string_view opening, std::string_view text) {
  char* at = end.Room(opening.size() + text.size() + kTextClosing.size());
  end.EndAt(Copy(Copy(Copy(at, opening), text), kTextClosing));
}

// The text of a value that is nothing but an opening, a text and a closing.
struct PlainText {
  char type;
  std::string_view text;
};

std::optional<PlainText> PlainTextOf(ValueView value) {
  const ValueType type = value.type();
  if (type == ValueType::kNumber) return PlainText{'N', value.AsNumberText()};
  if (type != ValueType::kString || value.NeedsEscapes()) return std::nullopt;
  return PlainText{'S', value.AsString()};
}

// ,"name":{"S":"text"}: most of what replies are made of, in one piece. REQUIRES: neither name nor
// text need escapes.
void WriteTextMember(ReplyEnd& end, char separator, std::string_view name, PlainText value) {
  constexpr std::string_view kBetween = R"(":{"S":")";
  constexpr std::size_t kTypeAt = 4;
  constexpr std::size_t kAround = 2 + kBetween.size() + kTextClosing.size();
  char* at = end.Room(name.size() + value.text.size() + kAround);
  *at++ = separator;
  *at++ = '"';
  at = Copy(at, name);
  Copy(at, kBetween);
  at[kTypeAt] = value.type;
  end.EndAt(Copy(Copy(at + kBetween.size(), value.text), kTextClosing));
}

// Separator, name and colon.
void WriteName(ReplyEnd& end, char separator, std::string_view name, bool needs_escapes) {
  if (needs_escapes) {
    return end.Append([&](std::string& out) {
      out += separator;
      AppendJsonString(out, name);
      out += ':';
    });
  }
  char* at = end.Room(name.size() + 4);
  *at++ = separator;
  *at++ = '"';
  end.EndAt(Copy(Copy(at, name), "\":"));
}

void WriteMap(ReplyEnd& end, MapView map) {
  char separator = '{';
  for (const Attribute attribute : map) {
    const bool needs_escapes = NeedsEscapes(attribute.name);
    const auto plain = needs_escapes ? std::nullopt : PlainTextOf(attribute.value);
    if (plain) {
      WriteTextMember(end, separator, attribute.name, *plain);
    } else {
      WriteName(end, separator, attribute.name, needs_escapes);
      WriteValue(end, attribute.value);
    }
    separator = ',';
  }
  Write(end, separator == '{' ? "{}" : "}");
}

void WriteList(ReplyEnd& end, ListView list) {
  std::string_view separator = "[";
  for (const ValueView element : list) {
    Write(end, separator);
    separator = ",";
    WriteValue(end, element);
  }
  Write(end, separator == "[" ? "[]" : "]");
}

void AppendBinary(std::string& out, std::string_view bytes) {
  GrowReply(out, (bytes.size() + 2) / 3 * 4 + 2);
  out += '"';
  AppendBase64(out, bytes);
  out += '"';
}

void AppendSet(std::string& out, SetView set) {
  JsonArray array(out);
  for (const std::string_view element : set) {
    std::string& place = array.Element();
    if (set.type() == ValueType::kBinarySet) {
      AppendBinary(place, element);
    } else {
      AppendJsonString(place, element);
    }
  }
}

void WriteValue(ReplyEnd& end, ValueView value) {
  switch (value.type()) {
    case ValueType::kString:
      if (!value.NeedsEscapes()) return WriteText(end, kStringOpening, value.AsString());
      Write(end, R"({"S":)");
      end.Append([&](std::string& out) { AppendJsonString(out, value.AsString()); });
      break;
    case ValueType::kNumber:
      return WriteText(end, kNumberOpening, value.AsNumberText());
    case ValueType::kBool:
      return Write(end, value.AsBool() ? kTrue : kFalse);
    case ValueType::kNull:
      return Write(end, R"({"NULL":true})");
    case ValueType::kMap:
      Write(end, R"({"M":)");
      WriteMap(end, value.AsMap());
      break;
    case ValueType::kList:
      Write(end, R"({"L":)");
      WriteList(end, value.AsList());
      break;
    case ValueType::kBinary:
      Write(end, R"({"B":)");
      end.Append([&](std::string& out) { AppendBinary(out, value.AsBinary()); });
      break;
    case ValueType::kStringSet:
    case ValueType::kNumberSet:
    case ValueType::kBinarySet:
      end.Append([&](std::string& out) {
        out += "{\"";
        out += TypeName(value.type());
        out += "\":";
        AppendSet(out, value.AsSet());
      });
      break;
  }
  Write(end, "}");
}

}  // namespace

void ReserveReply(std::string& out, std::size_t bytes) {
  if (bytes > out.capacity()) GrowReply(out, bytes - out.size());
}

void AppendValueJson(std::string& out, ValueView value) {
  ReplyEnd end(out);
  WriteValue(end, value);
}

void AppendItemJson(std::string& out, ItemView item) {
  ReplyEnd end(out);
  WriteMap(end, item.attributes());
}

}  // namespace basalt::wire
