#include "wire/json/json_document.h"

#include <rapidjson/reader.h>

#include "wire/json/syntax.h"

namespace basalt::wire {
namespace {

constexpr unsigned kParseFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                                 rapidjson::kParseValidateEncodingFlag;

// A character's first byte tells how many follow, and the reader takes them before it looks.
constexpr std::size_t kFollowingBytesMax = 3;

// Passes a reader's events on to a document until they nest too deep, or a string is no text.
template <typename Document>
class DepthGuard {
 public:
  using Ch = char;

  explicit DepthGuard(Document& document) : document_(document) {}

  bool Null() { return document_.Null(); }
  bool Bool(bool value) { return document_.Bool(value); }
  bool Int(int value) { return document_.Int(value); }
  bool Uint(unsigned value) { return document_.Uint(value); }
  bool Int64(std::int64_t value) { return document_.Int64(value); }
  bool Uint64(std::uint64_t value) { return document_.Uint64(value); }
  bool Double(double value) { return document_.Double(value); }
  bool RawNumber(const Ch* text, rapidjson::SizeType length, bool copy) {
    return document_.RawNumber(text, length, copy);
  }
  bool String(const Ch* text, rapidjson::SizeType length, bool copy) {
    return !HasSurrogate({text, length}) && document_.String(text, length, copy);
  }
  bool Key(const Ch* text, rapidjson::SizeType length, bool copy) {
    return !HasSurrogate({text, length}) && document_.Key(text, length, copy);
  }
  bool StartObject() { return ++depth_ <= kJsonDepthMax && document_.StartObject(); }
  bool EndObject(rapidjson::SizeType members) {
    --depth_;
    return document_.EndObject(members);
  }
  bool StartArray() { return ++depth_ <= kJsonDepthMax && document_.StartArray(); }
  bool EndArray(rapidjson::SizeType elements) {
    --depth_;
    return document_.EndArray(elements);
  }

 private:
  Document& document_;
  int depth_ = 0;
};

}  // namespace

JsonDocument::JsonDocument(std::string& body)
    : pool_(pool_bytes_.data(), pool_bytes_.size()),
      stack_pool_(stack_bytes_.data(), stack_bytes_.size()),
      document_(&pool_, 1024, &stack_pool_) {
  const std::size_t body_bytes = body.size();
  body.append(kFollowingBytesMax, '\0');  // For a character that is cut off.
  rapidjson::InsituStringStream stream(body.data());
  auto parse = [&stream](Document& document) {
    DepthGuard<Document> guard(document);
    rapidjson::Reader reader;
    return !reader.Parse<kParseFlags>(stream, guard).IsError();
  };
  document_.Populate(parse);
  // The reader takes a zero byte for the end of the text; here it must be the end of the body.
  well_formed_ = document_.IsObject() && stream.Tell() == body_bytes;
}

const JsonValue* FindMember(const JsonValue& object, std::string_view name) {
  for (auto member = object.MemberEnd(); member != object.MemberBegin();) {
    --member;
    if (TextOf(member->name) != name) continue;
    return member->value.IsNull() ? nullptr : &member->value;
  }
  return nullptr;
}

}  // namespace basalt::wire
