// The key codec: bytes that sort as values do, and can be read back.
//
//   input := 'n' number '\n' number      Two texts: read, encoded, compared.
//          | 's' bytes '\n' bytes        Two strings: encoded, compared.
//          | 't' parts                   Bytes to be taken apart: each must encode to itself.
#include <compare>
#include <string>
#include <utility>

#include "basalt/number.h"
#include "basalt/result.h"
#include "model/key/key_codec.h"
#include "model/value/number_text.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"

namespace basalt::fuzz {
namespace {

std::pair<std::string_view, std::string_view> Halves(std::string_view input) {
  const std::size_t end = std::min(input.find('\n'), input.size());
  return {input.substr(0, end), input.substr(std::min(end + 1, input.size()))};
}

std::string KeyOf(const Number& number) {
  std::string key;
  AppendKeyNumber(key, number);
  std::string_view rest = key;
  const auto again = TakeKeyNumber(rest);
  Require(again == number && rest.empty(), "a number's key reads as the number", number.ToString());
  return key;
}

std::string KeyOf(std::string_view bytes) {
  std::string key;
  AppendKeyString(key, bytes);
  std::string_view rest = key;
  const auto again = TakeKeyString(rest);
  Require(again == bytes && rest.empty(), "a string's key reads as the string", bytes);
  std::string prefix;
  AppendKeyPrefix(prefix, bytes);
  Require(key.starts_with(prefix), "a key starts with its prefix", bytes);
  const std::string after = KeySuccessor(key);
  Require(after.empty() || after > key, "the successor is greater", bytes);
  return key;
}

void FuzzNumbers(std::string_view input) {
  const auto [one, two] = Halves(input);
  const auto left = Number::Parse(one);
  const auto right = Number::Parse(two);
  if (!left || !right) return;
  const std::string left_text = left->ToString();
  const std::string right_text = right->ToString();
  const auto again = Number::Parse(left_text);
  Require(again && *again == *left && again->ToString() == left_text,
          "a number's text reads as the number", left_text);
  Require(NumberTextSize(left_text) <= 21, "a number weighs 21 bytes at most", left_text);

  const std::string left_key = KeyOf(*left);
  const std::string right_key = KeyOf(*right);
  const auto order = *left <=> *right;
  Require((left_key <=> right_key) == order, "keys sort as numbers do", input);
  Require(CompareNumberTexts(left_text, right_text) == order, "texts compare as numbers do", input);
  Require(!left_key.starts_with(right_key) || order == std::strong_ordering::equal,
          "no key is the start of another", input);
}

void FuzzStrings(std::string_view input) {
  const auto [left, right] = Halves(input);
  const std::string left_key = KeyOf(left);
  const std::string right_key = KeyOf(right);
  Require((left_key <=> right_key) == (left <=> right), "keys sort as strings do", input);
  Require(!left_key.starts_with(right_key) || left == right, "no key is the start of another",
          input);
}

void FuzzParts(std::string_view input) {
  const std::string bytes(input);
  for (std::string_view rest = bytes; !rest.empty();) {
    const std::string_view before = rest;
    if (const auto number = TakeKeyNumber(rest)) {
      Require(before.starts_with(KeyOf(*number)), "only what a number encodes to is its key",
              input);
    } else if (const auto text = TakeKeyString(rest)) {
      Require(before.starts_with(KeyOf(*text)), "only what a string encodes to is its key", input);
    } else {
      Require(rest == before, "what is no part stays", input);
      return;
    }
  }
}

}  // namespace

void FuzzKeys(std::string_view input) {
  if (input.empty()) return;
  const std::string_view rest = input.substr(1);
  if (input.front() == 'n') return FuzzNumbers(rest);
  if (input.front() == 's') return FuzzStrings(rest);
  if (input.front() == 't') return FuzzParts(rest);
}

}  // namespace basalt::fuzz
