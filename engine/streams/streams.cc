#include "engine/streams/streams.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/streams/outbox.h"
#include "engine/streams/stream_record.h"

namespace basalt {
namespace {

bool HasStream(const Table* table) {
  return table != nullptr && table->description.table_status != TableStatus::kDeleting &&
         table->description.stream_specification &&
         table->description.stream_specification->stream_enabled;
}

Error NotFound(const std::string& arn) {
  return {.code = ErrorCode::kResourceNotFound,
          .message = "Requested resource not found: Stream: " + arn + " not found"};
}

}  // namespace

Result<std::unique_ptr<Streams>> Streams::Load(Store& store, const Clock& clock,
                                               StreamSettings settings) {
  auto sequencer = Sequencer::Load(store);
  if (!sequencer) return sequencer.error();
  settings.shards = std::clamp<std::size_t>(settings.shards, 1, kPartitionHashes);
  std::unique_ptr<Streams> streams(
      new Streams(store, clock, std::move(settings), *std::move(sequencer)));

  Rows rows = store.Latest().Read(Family::kCatalog, AllStreamRecords());
  for (; rows.Valid(); rows.Next()) {
    auto stream = DecodeStreamRecord(rows.value());
    if (!stream) return stream.error();
    stream->arn = streams->account().StreamArn(stream->table_name, stream->label);
    stream->settles = std::min(stream->settles, clock.Now() + streams->settings_.state_delay);
    streams->Show(std::make_shared<const Stream>(*std::move(stream)));
  }
  if (auto status = rows.status(); !status) return status.error();
  return streams;
}

// What one change of a table does to streams: at most one ends, at most one begins.
class Streams::Change : public TableChange {
 public:
  explicit Change(Streams& streams) : streams_(streams), lock_(streams.lock_) {}

  Result<Done> Stage(Catalog& catalog, const Table* before, const Table* after, WriteSet& writes) {
    const bool had = HasStream(before);
    const bool has = HasStream(after);
    const bool same =
        had && has && before->schema.id == after->schema.id &&
        before->description.latest_stream_label == after->description.latest_stream_label;
    if (same) return Done{};
    if (had) {
      if (auto ended = End(before->schema.id, writes); !ended) return ended;
    }
    if (has) return Begin(catalog, *after, writes);
    return Done{};
  }

  void Committed() override {
    if (replaced_) streams_.Hide(*replaced_);
    if (ended_) streams_.Show(ended_);
    if (begun_) streams_.Show(begun_);
  }

 private:
  Status End(TableId table, WriteSet& writes) {
    const auto found = streams_.by_table_.find(table);
    if (found == streams_.by_table_.end()) return Done{};
    const auto end = streams_.TakeNumber();
    if (!end) return end.error();
    Stream stream = *found->second;
    CloseShards(stream, *end, streams_.clock_.Now());
    stream.enabled = false;
    stream.settles = streams_.clock_.Now() + streams_.settings_.state_delay;
    ended_ = std::make_shared<const Stream>(std::move(stream));
    return StageStream(*ended_, writes);
  }

  Status Begin(Catalog& catalog, const Table& table, WriteSet& writes) {
    auto stream = streams_.Begin(catalog, table);
    if (!stream) return stream.error();
    begun_ = std::make_shared<const Stream>(*std::move(stream));
    // A table of the same name may have gone within the same millisecond.
    const auto same_arn = streams_.by_arn_.find(begun_->arn);
    if (same_arn != streams_.by_arn_.end()) {
      replaced_ = same_arn->second;
      auto removed = StageStreamRemoval(streams_.store_, *replaced_, writes);
      if (!removed) return removed;
    }
    return StageStream(*begun_, writes);
  }

