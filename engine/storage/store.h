// The one door to RocksDB: column families, reads at a point in time, and row iteration.
// Writing is write_set.h's.
//
// Thread-safe. What it hands out (snapshots, rows, pinned values) belongs to one thread at a time
// and must go before the store does.
#pragma once

#include <rocksdb/slice.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "basalt/database.h"
#include "basalt/result.h"
#include "engine/storage/rocks.h"
#include "model/key/row_key.h"

namespace basalt {

// RocksDB's sequence number of a write: where in the write-ahead log it stands.
using LogSequence = std::uint64_t;

enum class Family : std::uint8_t { kCatalog, kItems, kIndex, kTokens, kExpiry, kStreams };
inline constexpr std::size_t kFamilyCount = 6;

struct StoreOptions {
  std::optional<std::filesystem::path> directory;  // Absent: in memory.
  Durability durability = Durability::kCommit;
  std::size_t cache_bytes = 128 * 1024 * 1024;  // Up to half of it for writes.
  // What a family collects in memory before it is written to a table; the log is as long as that,
  // and somewhat longer. It bounds how long the start after a crash takes, and memory for writing.
  std::size_t write_buffer_bytes = 32 * 1024 * 1024;
  // A stop that leaves more log than this writes it into tables, so that the next start is quick.
  std::uint64_t log_bytes_left_max = 4 * 1024 * 1024;
  bool read_only = false;       // For inspection; never creates anything.
  bool salvage = false;         // Read-only, and opens what is damaged, too, if that can be.
  rocksdb::Env* env = nullptr;  // Null: the machine's. Must outlive the store.
  // Null: none. Is told of stalls and of errors in the background; must not wait, nor call anybody
  // back. Must outlive the store.
  EngineListener* listener = nullptr;
};

// A value held where RocksDB has it. Movable; the view survives moves.
class PinnedValue {
 public:
  std::string_view bytes() const { return {slice_.data(), slice_.size()}; }

 private:
  friend class Snapshot;
  explicit PinnedValue(rocksdb::PinnableSlice slice);

  rocksdb::PinnableSlice slice_;
};

enum class Direction { kForward, kBackward };

// Rows of one range in key order, or against it. Starts on the first row, if there is one:
//   for (; rows.Valid(); rows.Next()) ...rows.key()...rows.value()...
//   if (auto status = rows.status(); !status) return status.error();
class Rows {
 public:
  Rows(Rows&&) noexcept;
  Rows& operator=(Rows&&) noexcept;
  ~Rows();

  bool Valid() const;
  void Next();
  void Back();                   // Undoes a Next(). REQUIRES: Valid().
  std::string_view key() const;  // REQUIRES for both: Valid(). They live until the next step.
  std::string_view value() const;
  Status status() const;  // An error where reading failed: then Valid() is false too early.

 private:
  friend class Snapshot;
  class Cursor;
  explicit Rows(std::unique_ptr<Cursor> cursor);

  std::unique_ptr<Cursor> cursor_;
};

// What a start says of a directory that is damaged, and what can be done about it.
Error Damaged(const std::string& path, const std::string& what);

class Store;
struct PreparedDirectory;

// The store at one moment, or (Store::Latest) at each moment it is asked. What it shows may be
// lost to a loss of power (if not yet synced) unless Store says otherwise.
class Snapshot {
 public:
  Snapshot(Snapshot&& other) noexcept = default;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;

  Result<std::optional<PinnedValue>> Get(Family family, std::string_view key) const;
  // One answer a key, in order.
  Result<std::vector<std::optional<PinnedValue>>> MultiGet(Family family,
                                                           std::span<const std::string> keys) const;
  // Ranges that are known to be empty (empty_ranges.h) are passed at once, unless every row that is
  // there is wanted: ReadAll is for ranges in which rows come and go other than by a commit.
  Rows Read(Family family, RowRange range, Direction direction = Direction::kForward) const;
  Rows ReadAll(Family family, RowRange range) const;
  // The rows of one token, of which there are mostly none: filters tell. REQUIRES: the range is of
  // the tokens family, and its keys differ in the last eight bytes only.
  Rows ReadToken(RowRange range) const;

 private:
  friend class Store;
  Snapshot(const Store& store, std::shared_ptr<const rocksdb::Snapshot> at)
      : store_(&store), at_(std::move(at)) {}

  const Store* store_;
  std::shared_ptr<const rocksdb::Snapshot> at_;  // Null: latest.
};

class Store {
 public:
  // Opens or creates. Errors: kInternal with a text for people: the directory cannot be written, is
  // held by another process, is of a newer format, or is damaged.
  static Result<std::unique_ptr<Store>> Open(const StoreOptions& options);

  // What was written last is on disk when this returns, whatever the durability.
  ~Store();

  // Brings all that was written to stable storage, whatever the durability; what is in memory stays
  // there. Errors: kInternal.
  Status Sync();

  bool writes_stall() const;  // See Database.
  // Whether every table is held open: of a directory in use, only then all is of one moment. So it
  // is with read_only, as far as the process may have handles.
  bool holds_all_tables() const;
  Durability durability() const;  // In memory kNone, whatever the options said.

  // The names of the files whose rows it shows, beside its logs: "000012.sst". For salvage.
  std::set<std::string> TableFiles() const;

  // Whether writes would be taken now. Errors: kInternal: they are refused, and why.
  Status CheckWritable() const;

  // For answers: what they show is never lost while the answer is remembered. At kCommit this is
  // the store at its last sync, with every write that was answered; else it is the store of now.
  Snapshot TakeSnapshot() const;
  Snapshot ForOneRead() const;  // The same for one Get, or one Read; cheaper.

  // For writers, who must know what was written before them: with what is not synced yet.
  Snapshot Latest() const;

  bool answers_when_synced() const;  // At kCommit.

  // All writes up to this one will outlive what the durability promises to outlive; where answers
  // do not wait for syncs, these are all.
  LogSequence answerable() const;

  // Of the last write so far.
  LogSequence last_sequence() const;

  // Returns, or calls `done` (from another thread, or at once), when answerable() >= `sequence`.
  // Errors: kInternal: the log could not be written or synced; the writes are seen, but nobody
  // knows whether a crash leaves them.
  Status AwaitSync(LogSequence sequence) const;
  void WhenSynced(LogSequence sequence, std::function<void(const Status&)> done) const;

  // Removes the table files that hold nothing but rows of the range, at once and without a trace.
  // Rows that were deleted before may come back: read them with Snapshot::ReadAll. Does nothing
  // where a snapshot is older than `garbage_since`, or where the store was opened for reading
  // alone. REQUIRES: the rows are garbage by a commit of that sequence number or
  // an earlier one, which is on stable storage when this returns. Errors: kInternal.
  Status DropFiles(Family family, const RowRange& range, LogSequence garbage_since);

  // Has what a family holds in memory written to a table file, without waiting. Errors: kInternal.
  Status FlushSoon(Family family);

 private:
  friend class Snapshot;
  friend class WriteSet;
  struct State;  // RocksDB's handles, the sync thread, the in-memory environment.

  explicit Store(std::unique_ptr<State> state);
  Status LogHolds() const;
  // As Open, where there is nothing yet. Where it fails, it leaves nothing.
  static Result<std::unique_ptr<Store>> Create(std::unique_ptr<State> state,
                                               const StoreOptions& options,
                                               PreparedDirectory& prepared, rocksdb::Env* env);
  std::unique_ptr<State> state_;
};

}  // namespace basalt
