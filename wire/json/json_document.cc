#include "wire/json/json_document.h"

#include <rapidjson/reader.h>

#include <algorithm>

#include "wire/json/request_members.h"
#include "wire/json/syntax.h"

namespace basalt::wire {
namespace {

constexpr unsigned kParseFlags = rapidjson::kParseInsituFlag | rapidjson::kParseIterativeFlag |
                                 rapidjson::kParseValidateEncodingFlag;

using ReaderStack = ChargedStack<1024>;
using Reader = rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ReaderStack>;

// Of the document's memory. Those of large bodies are so large that freeing them gives them back to
// the system.
constexpr std::size_t kChunkBytesMin = 64 * 1024;
constexpr std::size_t kChunkBytesMax = 1024 * 1024;

// A character's first byte tells how many follow, and the reader takes them before it looks.
constexpr std::size_t kFollowingBytesMax = 3;

// Smaller bodies build all they have: it costs less than looking each name up.
constexpr std::size_t kSkippingBytesMin = 64 * 1024;

// Passes a reader's events on to a document until they nest too deep, or a string is no text. Of a
// large body it leaves out the members of the root that no request has.
template <typename Document>
class DepthGuard {
 public:
  using Ch = char;

  DepthGuard(Document& document, bool skips) : document_(document), skips_(skips) {}

  bool Null() { return skipping_ || document_.Null(); }
  bool Bool(bool value) { return skipping_ || document_.Bool(value); }
  bool Int(int value) { return skipping_ || document_.Int(value); }
  bool Uint(unsigned value) { return skipping_ || document_.Uint(value); }
  bool Int64(std::int64_t value) { return skipping_ || document_.Int64(value); }
  bool Uint64(std::uint64_t value) { return skipping_ || document_.Uint64(value); }
  bool Double(double value) { return skipping_ || document_.Double(value); }
  bool RawNumber(const Ch* text, rapidjson::SizeType length, bool copy) {
    return skipping_ || document_.RawNumber(text, length, copy);
  }
  bool String(const Ch* text, rapidjson::SizeType length, bool copy) {
    return !HasSurrogate({text, length}) && (skipping_ || document_.String(text, length, copy));
  }
  bool Key(const Ch* text, rapidjson::SizeType length, bool copy) {
    if (HasSurrogate({text, length})) return false;
    if (skips_ && depth_ == 1) {
      skipping_ = !IsRequestMember({text, length});
      skipped_ += skipping_ ? 1 : 0;
    }
    return skipping_ || document_.Key(text, length, copy);
  }
  bool StartObject() { return ++depth_ <= kJsonDepthMax && (skipping_ || document_.StartObject()); }
  bool EndObject(rapidjson::SizeType members) {
    if (--depth_ > 0) return skipping_ || document_.EndObject(members);
    skipping_ = false;
    return document_.EndObject(members - skipped_);
  }
  bool StartArray() { return ++depth_ <= kJsonDepthMax && (skipping_ || document_.StartArray()); }
  bool EndArray(rapidjson::SizeType elements) {
    --depth_;
    return skipping_ || document_.EndArray(elements);
  }

 private:
  Document& document_;
  const bool skips_;
  bool skipping_ = false;  // Within a member that is left out.
  rapidjson::SizeType skipped_ = 0;
  int depth_ = 0;
};

}  // namespace

JsonDocument::JsonDocument(std::string& body)
    : pool_(pool_bytes_.data(), pool_bytes_.size(),
            std::clamp(body.size(), kChunkBytesMin, kChunkBytesMax), &blocks_),
      document_(&pool_, 1024, &stack_) {
  const std::size_t body_bytes = body.size();
  body.append(kFollowingBytesMax, '\0');  // For a character that is cut off.
  rapidjson::InsituStringStream stream(body.data());
  auto parse = [&](Document& document) {
    DepthGuard<Document> guard(document, body_bytes >= kSkippingBytesMin);
    ReaderStack reader_stack;
    Reader reader(&reader_stack);
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
