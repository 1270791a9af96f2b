#include "wire/json/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <system_error>

#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

// What follows the backslash for a byte; 'u' for a control character without a letter; 0: no
// escape.
constexpr std::array<char, 256> kEscapes = [] {
  std::array<char, 256> escapes{};
  for (std::size_t control = 0; control < 0x20; ++control) escapes[control] = 'u';
  escapes['\b'] = 'b';
  escapes['\f'] = 'f';
  escapes['\n'] = 'n';
  escapes['\r'] = 'r';
  escapes['\t'] = 't';
  escapes['"'] = '"';
  escapes['\\'] = '\\';
  return escapes;
}();

constexpr std::size_t kEscapeBytes = 6;

std::size_t EscapedBytes(std::string_view text) {
  std::size_t bytes = text.size();
  for (const char c : text) {
    const char escape = kEscapes[static_cast<unsigned char>(c)];
    bytes += escape == 0 ? 0 : escape == 'u' ? kEscapeBytes - 1 : 1;
  }
  return bytes;
}

void AppendInteger(std::string& out, std::int64_t value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out.append(digits.data(), end.ptr);
}

}  // namespace

void GrowReply(std::string& out, std::size_t bytes) {
  constexpr std::size_t kChargedBytesMin = 64 * 1024;  // Small ones may have come about otherwise.
  const std::size_t old_capacity = out.capacity();
  if (old_capacity - out.size() >= bytes) return;
  const std::size_t capacity = std::max(out.size() + bytes, 2 * old_capacity);
  if (capacity >= kChargedBytesMin) TakeMemory(capacity);
  out.reserve(capacity);  // The old memory stays charged: the heap may keep it for a while.
}

void AppendJsonString(std::string& out, std::string_view text) {
  if (out.capacity() - out.size() < kEscapeBytes * text.size() + 2) {
    GrowReply(out, EscapedBytes(text) + 2);
  }
  out += '"';
  std::size_t copied = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const char escape = kEscapes[byte];
    if (escape == 0) [[likely]] {
      continue;
    }
    out += text.substr(copied, at - copied);
    copied = at + 1;
    out += '\\';
    out += escape;
    if (escape != 'u') continue;
    out += "00";
    out += kHexDigits[byte >> 4U];
    out += kHexDigits[byte & 15U];
  }
  out += text.substr(copied);
  out += '"';
}

void AppendJsonDouble(std::string& out, double value) {
  std::array<char, 400> digits;  // The longest double without an exponent has 309 before its point.
  const auto end =
      std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed);
  const std::string_view text(digits.data(), static_cast<std::size_t>(end.ptr - digits.data()));
  out += text;
  if (text.find('.') == std::string_view::npos) out += ".0";
}

void AppendJsonTime(std::string& out, TimePoint time) {
  using std::chrono::milliseconds, std::chrono::seconds;
  const auto whole = std::chrono::floor<seconds>(time);
  const std::int64_t rest = std::chrono::duration_cast<milliseconds>(time - whole).count();
  AppendInteger(out, whole.time_since_epoch().count());
  out += '.';
  out += static_cast<char>('0' + rest / 100);
  out += static_cast<char>('0' + rest / 10 % 10);
  out += static_cast<char>('0' + rest % 10);
}

void JsonObject::Separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

std::string& JsonObject::Member(std::string_view name) {
  Separate();
  out_ += '"';
  out_ += name;
  out_ += "\":";
  return out_;
}

std::string& JsonObject::MemberOfUser(std::string_view name) {
  Separate();
  AppendJsonString(out_, name);
  out_ += ':';
  return out_;
}

void JsonObject::String(std::string_view name, std::string_view value) {
  AppendJsonString(Member(name), value);
}

void JsonObject::Integer(std::string_view name, std::int64_t value) {
  AppendInteger(Member(name), value);
}

void JsonObject::Double(std::string_view name, double value) {
  AppendJsonDouble(Member(name), value);
}

void JsonObject::Bool(std::string_view name, bool value) {
  Member(name) += value ? "true" : "false";
}

void JsonObject::Time(std::string_view name, TimePoint value) {
  AppendJsonTime(Member(name), value);
}

}  // namespace basalt::wire
