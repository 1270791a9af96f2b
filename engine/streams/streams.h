// All streams of a database: those of its tables, and those that are no longer written to but can
// still be read. What tables' changes mean for them, where records go, how far readers may read.
//
// Thread-safe. Lock order: the tables' gates, key locks, then the lock of this (inside).
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "basalt/clock.h"
#include "basalt/engine_listener.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/storage/store.h"
#include "engine/streams/record_row.h"
#include "engine/streams/sequencer.h"
#include "engine/streams/stream.h"

namespace basalt {

struct StreamSettings {
  Account account;
  std::size_t shards = 1;                    // Of a new stream.
  bool has_kinesis_sink = false;             // Else changes do not wait for one.
  std::chrono::milliseconds state_delay{0};  // How long it is being enabled, or disabled.
};

class Streams : public TableObserver {
 public:
  // Reads every stream's description; `clock` and `store` must outlive this. Errors: kInternal.
  static Result<std::unique_ptr<Streams>> Load(Store& store, const Clock& clock,
                                               StreamSettings settings);

  const Store& store() const { return store_; }
  const Account& account() const { return settings_.account; }

  // A table's stream begins and ends with the commit that says so in the table's description.
  Result<std::unique_ptr<TableChange>> Stage(Catalog& catalog, const Table* before,
                                             const Table* after, WriteSet& writes) override;

  // For writers.

  // A change of an item: of which table, and of which partition by its hash.
  struct Target {
    TableId table = 0;
    std::uint16_t hash = 0;
  };
  // Where its record goes: the number, and, if the table has a stream, the place in that.
  struct Place {
    std::shared_ptr<const Stream> stream;
    RecordPlace record;
  };
  struct Entry {
    std::vector<Place> places;  // One a target, in order.
    SequenceNumber in_flight = 0;
    TimePoint time;
  };

  bool has_kinesis_sink() const { return settings_.has_kinesis_sink; }

  // Numbers the records of one commit. REQUIRES: the items' keys are locked until Leave, which must
  // follow when the commit is in the log at `commit`, or Abandon, if it failed. Errors: kInternal.
  Result<Entry> Enter(std::span<const Target> targets);
  void Leave(const Entry& entry, LogSequence commit);
  void Abandon(const Entry& entry);

  // For readers. None shows streams or shards that are past retention.

  // Errors: kResourceNotFound, kInternal. Rolls the stream's shards over if that is due.
  Result<std::shared_ptr<const Stream>> Find(const std::string& arn);

  // Up to `limit` streams with ARNs that sort after `after`; of one table unless `table` is empty.
  std::vector<std::shared_ptr<const Stream>> List(std::string_view after, std::string_view table,
                                                  std::size_t limit) const;

  // All records with lower numbers are committed and on stable storage, as far as the durability
  // asks for that, and no others will come. A snapshot for answers that is taken later has them.
  SequenceNumber Readable();

  // The first number that a record within retention may have. Errors: kInternal.
  Result<SequenceNumber> TrimPoint(const Stream& stream, const Shard& shard);

  TimePoint Now() const { return clock_.Now(); }

  // Upkeep.

  bool empty() const;  // Whether there is nothing left to trim, now or later.

  // Errors: kResourceNotFound (also for a stream that is disabled), kInternal.
  Status RollOver(const std::string& arn);

  // Erases the records, shards and streams that are past retention, every ten minutes at most. The
  // listener is told of streams that cannot be trimmed.
  void Trim(EngineListener& listener);

 private:
  class Change;
  using StreamPointer = std::shared_ptr<const Stream>;

  Streams(Store& store, const Clock& clock, StreamSettings settings, Sequencer sequencer)
      : store_(store), clock_(clock), settings_(settings), sequencer_(std::move(sequencer)) {}

  void TrimIfDue(EngineListener& listener);
  Status TrimStream(StreamPointer stream, TimePoint now);
  Result<StreamPointer> Trimmed(const Stream& stream, TimePoint now, WriteSet& writes);

  // All of these REQUIRE: the lock is held.
  Result<Stream> Begin(Catalog& catalog, const Table& table);
  Result<SequenceNumber> TakeNumber();
  Status RollOverLocked(const StreamPointer& stream, TimePoint now);
  void Show(StreamPointer stream);
  void Hide(const Stream& stream);

  Store& store_;
  const Clock& clock_;
  const StreamSettings settings_;

  mutable std::mutex lock_;  // Guards all below; held while shards change on disk, too.
  Sequencer sequencer_;
  TimePoint trimmed_;  // When that was last done.
  std::map<std::string, StreamPointer, std::less<>> by_arn_;
  std::unordered_map<TableId, StreamPointer> by_table_;  // Those that are enabled.
};

}  // namespace basalt
