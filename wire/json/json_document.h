// Parsing the body of a request: one JSON object, in place.
#pragma once

#include <rapidjson/document.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "wire/json/charged_memory.h"

namespace basalt::wire {

using JsonPool = rapidjson::MemoryPoolAllocator<ChargedBlocks>;
using JsonValue = rapidjson::GenericValue<rapidjson::UTF8<>, JsonPool>;
using JsonMember = JsonValue::Member;

// How deep arrays and objects may nest in a request. An attribute value takes two levels for each
// of its own, of which it may have 32; the rest is room to see, and to name, what is too deep.
inline constexpr int kJsonDepthMax = 512;

// A body and the values in it. Strings are views into the body, which is rewritten by parsing and
// must outlive the document. Memory comes from a buffer inside, and from the heap for large bodies:
// up to 24 times the body's size, for a list of zeros, charged to the call (call_memory.h) for as
// long as the document lives. Thread-safety: none.
class JsonDocument {
 public:
  // Accepts exactly one JSON object of valid UTF-8, nested at most kJsonDepthMax deep;
  // well_formed() says whether `body` was that. Does not recurse, whatever the body. Members of the
  // object that no request has are checked, and left out of the document. Throws std::bad_alloc.
  explicit JsonDocument(std::string& body);

  bool well_formed() const { return well_formed_; }

  // REQUIRES: well_formed().
  const JsonValue& root() const { return document_; }

 private:
  using Stack = ChargedStack<8 * 1024>;
  using Document = rapidjson::GenericDocument<rapidjson::UTF8<>, JsonPool, Stack>;

  static constexpr std::size_t kPoolBytes = 16 * 1024;

  alignas(16) std::array<char, kPoolBytes> pool_bytes_;  // Left uninitialized: only written to.
  ChargedBlocks blocks_;
  JsonPool pool_;
  Stack stack_;
  Document document_;
  bool well_formed_ = false;
};

inline std::string_view TextOf(const JsonValue& string) {
  return {string.GetString(), string.GetStringLength()};
}

// A member's value; null if there is none or it is JSON's null, which DynamoDB takes for absent. Of
// two members with one name the last counts. REQUIRES: `object` is an object.
const JsonValue* FindMember(const JsonValue& object, std::string_view name);

}  // namespace basalt::wire
