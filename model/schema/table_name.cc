#include "model/schema/table_name.h"

#include <algorithm>

#include "model/limits.h"

namespace basalt {
namespace {

bool IsNameCharacter(char character) {
  return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z') ||
         (character >= '0' && character <= '9') || character == '_' || character == '.' ||
         character == '-';
}

// Takes what comes before the next `separator`, or all of it, and the separator.
std::string_view TakeField(std::string_view& rest, char separator) {
  const std::size_t end = std::min(rest.find(separator), rest.size());
  const std::string_view field = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return field;
}

}  // namespace

bool HasNameCharacters(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsNameCharacter);
}

bool IsName(std::string_view text) {
  return text.size() >= kTableNameBytesMin && text.size() <= kTableNameBytesMax &&
         HasNameCharacters(text);
}

std::optional<TableArn> ParseTableArn(std::string_view text) {
  if (TakeField(text, ':') != "arn") return std::nullopt;
  if (!TakeField(text, ':').starts_with("aws")) return std::nullopt;
  if (TakeField(text, ':') != "dynamodb") return std::nullopt;

  TableArn arn;
  arn.region = TakeField(text, ':');
  arn.account = TakeField(text, ':');
  if (TakeField(text, '/') != "table") return std::nullopt;
  arn.table_name = TakeField(text, '/');
  if (!IsName(arn.table_name)) return std::nullopt;
  if (text.empty()) return arn;

  const std::string_view kind = TakeField(text, '/');
  if (kind == "index" && IsName(text)) {
    arn.index_name = text;
    return arn;
  }
  if (kind == "stream" && !text.empty()) {
    arn.stream_label = text;
    return arn;
  }
  return std::nullopt;
}

std::optional<std::string_view> KinesisStreamNameOf(std::string_view text) {
  if (TakeField(text, ':') != "arn") return std::nullopt;
  if (!TakeField(text, ':').starts_with("aws")) return std::nullopt;
  if (TakeField(text, ':') != "kinesis") return std::nullopt;
  TakeField(text, ':');  // The region and the account may be anybody's.
  TakeField(text, ':');
  if (TakeField(text, '/') != "stream") return std::nullopt;
  if (text.empty() || text.size() > kKinesisStreamNameBytesMax) return std::nullopt;
  return HasNameCharacters(text) ? std::optional(text) : std::nullopt;
}

std::optional<std::string_view> TableNameOf(std::string_view name_or_arn) {
  if (IsName(name_or_arn)) return name_or_arn;
  const auto arn = ParseTableArn(name_or_arn);
  if (!arn || !arn->index_name.empty() || !arn->stream_label.empty()) return std::nullopt;
  return arn->table_name;
}

}  // namespace basalt
