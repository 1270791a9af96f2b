// Retention: which records are too old, and erasing them.
#include <algorithm>
#include <utility>
#include <vector>

#include "engine/storage/erasure.h"
#include "engine/storage/sync_scope.h"
#include "engine/streams/stream_record.h"
#include "engine/streams/streams.h"

namespace basalt {
namespace {

// Many records go by one range deletion, which costs readers until it is compacted away: few long
// ones are better.
constexpr std::chrono::minutes kTrimInterval{10};

// The number and the time of a shard's first record from `begin` on, before `end`.
struct FirstRecord {
  SequenceNumber number = 0;
  TimePoint time;
};

Result<std::optional<FirstRecord>> ReadFirst(const Store& store, const Stream& stream,
                                             const Shard& shard, SequenceNumber begin,
                                             SequenceNumber end) {
  const Rows rows =
      store.Latest().Read(Family::kStreams, RecordsOf(stream.id, shard.number, begin, end));
  if (auto status = rows.status(); !status) return status.error();
  if (!rows.Valid()) return std::optional<FirstRecord>();
  const auto place = ParseRecordKey(rows.key());
  if (!place || !DecodeRecord(rows.value())) {
    return Error{ErrorCode::kInternal, "a change record is damaged"};
  }
  return std::optional(FirstRecord{place->number, TimeOfRecord(rows.value())});
}

// Times grow with numbers, so the first record that is young enough is found by halving.
Result<SequenceNumber> FirstYoung(const Store& store, const Stream& stream, const Shard& shard,
                                  SequenceNumber end, TimePoint oldest) {
  SequenceNumber low = shard.trimmed_to;
  SequenceNumber high = end;
  while (low < high) {
    // Nearly always nothing is too old: then the first look tells.
    const SequenceNumber middle = low == shard.trimmed_to ? low : low + (high - low) / 2;
    const auto first = ReadFirst(store, stream, shard, middle, high);
    if (!first) return first.error();
    if (!*first || (*first)->time > oldest) {
      high = middle;
    } else {
      low = (*first)->number + 1;
    }
  }
  return low;
}

}  // namespace

Result<SequenceNumber> Streams::TrimPoint(const Stream& stream, const Shard& shard) {
  return FirstYoung(store_, stream, shard, Readable(), Now() - kRetention);
}

void Streams::Trim(EngineListener& listener) {
  SyncScope scope(store_);
  TrimIfDue(listener);
  if (const Status synced = scope.Wait(); !synced) {
    listener.OnJobError({.job = JobKind::kStreamTrimming, .resource = {}, .error = synced.error()});
  }
}

void Streams::TrimIfDue(EngineListener& listener) {
  std::vector<StreamPointer> streams;
  const TimePoint now = clock_.Now();
  {
    const std::lock_guard guard(lock_);
    if (trimmed_ <= now && now < trimmed_ + kTrimInterval) return;
    trimmed_ = now;
    for (const auto& [arn, stream] : by_arn_) streams.push_back(stream);
  }
  // What cannot be read of one stream keeps no other from being trimmed.
  for (const StreamPointer& stream : streams) {
    if (const Status done = TrimStream(stream, now); !done) {
      listener.OnJobError(
          {.job = JobKind::kStreamTrimming, .resource = stream->arn, .error = done.error()});
    }
  }
}

// Looks for what is too old without the lock, which writers wait for.
Status Streams::TrimStream(StreamPointer stream, TimePoint now) {
  while (true) {
    WriteSet writes(store_);
    StreamPointer changed;
    if (stream->IsOver(now)) {
      if (auto staged = StageStreamRemoval(store_, *stream, writes); !staged) return staged;
    } else {
      auto trimmed = Trimmed(*stream, now, writes);
      if (!trimmed) return trimmed.error();
      if (*trimmed == nullptr) return Done{};
      changed = *std::move(trimmed);
    }
    const std::lock_guard guard(lock_);
    const auto found = by_arn_.find(stream->arn);
    if (found == by_arn_.end()) return Done{};
    if (found->second != stream) {  // It changed meanwhile.
      stream = found->second;
      continue;
    }
    if (auto done = std::move(writes).Commit(); !done) return done.error();
    if (changed == nullptr) {
      Hide(*stream);
    } else {
      Show(std::move(changed));
    }
    return Done{};
  }
}

// The stream without what is too old, which is staged in `writes`; null if there is nothing too
// old.
Result<Streams::StreamPointer> Streams::Trimmed(const Stream& stream, TimePoint now,
                                                WriteSet& writes) {
  const SequenceNumber readable = Readable();
  Stream changed = stream;
  bool has_trimmed = false;
  for (Shard& shard : changed.shards) {
    const SequenceNumber end = shard.end ? *shard.end + 1 : readable;
    SequenceNumber trim_point = std::max(end, shard.trimmed_to);
    if (!shard.IsOver(now)) {
      const auto young = FirstYoung(store_, stream, shard, end, now - kRetention);
      if (!young) return young.error();
      trim_point = *young;
    }
    if (trim_point == shard.trimmed_to) continue;
    const RowRange erased = RecordsOf(stream.id, shard.number, shard.trimmed_to, trim_point);
    auto staged = StageErasure(store_, Family::kStreams, erased, writes);
    if (!staged) return staged.error();
    shard.trimmed_to = trim_point;
    has_trimmed = true;
  }
  const auto gone = [&](const Shard& shard) { return shard.IsOver(now); };
  if (std::erase_if(changed.shards, gone) == 0 && !has_trimmed) return StreamPointer();
  if (auto staged = StageStream(changed, writes); !staged) return staged.error();
  return std::make_shared<const Stream>(std::move(changed));
}

}  // namespace basalt
