#include "wire/json/syntax.h"

#include <rapidjson/encodedstream.h>
#include <rapidjson/memorystream.h>
#include <rapidjson/reader.h>

#include <algorithm>

#include "wire/json/charged_memory.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {
namespace {

struct TextCheck : rapidjson::BaseReaderHandler<rapidjson::UTF8<>, TextCheck> {
  bool String(const char* text, rapidjson::SizeType length, bool) {
    return !HasSurrogate({text, length});
  }
};

}  // namespace

bool HasSurrogate(std::string_view text) {
  constexpr char kLead = '\xED';  // Of U+D000 to U+DFFF; surrogates are the upper half.
  for (std::size_t at = text.find(kLead); at < text.size(); at = text.find(kLead, at + 1)) {
    if (at + 1 < text.size() && static_cast<unsigned char>(text[at + 1]) >= 0xA0) return true;
  }
  return false;
}

std::string TextOfHeader(std::string_view bytes) {
  const auto is_ascii = [](char byte) { return static_cast<unsigned char>(byte) < 0x80; };
  if (std::ranges::all_of(bytes, is_ascii)) return std::string(bytes);
  std::string quoted;
  AppendJsonString(quoted, bytes);
  if (IsJson(quoted)) return std::string(bytes);

  std::string text;
  for (const char byte : bytes) {
    const auto code = static_cast<unsigned char>(byte);
    if (code >= 0x80) text += static_cast<char>(0xC0 | code >> 6);
    text += static_cast<char>(code >= 0x80 ? 0x80 | (code & 0x3F) : code);
  }
  return text;
}

bool IsJson(std::string_view text) {
  constexpr unsigned kFlags =
      rapidjson::kParseIterativeFlag | rapidjson::kParseValidateEncodingFlag;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> stream(bytes);
  TextCheck check;
  ChargedStack<1024> stack;
  rapidjson::GenericReader<rapidjson::UTF8<>, rapidjson::UTF8<>, ChargedStack<1024>> reader(&stack);
  return !reader.Parse<kFlags>(stream, check).IsError();
}

}  // namespace basalt::wire
