#include "engine/streams/stream.h"

#include <algorithm>
#include <cstdio>
#include <iterator>
#include <utility>

namespace basalt {
namespace {

// Times in ids never run back, so that ids sort as their shards were opened.
TimePoint OpeningTime(const Stream& stream, TimePoint now) {
  return stream.shards.empty() ? now : std::max(now, stream.shards.back().opened);
}

// "shardId-00000001414576573621-f55eea83"
std::string ShardId(TimePoint opened, std::uint32_t number) {
  char id[64];
  std::snprintf(id, sizeof(id), "shardId-%020lld-%08x",
                static_cast<long long>(opened.time_since_epoch().count()), number);
  return id;
}

Shard NewShard(Stream& stream, SequenceNumber start, TimePoint opened) {
  Shard shard;
  shard.number = stream.next_shard++;
  shard.id = ShardId(opened, shard.number);
  shard.start = start;
  shard.trimmed_to = start;
  shard.opened = opened;
  return shard;
}

}  // namespace

const Shard& Stream::OpenShardOf(std::uint16_t hash) const {
  const auto takes = [&](const Shard& shard) { return shard.Takes(hash); };
  return *std::find_if(shards.rbegin(), shards.rend(), takes);
}

const Shard* Stream::FindShard(std::string_view shard_id) const {
  const auto found = std::ranges::find(shards, shard_id, &Shard::id);
  return found == shards.end() ? nullptr : &*found;
}

bool Stream::IsOver(TimePoint now) const {
  return std::ranges::all_of(shards, [&](const Shard& shard) { return shard.IsOver(now); });
}

bool Stream::IsDueToRollOver(TimePoint now) const {
  return enabled && !shards.empty() && shards.back().opened + kShardLifetime <= now;
}

void OpenShards(Stream& stream, std::size_t count, SequenceNumber start, TimePoint now) {
  const TimePoint opened = OpeningTime(stream, now);
  for (std::size_t position = 0; position < count; ++position) {
    Shard shard = NewShard(stream, start, opened);
    shard.hash_begin = static_cast<std::uint32_t>(kPartitionHashes * position / count);
    shard.hash_end = static_cast<std::uint32_t>(kPartitionHashes * (position + 1) / count);
    stream.shards.push_back(std::move(shard));
  }
}

void CloseShards(Stream& stream, SequenceNumber end, TimePoint now) {
  for (Shard& shard : stream.shards) {
    if (shard.end) continue;
    shard.end = end;
    shard.closed = now;
  }
}

void RollOverShards(Stream& stream, SequenceNumber end, TimePoint now) {
  const TimePoint opened = OpeningTime(stream, now);
  std::vector<Shard> children;
  for (const Shard& parent : stream.shards) {
    if (parent.end) continue;
    Shard child = NewShard(stream, end + 1, opened);
    child.parent_id = parent.id;
    child.hash_begin = parent.hash_begin;
    child.hash_end = parent.hash_end;
    children.push_back(std::move(child));
  }
  CloseShards(stream, end, now);
  std::ranges::move(children, std::back_inserter(stream.shards));
}

}  // namespace basalt
