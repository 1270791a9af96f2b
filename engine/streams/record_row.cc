#include "engine/streams/record_row.h"

#include "model/key/key_codec.h"

namespace basalt {
namespace {

constexpr std::uint8_t kVersion = 1;
constexpr std::size_t kHeaderBytes = 3;
constexpr std::size_t kKeyBytes = 4 + 4 + 8;

template <typename T>
void AppendInteger(std::string& out, T value) {
  for (int shift = 8 * (static_cast<int>(sizeof(T)) - 1); shift >= 0; shift -= 8) {
    out += static_cast<char>(value >> shift);
  }
}

// Takes an integer off the front. REQUIRES: `rest` is long enough.
template <typename T>
T TakeInteger(std::string_view& rest) {
  T value = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>(value << 8 | static_cast<std::uint8_t>(rest[i]));
  }
  rest.remove_prefix(sizeof(T));
  return value;
}

void AppendImage(std::string& out, const std::optional<ItemView>& image) {
  const std::string_view bytes = image ? image->bytes() : std::string_view();
  AppendInteger(out, static_cast<std::uint32_t>(bytes.size()));
  out += bytes;
}

// False if `rest` is too short.
bool TakeImage(std::string_view& rest, std::optional<ItemView>& image) {
  if (rest.size() < sizeof(std::uint32_t)) return false;
  const auto length = TakeInteger<std::uint32_t>(rest);
  if (rest.size() < length) return false;
  if (length > 0) image = ItemView(rest.substr(0, length));
  rest.remove_prefix(length);
  return true;
}

TimePoint TakeTime(std::string_view& rest) {
  const auto milliseconds = static_cast<std::int64_t>(TakeInteger<std::uint64_t>(rest));
  return TimePoint(std::chrono::milliseconds(milliseconds));
}

}  // namespace

std::string RecordKey(const RecordPlace& place) {
  std::string key;
  key.reserve(kKeyBytes);
  AppendInteger(key, place.stream);
  AppendInteger(key, place.shard);
  AppendInteger(key, place.number);
  return key;
}

std::optional<RecordPlace> ParseRecordKey(std::string_view key) {
  if (key.size() != kKeyBytes) return std::nullopt;
  RecordPlace place;
  place.stream = TakeInteger<StreamId>(key);
  place.shard = TakeInteger<std::uint32_t>(key);
  place.number = TakeInteger<SequenceNumber>(key);
  return place;
}

RowRange RecordsOf(StreamId stream, std::uint32_t shard, SequenceNumber begin, SequenceNumber end) {
  return {.begin = RecordKey({stream, shard, begin}), .end = RecordKey({stream, shard, end})};
}

RowRange RecordsOf(StreamId stream) {
  std::string prefix;
  AppendInteger(prefix, stream);
  return {.begin = prefix, .end = KeySuccessor(prefix)};
}

std::int64_t SizeOf(const RecordRow& record) {
  std::size_t bytes = record.keys.size_bytes();
  if (record.new_image) bytes += record.new_image->size_bytes();
  if (record.old_image) bytes += record.old_image->size_bytes();
  return static_cast<std::int64_t>(bytes);
}

std::optional<Identity> IdentityOf(WriteOrigin origin) {
  if (origin != WriteOrigin::kTimeToLive) return std::nullopt;
  return Identity{.principal_id = "dynamodb.amazonaws.com", .type = "Service"};
}

std::string EncodeRecord(const RecordRow& record) {
  std::string value;
  std::size_t bytes =
      kHeaderBytes + sizeof(std::uint64_t) + 3 * sizeof(std::uint32_t) + record.keys.bytes().size();
  for (const auto* image : {&record.old_image, &record.new_image}) {
    if (*image) bytes += (*image)->bytes().size();
  }
  value.reserve(bytes);
  value += static_cast<char>(kVersion);
  value += static_cast<char>(record.operation);
  value += static_cast<char>(record.origin);
  AppendInteger(value, static_cast<std::uint64_t>(record.time.time_since_epoch().count()));
  AppendImage(value, record.keys);
  AppendImage(value, record.old_image);
  AppendImage(value, record.new_image);
  return value;
}

std::optional<RecordRow> DecodeRecord(std::string_view value) {
  if (value.size() < kHeaderBytes + sizeof(std::uint64_t)) return std::nullopt;
  const auto operation = static_cast<std::uint8_t>(value[1]);
  const auto origin = static_cast<std::uint8_t>(value[2]);
  const bool known = value[0] == static_cast<char>(kVersion) &&
                     operation <= static_cast<std::uint8_t>(OperationType::kRemove) &&
                     origin <= static_cast<std::uint8_t>(WriteOrigin::kTimeToLive);
  if (!known) return std::nullopt;

  RecordRow record;
  record.operation = static_cast<OperationType>(operation);
  record.origin = static_cast<WriteOrigin>(origin);
  std::string_view rest = value.substr(kHeaderBytes);
  record.time = TakeTime(rest);
  std::optional<ItemView> keys;
  const bool whole = TakeImage(rest, keys) && TakeImage(rest, record.old_image) &&
                     TakeImage(rest, record.new_image) && rest.empty();
  if (!whole || !keys) return std::nullopt;
  record.keys = *keys;
  return record;
}

TimePoint TimeOfRecord(std::string_view value) {
  std::string_view rest = value.substr(kHeaderBytes);
  return TakeTime(rest);
}

}  // namespace basalt
