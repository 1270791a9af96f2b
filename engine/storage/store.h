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
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/database.h"
#include "basalt/result.h"
#include "engine/storage/rocks.h"
#include "model/key/row_key.h"

namespace basalt {

enum class Family : std::uint8_t { kCatalog, kItems, kIndex, kTokens, kExpiry, kStreams };
inline constexpr std::size_t kFamilyCount = 6;

struct StoreOptions {
  std::optional<std::filesystem::path> directory;  // Absent: in memory.
  Durability durability = Durability::kCommit;
  std::size_t cache_bytes = 128 * 1024 * 1024;  // Up to half of it for writes.
  // What a family collects in memory before it is written to a table; the log is as long as that,
  // and somewhat longer. It bounds how long the start after a crash takes, and memory for writing.
  std::size_t write_buffer_bytes = 32 * 1024 * 1024;
  bool read_only = false;       // For inspection; never creates anything.
  bool salvage = false;         // Read-only, and opens what is damaged, too, if that can be.
  rocksdb::Env* env = nullptr;  // Null: the machine's. Must outlive the store.
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
  struct Bounds;  // The iterator points to them.
  Rows(std::unique_ptr<Bounds> bounds, std::unique_ptr<rocksdb::Iterator> rows,
       Direction direction);

  std::unique_ptr<Bounds> bounds_;
  std::unique_ptr<rocksdb::Iterator> rows_;
  Direction direction_;
};

// What a start says of a directory that is damaged, and what can be done about it.
Error Damaged(const std::string& path, const std::string& what);

class Store;

// The store at one moment, or (Store::Latest) at each moment it is asked.
class Snapshot {
 public:
  Snapshot(Snapshot&& other) noexcept;
  Snapshot(const Snapshot&) = delete;
  Snapshot& operator=(const Snapshot&) = delete;
  ~Snapshot();

  Result<std::optional<PinnedValue>> Get(Family family, std::string_view key) const;
  // One answer a key, in order.
  Result<std::vector<std::optional<PinnedValue>>> MultiGet(Family family,
                                                           std::span<const std::string> keys) const;
  Rows Read(Family family, RowRange range, Direction direction = Direction::kForward) const;

 private:
  friend class Store;
  Snapshot(const Store& store, const rocksdb::Snapshot* at) : store_(&store), at_(at) {}

  const Store* store_;
  const rocksdb::Snapshot* at_;  // Null: latest.
};

class Store {
 public:
  // Opens or creates. Errors: kInternal with a text for people: the directory cannot be written, is
  // held by another process, is of a newer format, or is damaged.
  static Result<std::unique_ptr<Store>> Open(const StoreOptions& options);

  // What was written last is on disk when this returns, whatever the durability.
  ~Store();

  Snapshot TakeSnapshot() const;
  Snapshot Latest() const;  // Cheaper, for a single read.

 private:
  friend class Snapshot;
  friend class WriteSet;
  struct State;  // RocksDB's handles, the sync thread, the in-memory environment.

  explicit Store(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace basalt
