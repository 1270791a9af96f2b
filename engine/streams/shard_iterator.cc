#include "engine/streams/shard_iterator.h"

#include <charconv>
#include <cstdio>

namespace basalt {
namespace {

constexpr std::string_view kMark = "|1|";
constexpr std::size_t kShardDigits = 8;
constexpr std::size_t kNumberDigits = 16;

void AppendHex(std::string& out, std::uint64_t value, std::size_t digits) {
  char text[kNumberDigits + 1];
  std::snprintf(text, sizeof(text), "%0*llx", static_cast<int>(digits),
                static_cast<unsigned long long>(value));
  out += text;
}

std::optional<std::uint64_t> TakeHex(std::string_view& rest, std::size_t digits) {
  if (rest.size() < digits) return std::nullopt;
  std::uint64_t value = 0;
  const char* end = rest.data() + digits;
  const auto [stop, failure] = std::from_chars(rest.data(), end, value, 16);
  if (failure != std::errc() || stop != end) return std::nullopt;
  rest.remove_prefix(digits);
  return value;
}

}  // namespace

std::string IteratorText(const Stream& stream, const ShardIterator& iterator) {
  std::string text = stream.arn;
  text += kMark;
  AppendHex(text, iterator.shard, kShardDigits);
  AppendHex(text, iterator.position, kNumberDigits);
  AppendHex(text, static_cast<std::uint64_t>(iterator.issued.time_since_epoch().count()),
            kNumberDigits);
  AppendHex(text, KeyedHash(stream.secret, text), kNumberDigits);
  return text;
}

std::optional<std::string> StreamOfIterator(std::string_view text) {
  const std::size_t mark = text.find(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  return std::string(text.substr(0, mark));
}

std::optional<ShardIterator> ParseIterator(const Stream& stream, std::string_view text) {
  const std::size_t mark = text.find(kMark);
  if (mark == std::string_view::npos) return std::nullopt;
  std::string_view rest = text.substr(mark + kMark.size());
  const auto shard = TakeHex(rest, kShardDigits);
  const auto position = TakeHex(rest, kNumberDigits);
  const auto issued = TakeHex(rest, kNumberDigits);
  if (!shard || !position || !issued) return std::nullopt;
  const ShardIterator iterator{
      .shard = static_cast<std::uint32_t>(*shard),
      .position = *position,
      .issued = TimePoint(std::chrono::milliseconds(static_cast<std::int64_t>(*issued)))};
  if (IteratorText(stream, iterator) != text) return std::nullopt;
  return iterator;
}

}  // namespace basalt
