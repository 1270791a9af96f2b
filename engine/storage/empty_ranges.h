// Ranges of keys that hold no row, remembered so that reads need not pass the deleted rows in them
// again. RocksDB keeps a deleted row until it is compacted away, and a read steps over each one: a
// queue whose first 100,000 rows have been taken would cost that many steps at every look.
//
// A range is remembered in two steps, so that a put is never hidden:
//   1. A read that had to pass many deleted rows proposes the range. From then on every write that
//      puts a key into it takes that key out of it before it writes (Writing, Put).
//   2. Writes that began before the proposal may not have seen it. Once all of them are done, a
//      read whose snapshot is no older than that, and that finds the range empty, makes it known.
// In a quiet store both happen within one read. A known range is empty at the snapshot that proved
// it and at every later one, because each later put has been taken out of it. Decision 0019 has the
// argument in full.
//
// Thread-safe. Knows nothing of RocksDB, but that commits have ascending sequence numbers.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/storage/store.h"

namespace basalt {

// The key that comes right after.
inline std::string KeyAfter(std::string_view key) { return std::string(key) + '\0'; }

class EmptyRanges {
 public:
  using Sequence = std::uint64_t;

  // `latest` tells the sequence number of the last commit that can be read.
  explicit EmptyRanges(std::function<Sequence()> latest) : latest_(std::move(latest)) {}

  // What a write holds from before it looks at the ranges until its rows can be read.
  class Writing {
   public:
    explicit Writing(EmptyRanges& ranges);
    ~Writing();
    Writing(const Writing&) = delete;
    Writing& operator=(const Writing&) = delete;

   private:
    std::atomic<std::int64_t>& in_flight_;
  };

  // Whether anything is proposed or known: where not, a write need not call Put. Of one family, and
  // of all.
  bool any(Family family) const { return Of(family).count.load() > 0; }
  bool any() const { return ranges_in_all_.load() > 0; }

  // Takes a key out of every range. REQUIRES: a Writing is held, and the key is written after this.
  void Put(Family family, std::string_view key);

  // Forgets every range: for a write whose keys cannot be told.
  void Clear();

  // The known range that comes first among those that end after `position`, and the one that comes
  // last among those that begin before it; of those that hold for a snapshot of sequence number
  // `at`. Either may contain `position`. REQUIRES: the snapshot was taken before this call.
  std::optional<RowRange> FirstAfter(Family family, std::string_view position, Sequence at) const;
  std::optional<RowRange> LastBefore(Family family, std::string_view position, Sequence at) const;

  // A read found no row in the range, at a sequence number that is at least `low` and at most
  // `high`. REQUIRES: `range` has an end.
  void Observe(Family family, const RowRange& range, Sequence low, Sequence high);

 private:
  static constexpr std::size_t kKnownMax = 1024;
  static constexpr std::size_t kProposedMax = 16;

  struct Known {
    std::string end;
    Sequence since = 0;  // It holds for snapshots from here on.
  };
  struct Proposed {
    RowRange range;
    std::uint64_t drains = 0;       // It is ready when the store has seen so many drains.
    std::optional<Sequence> ready;  // Writes that have not seen it come before this, or are it.
  };
  struct OfFamily {
    mutable std::mutex lock;
    std::atomic<std::size_t> count = 0;               // Of both; what any() tells.
    std::map<std::string, Known, std::less<>> known;  // By its begin. They do not overlap.
    std::vector<Proposed> proposed;                   // They may overlap.
    std::string evicted;                              // Where the last range was that had to go.
  };

  OfFamily& Of(Family family) { return families_[static_cast<std::size_t>(family)]; }
  const OfFamily& Of(Family family) const { return families_[static_cast<std::size_t>(family)]; }

  void Drain();
  bool IsReady(Proposed& proposed);
  bool Prove(OfFamily& family, const RowRange& range, Sequence low, Sequence high);
  void AddKnown(OfFamily& family, RowRange range, Sequence since);
  void SetCount(OfFamily& family);

  const std::function<Sequence()> latest_;
  std::array<OfFamily, kFamilyCount> families_;
  std::atomic<std::size_t> ranges_in_all_ = 0;

  // Writes under way are counted in one of two counters. The other one takes no new ones, so it
  // drains; then they change places. After two drains every write has ended that was under way
  // before the first.
  std::array<std::atomic<std::int64_t>, 2> in_flight_{};
  std::atomic<std::size_t> counter_ = 0;  // Which one takes new writes.
  std::mutex drain_lock_;
  std::uint64_t drains_ = 0;  // Under drain_lock_.
};

}  // namespace basalt
