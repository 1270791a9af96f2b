// Striped mutexes over row keys: what makes every operation and every transaction serializable.
// Stripes are taken in ascending order and once each, so two requests cannot deadlock, whatever
// order they name their keys in. Readers take none.
//
// A stripe also knows the last write to its keys, so that whoever reads one of them can tell
// whether what it read is on stable storage yet.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "engine/storage/store.h"

namespace basalt {

// Thread-safe.
class KeyLocks {
 private:
  struct Stripe;

 public:
  static constexpr std::size_t kStripes = 1024;

  explicit KeyLocks(std::size_t stripes = kStripes);
  ~KeyLocks();  // REQUIRES: nothing is held.

  // The locks of some keys, given up when this goes. Thread-safety: none.
  class Held {
   public:
    Held(Held&& other) noexcept
        : first_(std::exchange(other.first_, nullptr)), others_(std::move(other.others_)) {}
    Held& operator=(Held&&) = delete;
    ~Held();

    // Of all writes to the keys so far, the last one's place in the log.
    LogSequence last_write() const;

   private:
    friend class KeyLocks;
    Held() = default;
    void SetLastWrite(LogSequence sequence);

    Stripe* first_ = nullptr;
    std::vector<Stripe*> others_;
  };

  // To be made before a write to keys that are held, and told where the write is in the log: until
  // then LastWrite says that one is under way.
  class WriteMark {
   public:
    WriteMark(const Store& store, Held& held);
    ~WriteMark();  // Without Done nobody knows whether it was written: it counts as just written.
    WriteMark(const WriteMark&) = delete;
    WriteMark& operator=(const WriteMark&) = delete;

    void Done(LogSequence sequence) { sequence_ = sequence; }

   private:
    const Store& store_;
    Held& held_;
    std::optional<LogSequence> sequence_;
  };

  [[nodiscard]] Held Acquire(std::span<const std::string> keys);
  [[nodiscard]] Held Acquire(const std::string& key);  // Without allocation.

  // Not earlier in the log than the last write to the key that anybody can see; the highest number
  // there is while one is under way. Takes no lock.
  LogSequence LastWrite(const std::string& key) const;

 private:
  static constexpr LogSequence kUnderWay = UINT64_MAX;
  static constexpr std::size_t kCacheLineBytes = 64;

  // A cache line each, so that threads with neighbouring stripes do not slow each other down.
  struct alignas(kCacheLineBytes) Stripe {
    std::mutex mutex;
    std::atomic<LogSequence> last_write{0};
  };

  static constexpr std::size_t kStripesInGroup = 64;
  using Group = std::array<Stripe, kStripesInGroup>;

  std::size_t StripeOf(const std::string& key) const;
  Stripe& At(std::size_t stripe);

  const std::size_t count_;
  // Made when they are first needed: a small database, of which there may be a thousand in a
  // process, uses few of them. Owned.
  const std::unique_ptr<std::atomic<Group*>[]> groups_;
};

}  // namespace basalt
