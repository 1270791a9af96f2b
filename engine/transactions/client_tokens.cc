#include "engine/transactions/client_tokens.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "engine/storage/write_set.h"
#include "model/key/key_codec.h"
#include "model/limits.h"

namespace basalt {
namespace {

constexpr std::size_t kEndBytes = 8;
constexpr std::size_t kDigestBytes = 16;

constexpr std::size_t kForgottenInACommit = 500;

void AppendEnd(std::string& key, TimePoint end) {
  const auto milliseconds = static_cast<std::uint64_t>(end.time_since_epoch().count());
  for (int shift = 56; shift >= 0; shift -= 8) key += static_cast<char>(milliseconds >> shift);
}

// REQUIRES: `bytes` are kEndBytes.
TimePoint ReadEnd(std::string_view bytes) {
  std::uint64_t milliseconds = 0;
  for (const char byte : bytes) milliseconds = milliseconds << 8 | static_cast<std::uint8_t>(byte);
  return TimePoint(std::chrono::milliseconds(static_cast<std::int64_t>(milliseconds)));
}

// The start of a token's rows.
std::string TokenPrefix(std::string_view token) {
  std::string prefix = "t";
  AppendKeyString(prefix, token);
  return prefix;
}

std::string TokenKey(std::string_view token, TimePoint end) {
  std::string key = TokenPrefix(token);
  AppendEnd(key, end);
  return key;
}

std::string EndKey(std::string_view token, TimePoint end) {
  std::string key = "e";
  AppendEnd(key, end);
  key += token;
  return key;
}

std::string ValueOf(const DoneRequest& done) {
  std::string value = done.digest;
  for (const std::uint32_t bytes : done.image_bytes) {
    for (int shift = 0; shift < 32; shift += 8) value += static_cast<char>(bytes >> shift);
  }
  return value;
}

DoneRequest ReadDone(std::string_view value) {
  DoneRequest done{.digest = std::string(value.substr(0, kDigestBytes)), .image_bytes = {}};
  for (std::size_t i = kDigestBytes; i + 4 <= value.size(); i += 4) {
    std::uint32_t bytes = 0;
    for (std::size_t at = 4; at-- > 0;) {
      bytes = bytes << 8 | static_cast<std::uint8_t>(value[i + at]);
    }
    done.image_bytes.push_back(bytes);
  }
  return done;
}

}  // namespace

Result<std::optional<DoneRequest>> FindToken(const Store& store, std::string_view token,
                                             TimePoint now) {
  const std::string prefix = TokenPrefix(token);
  std::optional<DoneRequest> done;  // The last one; there is hardly ever more than one row.
  Rows rows = store.Latest().ReadToken({.begin = prefix + std::string(kEndBytes, '\0'),
                                        .end = prefix + std::string(kEndBytes, '\xFF') + '\0'});
  for (; rows.Valid(); rows.Next()) {
    if (ReadEnd(rows.key().substr(prefix.size())) > now) done = ReadDone(rows.value());
  }
  if (auto status = rows.status(); !status) return std::move(status).error();
  return done;
}

std::vector<ExtraRow> RowsOfToken(std::string_view token, const DoneRequest& done, TimePoint now) {
  const TimePoint end = now + std::chrono::seconds(kTokenLifetimeSeconds);
  return {{Family::kTokens, TokenKey(token, end), ValueOf(done)},
          {Family::kTokens, EndKey(token, end), std::string()}};
}

Status ForgetTokens(Store& store, TimePoint now, const std::stop_token& stop) {
  RowRange over{"e", EndKey("", now)};
  while (!stop.stop_requested()) {
    WriteSet writes(store);
    std::size_t forgotten = 0;
    Rows rows = store.Latest().Read(Family::kTokens, over);
    for (; rows.Valid() && forgotten < kForgottenInACommit; rows.Next(), ++forgotten) {
      const std::string_view end_and_token = rows.key().substr(1);
      const TimePoint ended = ReadEnd(end_and_token.substr(0, kEndBytes));
      writes.Erase(Family::kTokens, TokenKey(end_and_token.substr(kEndBytes), ended));
      writes.Erase(Family::kTokens, rows.key());
      over.begin = std::string(rows.key()) + '\0';
    }
    if (auto status = rows.status(); !status) return status;
    if (auto done = std::move(writes).Commit(); !done) return done.error();
    if (forgotten < kForgottenInACommit) break;
  }
  return Done{};
}

std::optional<std::string> OtherRowOfToken(std::string_view row_key) {
  std::string_view rest = row_key.substr(std::min<std::size_t>(1, row_key.size()));
  if (row_key.starts_with('t')) {
    const auto token = TakeKeyString(rest);
    if (!token || rest.size() != kEndBytes) return std::nullopt;
    return EndKey(*token, ReadEnd(rest));
  }
  if (!row_key.starts_with('e') || rest.size() <= kEndBytes) return std::nullopt;
  return TokenKey(rest.substr(kEndBytes), ReadEnd(rest.substr(0, kEndBytes)));
}

}  // namespace basalt
