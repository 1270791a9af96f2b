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
  const std::lock_guard guard(lock_);
  const TimePoint now = clock_.Now();
  if (trimmed_ <= now && now < trimmed_ + kTrimInterval) return;
  trimmed_ = now;
  if (const Status done = TrimLocked(now, listener); !done) {
    listener.OnJobError({.job = JobKind::kStreamTrimming, .resource = {}, .error = done.error()});
  }
}

Status Streams::TrimLocked(TimePoint now, EngineListener& listener) {
  WriteSet writes(store_);
  std::vector<StreamPointer> over;
  std::vector<StreamPointer> trimmed;
  for (const auto& [arn, stream] : by_arn_) {
    if (stream->IsOver(now)) {
      if (auto staged = StageStreamRemoval(store_, *stream, writes); !staged) return staged;
      over.push_back(stream);
      continue;
    }
    // What cannot be read of one stream keeps no other from being trimmed.
    auto changed = Trimmed(*stream, now, writes);
    if (!changed) {
      listener.OnJobError(
          {.job = JobKind::kStreamTrimming, .resource = arn, .error = changed.error()});
    } else if (*changed) {
      trimmed.push_back(*std::move(changed));
    }
  }
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  for (const StreamPointer& stream : over) Hide(*stream);
  for (StreamPointer& stream : trimmed) Show(std::move(stream));
  return Done{};
}

// The stream without what is too old, which is staged in `writes`; null if there is nothing too
// old. After an error nothing is staged.
Result<Streams::StreamPointer> Streams::Trimmed(const Stream& stream, TimePoint now,
                                                WriteSet& writes) {
  Stream changed = stream;
  std::vector<RowRange> erased;
  for (Shard& shard : changed.shards) {
    const SequenceNumber end =
        shard.end ? *shard.end + 1 : sequencer_.Readable(store_.answerable());
    SequenceNumber trim_point = std::max(end, shard.trimmed_to);
    if (!shard.IsOver(now)) {
      const auto young = FirstYoung(store_, stream, shard, end, now - kRetention);
      if (!young) return young.error();
      trim_point = *young;
    }
    if (trim_point == shard.trimmed_to) continue;
    erased.push_back(RecordsOf(stream.id, shard.number, shard.trimmed_to, trim_point));
    shard.trimmed_to = trim_point;
  }
  const auto gone = [&](const Shard& shard) { return shard.IsOver(now); };
  if (std::erase_if(changed.shards, gone) == 0 && erased.empty()) return StreamPointer();
  if (auto staged = StageStream(changed, writes); !staged) return staged.error();
  for (const RowRange& range : erased) {
    auto staged = StageErasure(store_, Family::kStreams, range, writes);
    if (!staged) return staged.error();
  }
  return std::make_shared<const Stream>(std::move(changed));
}

}  // namespace basalt
