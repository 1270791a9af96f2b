#include "wire/json/item_json.h"

#include <cstddef>
#include <cstring>

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
    if (out_.size() - used_ < bytes) out_.resize(used_ + bytes + kBytesAhead);
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
  static constexpr std::size_t kBytesAhead = 256;

  std::string& out_;
  std::size_t used_;  // What follows in out_ is room.
};

char* Copy(char* to, std::string_view text) {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

bool NeedsEscapes(std::string_view text) {
  bool needs = false;
  for (const char c : text) {
    needs |= static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
  }
  return needs;
}

void WriteValue(ReplyEnd& end, ValueView value);

void Write(ReplyEnd& end, std::string_view text) { end.EndAt(Copy(end.Room(text.size()), text)); }

// {"S":"text"}; of a number likewise. REQUIRES: the text needs no escapes.
void WriteText(ReplyEnd& end, std::string_view opening, std::string_view text) {
  constexpr std::string_view kClosing = "\"}";
  char* at = end.Room(opening.size() + text.size() + kClosing.size());
  end.EndAt(Copy(Copy(Copy(at, opening), text), kClosing));
}

// Separator, name and colon.
void WriteName(ReplyEnd& end, char separator, std::string_view name) {
  if (NeedsEscapes(name)) {
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
    WriteName(end, separator, attribute.name);
    separator = ',';
    WriteValue(end, attribute.value);
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
      if (!value.NeedsEscapes()) return WriteText(end, R"({"S":")", value.AsString());
      Write(end, R"({"S":)");
      end.Append([&](std::string& out) { AppendJsonString(out, value.AsString()); });
      break;
    case ValueType::kNumber:
      return WriteText(end, R"({"N":")", value.AsNumberText());
    case ValueType::kBool:
      return Write(end, value.AsBool() ? R"({"BOOL":true})" : R"({"BOOL":false})");
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

void AppendValueJson(std::string& out, ValueView value) {
  ReplyEnd end(out);
  WriteValue(end, value);
}

void AppendItemJson(std::string& out, ItemView item) {
  ReplyEnd end(out);
  WriteMap(end, item.attributes());
}

}  // namespace basalt::wire