  Streams& streams_;
  const std::unique_lock<std::mutex> lock_;
  StreamPointer replaced_;
  StreamPointer ended_;
  StreamPointer begun_;
};

Result<std::unique_ptr<TableChange>> Streams::Stage(Catalog& catalog, const Table* before,
                                                    const Table* after, WriteSet& writes) {
  if (ChangesOutboxes(before, after)) {
    const std::lock_guard guard(lock_);
    const auto end = TakeNumber();
    if (!end) return end.error();
    if (auto staged = StageOutboxes(before, after, *end, writes); !staged) return staged.error();
  }
  if (!HasStream(before) && !HasStream(after)) return std::unique_ptr<TableChange>();
  auto change = std::make_unique<Change>(*this);
  if (auto staged = change->Stage(catalog, before, after, writes); !staged) return staged.error();
  return std::unique_ptr<TableChange>(std::move(change));
}

Result<Stream> Streams::Begin(Catalog& catalog, const Table& table) {
  const auto start = TakeNumber();
  if (!start) return start.error();
  const TableDescription& description = table.description;
  Stream stream;
  stream.id = catalog.NewId();
  stream.table_id = table.schema.id;
  stream.table_name = table.schema.name;
  stream.label = description.latest_stream_label.value_or("");
  stream.arn = account().StreamArn(stream.table_name, stream.label);
  stream.view_type =
      description.stream_specification->stream_view_type.value_or(StreamViewType::kKeysOnly);
  stream.key_schema = description.key_schema;
  stream.created = clock_.Now();
  stream.settles = stream.created + settings_.state_delay;
  stream.secret = NewHashKey();
  OpenShards(stream, settings_.shards, *start, stream.created);
  return stream;
}

Result<SequenceNumber> Streams::TakeNumber() {
  if (auto reserved = sequencer_.Reserve(1); !reserved) return reserved.error();
  return sequencer_.Take();
}

Result<Streams::Entry> Streams::Enter(std::span<const Target> targets) {
  Entry entry;
  entry.places.resize(targets.size());
  const std::lock_guard guard(lock_);
  entry.time = clock_.Now();
  for (const Target& target : targets) {
    const auto found = by_table_.find(target.table);
    if (found == by_table_.end() || !found->second->IsDueToRollOver(entry.time)) continue;
    if (auto done = RollOverLocked(found->second, entry.time); !done) return done.error();
  }
  if (auto reserved = sequencer_.Reserve(targets.size()); !reserved) return reserved.error();
  entry.in_flight = sequencer_.Enter();
  for (std::size_t i = 0; i < targets.size(); ++i) {
    Place& place = entry.places[i];
    place.record.number = sequencer_.Take();
    const auto found = by_table_.find(targets[i].table);
    if (found == by_table_.end()) continue;
    place.stream = found->second;
    place.record.stream = place.stream->id;
    place.record.shard = place.stream->OpenShardOf(targets[i].hash).number;
  }
  return entry;
}

void Streams::Leave(const Entry& entry, LogSequence commit) {
  const std::lock_guard guard(lock_);
  sequencer_.Leave(entry.in_flight, commit, store_.answerable());
}

void Streams::Abandon(const Entry& entry) {
  const std::lock_guard guard(lock_);
  sequencer_.Abandon(entry.in_flight);
}

Result<std::shared_ptr<const Stream>> Streams::Find(const std::string& arn) {
  const std::lock_guard guard(lock_);
  const TimePoint now = clock_.Now();
  const auto found = by_arn_.find(arn);
  if (found == by_arn_.end() || found->second->IsOver(now)) return NotFound(arn);
  if (found->second->IsDueToRollOver(now)) {
    if (auto done = RollOverLocked(found->second, now); !done) return done.error();
  }
  return by_arn_.find(arn)->second;
}

std::vector<std::shared_ptr<const Stream>> Streams::List(std::string_view after,
                                                         std::string_view table,
                                                         std::size_t limit) const {
  const std::lock_guard guard(lock_);
  const TimePoint now = clock_.Now();
  std::vector<StreamPointer> streams;
  for (auto at = by_arn_.upper_bound(after); at != by_arn_.end() && streams.size() < limit; ++at) {
    const StreamPointer& stream = at->second;
    if (stream->IsOver(now) || (!table.empty() && stream->table_name != table)) continue;
    streams.push_back(stream);
  }
  return streams;
}

SequenceNumber Streams::Readable() {
  const std::lock_guard guard(lock_);
  return sequencer_.Readable(store_.answerable());
}

bool Streams::empty() const {
  const std::lock_guard guard(lock_);
  return by_arn_.empty();
}

Status Streams::RollOver(const std::string& arn) {
  const std::lock_guard guard(lock_);
  const auto found = by_arn_.find(arn);
  if (found == by_arn_.end() || !found->second->enabled) return NotFound(arn);
  return RollOverLocked(found->second, clock_.Now());
}

Status Streams::RollOverLocked(const StreamPointer& stream, TimePoint now) {
  const auto end = TakeNumber();
  if (!end) return end.error();
  Stream changed = *stream;
  RollOverShards(changed, *end, now);
  WriteSet writes(store_);
  if (auto staged = StageStream(changed, writes); !staged) return staged;
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  Show(std::make_shared<const Stream>(std::move(changed)));
  return Done{};
}

void Streams::Show(StreamPointer stream) {
  if (stream->enabled) {
    by_table_[stream->table_id] = stream;
  } else if (const auto of_table = by_table_.find(stream->table_id);
             of_table != by_table_.end() && of_table->second->id == stream->id) {
    by_table_.erase(of_table);
  }
  const std::string& arn = stream->arn;
  by_arn_.insert_or_assign(arn, std::move(stream));
}

void Streams::Hide(const Stream& stream) { by_arn_.erase(stream.arn); }

}  // namespace basalt
