// A stream as the engine holds it in memory: an immutable description, replaced whole when its
// shards change.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/clock.h"
#include "basalt/table_types.h"
#include "engine/streams/keyed_hash.h"
#include "engine/streams/sequence_number.h"
#include "model/schema/table_schema.h"

namespace basalt {

using StreamId = std::uint32_t;  // Of one sequence with the ids of tables and indexes.

inline constexpr std::chrono::hours kRetention{24};        // Older records are trimmed.
inline constexpr std::chrono::hours kShardLifetime{4};     // Then a shard rolls over.
inline constexpr std::uint32_t kPartitionHashes = 65'536;  // See PartitionHash.

// The changes of the partitions whose hashes are in a range, from its opening to its end. An item's
// changes are all in one shard and then in its descendants, which take over its range.
struct Shard {
  std::uint32_t number = 0;  // Of its stream; never used again.
  std::string id;
  std::optional<std::string> parent_id;
  std::uint32_t hash_begin = 0;
  std::uint32_t hash_end = kPartitionHashes;  // Exclusive.
  SequenceNumber start = 0;
  // Beyond the numbers of its records, and itself no record's. Absent: it is open.
  std::optional<SequenceNumber> end;
  TimePoint opened;
  std::optional<TimePoint> closed;
  SequenceNumber trimmed_to = 0;  // Records before it have been erased.

  bool Takes(std::uint16_t hash) const { return !end && hash_begin <= hash && hash < hash_end; }
  // Whether all its records are past retention, and it with them.
  bool IsOver(TimePoint now) const { return closed && *closed + kRetention <= now; }
};

struct Stream {
  StreamId id = 0;
  TableId table_id = 0;
  std::string table_name;
  std::string label;
  std::string arn;
  StreamViewType view_type = StreamViewType::kKeysOnly;
  std::vector<KeySchemaElement> key_schema;
  TimePoint created;
  bool enabled = true;
  TimePoint settles;          // Until then it is only being enabled, or disabled.
  HashKey secret{};           // Signs its iterators and makes its event ids.
  std::vector<Shard> shards;  // In order of number and of id.
  std::uint32_t next_shard = 0;

  // REQUIRES: the stream is enabled.
  const Shard& OpenShardOf(std::uint16_t hash) const;
  const Shard* FindShard(std::string_view shard_id) const;

  bool IsOver(TimePoint now) const;
  bool IsDueToRollOver(TimePoint now) const;
};

// The following change a stream that no one else sees yet.

// Opens the first shards, whose records have numbers from `start` on.
void OpenShards(Stream& stream, std::size_t count, SequenceNumber start, TimePoint now);

// Closes the open shards. `end` is a number beyond those of their records, and no record's own.
void CloseShards(Stream& stream, SequenceNumber end, TimePoint now);

// Also opens a child of each.
void RollOverShards(Stream& stream, SequenceNumber end, TimePoint now);

}  // namespace basalt
