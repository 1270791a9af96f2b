// A put is never hidden by a range that is known to be empty, whatever happens at the same time;
// and rows that were deleted are not passed again and again.
#include "engine/storage/empty_ranges.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "tests/unit/engine/skipped_rows.h"

namespace basalt::empty_ranges_test {
namespace {

using engine_test::RowsSkippedBy;
using Keys = std::vector<std::string>;

constexpr Family kFamily = Family::kItems;

std::string Key(int number) {
  const std::string digits = std::to_string(number);
  return "key" + std::string(6 - digits.size(), '0') + digits;
}

// ---- The ranges alone, whose every interleaving can be played through.

class Ranges {
 public:
  EmptyRanges& operator*() { return ranges_; }
  EmptyRanges* operator->() { return &ranges_; }

  std::uint64_t latest() const { return latest_; }
  void Commit() { ++latest_; }

  // A read, as of a sequence number, finds nothing in the range.
  void Observe(const RowRange& range, std::uint64_t at) { ranges_.Observe(kFamily, range, at, at); }

  // Where a forward read that begins at `position` may go on; empty: there.
  std::string Behind(std::string_view position, std::uint64_t at) const {
    const auto known = ranges_.FirstAfter(kFamily, position, at);
    return known && known->begin <= position ? known->end : "";
  }
  // The same of a backward one.
  std::string Before(std::string_view position, std::uint64_t at) const {
    const auto known = ranges_.LastBefore(kFamily, position, at);
    return known && position <= known->end ? known->begin : "";
  }

 private:
  std::uint64_t latest_ = 10;
  EmptyRanges ranges_{[this] { return latest_; }};
};

TEST(EmptyRanges, AreKnownAtOnceWhereNobodyWrites) {
  Ranges ranges;
  EXPECT_FALSE(ranges->any());
  ranges.Observe({"b", "m"}, 10);

  EXPECT_TRUE(ranges->any(kFamily));
  EXPECT_FALSE(ranges->any(Family::kIndex));
  EXPECT_EQ(ranges.Behind("b", 10), "m");
  EXPECT_EQ(ranges.Behind("c", 11), "m");
  EXPECT_EQ(ranges.Behind("a", 11), "");
  EXPECT_EQ(ranges.Behind("m", 11), "");
  EXPECT_EQ(ranges.Before("m", 10), "b");
  EXPECT_EQ(ranges.Before("c", 11), "b");
  EXPECT_EQ(ranges.Before("b", 11), "");
  EXPECT_EQ(ranges.Before("n", 11), "");
}

TEST(EmptyRanges, SayNothingOfOlderSnapshots) {
  Ranges ranges;
  ranges.Observe({"b", "m"}, 10);
  EXPECT_EQ(ranges.Behind("b", 9), "");
  EXPECT_EQ(ranges.Before("m", 9), "");
}

TEST(EmptyRanges, GrowWithWhatTheyTouch) {
  Ranges ranges;
  ranges.Observe({"b", "d"}, 10);
  ranges.Commit();
  ranges.Observe({"d", "f"}, 11);
  EXPECT_EQ(ranges.Behind("b", 11), "f");
  EXPECT_EQ(ranges.Before("f", 11), "b");
  EXPECT_EQ(ranges.Behind("b", 10), "") << "of the whole it is known only from the later one on";
}

TEST(EmptyRanges, APutTakesItsKeyOut) {
  Ranges ranges;
  ranges.Observe({"b", "m"}, 10);
  {
    const EmptyRanges::Writing writing(*ranges);
    ranges->Put(kFamily, "f");
    ranges->Put(kFamily, "m");               // Not in it.
    ranges->Put(Family::kIndex, "c");        // Of another family.
    ranges->Put(kFamily, std::string("b"));  // Its first key.
  }
  const std::string after_b("b\0", 2);
  const std::string after_f("f\0", 2);
  EXPECT_EQ(ranges.Behind("b", 10), "");
  EXPECT_EQ(ranges.Behind(after_b, 10), "f");
  EXPECT_EQ(ranges.Behind("f", 10), "");
  EXPECT_EQ(ranges.Behind(after_f, 10), "m");
  EXPECT_EQ(ranges.Before("m", 10), after_f);
}

// The write has looked before the range was proposed, and may put a key into it.
TEST(EmptyRanges, WaitForWritesThatBeganBefore) {
  Ranges ranges;
  auto writing = std::make_unique<EmptyRanges::Writing>(*ranges);
  ranges->Put(kFamily, "f");
  ranges.Observe({"b", "m"}, 10);
  EXPECT_EQ(ranges.Behind("b", 10), "");

  ranges.Commit();
  writing.reset();
  ranges.Observe({"b", "m"}, 10);  // Its snapshot is older than the write.
  EXPECT_EQ(ranges.Behind("b", 11), "");

  ranges.Observe({"b", "f"}, 11);  // It has seen the row.
  EXPECT_EQ(ranges.Behind("b", 11), "f");
  EXPECT_EQ(ranges.Behind("f", 11), "");
}

TEST(EmptyRanges, AProposalLosesWhatIsPutIntoItMeanwhile) {
  Ranges ranges;
  auto before = std::make_unique<EmptyRanges::Writing>(*ranges);
  ranges.Observe({"b", "m"}, 10);
  {
    const EmptyRanges::Writing after(*ranges);
    ranges->Put(kFamily, "f");
    ranges.Commit();
  }
  before.reset();
  // A read that began before the put, and so did not find it, must not hide it.
  ranges.Observe({"b", "m"}, 10);
  ranges.Observe({"b", "m"}, 11);
  EXPECT_EQ(ranges.Behind("b", 11), "f");
  EXPECT_EQ(ranges.Behind("f", 11), "");
}

// Writes come all the time, so that there is always one under way.
TEST(EmptyRanges, BecomeKnownBesideWritesWithoutEnd) {
  Ranges ranges;
  auto writing = std::make_unique<EmptyRanges::Writing>(*ranges);
  int looks = 0;
  while (ranges.Behind("b", ranges.latest()).empty() && looks < 10) {
    ranges.Observe({"b", "m"}, ranges.latest());
    ++looks;
    auto next = std::make_unique<EmptyRanges::Writing>(*ranges);
    ranges.Commit();
    writing = std::move(next);
  }
  EXPECT_LT(looks, 10);
}

TEST(EmptyRanges, AWriteThatDoesNotEndHoldsUpProposals) {
  Ranges ranges;
  const EmptyRanges::Writing endless(*ranges);
  for (int look = 0; look < 10; ++look) {
    ranges.Observe({"b", "m"}, ranges.latest());
    ranges.Commit();
    EXPECT_EQ(ranges.Behind("b", ranges.latest()), "");
  }
}

TEST(EmptyRanges, AreBounded) {
  Ranges ranges;
  constexpr int kMany = 5'000;
  int known = 0;
  for (int i = 0; i < kMany; ++i) {
    ranges.Observe({Key(i) + "a", Key(i) + "b"}, 10);
  }
  for (int i = 0; i < kMany; ++i) known += !ranges.Behind(Key(i) + "a", 10).empty();
  EXPECT_GT(known, 500);
  EXPECT_LT(known, 2'000);
}

// ---- Reads of a store.

std::unique_ptr<Store> OpenStore() {
  auto store = Store::Open({});
  EXPECT_TRUE(store);
  return *std::move(store);
}

const RowRange kAll{"key", "kez"};

void Write(Store& store, const Keys& puts, const Keys& erasures) {
  WriteSet writes(store);
  for (const std::string& key : puts) writes.Put(kFamily, key, "row");
  for (const std::string& key : erasures) writes.Erase(kFamily, key);
  ASSERT_TRUE(std::move(writes).Commit());
}

// Rows that were there, and are no more.
void LeaveBehind(Store& store, int first, int count) {
  for (int i = first; i < first + count; ++i) Write(store, {Key(i)}, {});
  for (int i = first; i < first + count; ++i) Write(store, {}, {Key(i)});
}

Keys KeysOf(Rows rows, std::size_t limit = SIZE_MAX) {
  Keys keys;
  for (; rows.Valid() && keys.size() < limit; rows.Next()) keys.emplace_back(rows.key());
  EXPECT_TRUE(rows.status());
  return keys;
}

constexpr std::uint64_t kFew = 40;

TEST(EmptyRangesInReads, DeletedRowsArePassedOnce) {
  const auto store = OpenStore();
  LeaveBehind(*store, 0, 2'000);
  Write(*store, {Key(2'000), Key(5'000)}, {});
  LeaveBehind(*store, 3'000, 1'000);

  for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
    Keys expected{Key(2'000), Key(5'000)};
    if (direction == Direction::kBackward) std::ranges::reverse(expected);
    const auto read = [&] {
      EXPECT_EQ(KeysOf(store->Latest().Read(kFamily, kAll, direction)), expected);
    };
    read();
    EXPECT_LT(RowsSkippedBy(read), kFew) << "at the edge and between two rows";
  }
}

TEST(EmptyRangesInReads, ARangeWithoutARowIsPassedToItsEnd) {
  const auto store = OpenStore();
  LeaveBehind(*store, 0, 2'000);
  const auto read = [&] { EXPECT_TRUE(KeysOf(store->Latest().Read(kFamily, kAll)).empty()); };
  read();
  EXPECT_LT(RowsSkippedBy(read), kFew);
}

TEST(EmptyRangesInReads, WhatIsPutIntoOneIsFoundAndPassedWhenItIsGone) {
  const auto store = OpenStore();
  LeaveBehind(*store, 0, 2'000);
  const auto read = [&](Direction direction) {
    return KeysOf(store->Latest().Read(kFamily, kAll, direction));
  };
  EXPECT_TRUE(read(Direction::kForward).empty());
  for (const int number : {700, 1'999, 0, 1'000}) {
    Write(*store, {Key(number)}, {});
    EXPECT_EQ(read(Direction::kForward), Keys{Key(number)});
    EXPECT_EQ(read(Direction::kBackward), Keys{Key(number)});
    Write(*store, {}, {Key(number)});
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      EXPECT_LT(RowsSkippedBy([&] { EXPECT_TRUE(read(direction).empty()); }), kFew);
    }
  }
}

TEST(EmptyRangesInReads, OlderSnapshotsStillHaveTheRows) {
  const auto store = OpenStore();
  for (int i = 0; i < 100; ++i) Write(*store, {Key(i)}, {});
  const Snapshot before = store->TakeSnapshot();
  for (int i = 0; i < 100; ++i) Write(*store, {}, {Key(i)});

  EXPECT_TRUE(KeysOf(store->Latest().Read(kFamily, kAll)).empty());
  EXPECT_TRUE(KeysOf(store->Latest().Read(kFamily, kAll)).empty());
  EXPECT_EQ(KeysOf(before.Read(kFamily, kAll)).size(), 100U);
  EXPECT_EQ(KeysOf(before.Read(kFamily, kAll, Direction::kBackward)).size(), 100U);
}

TEST(EmptyRangesInReads, BackUndoesAStepOverOne) {
  const auto store = OpenStore();
  LeaveBehind(*store, 10, 500);
  Write(*store, {Key(1), Key(2), Key(900), Key(901)}, {});
  for (int round = 0; round < 3; ++round) {
    for (const Direction direction : {Direction::kForward, Direction::kBackward}) {
      const bool forward = direction == Direction::kForward;
      Rows rows = store->Latest().Read(kFamily, kAll, direction);
      rows.Next();
      EXPECT_EQ(rows.key(), forward ? Key(2) : Key(900));
      rows.Next();
      EXPECT_EQ(rows.key(), forward ? Key(900) : Key(2));
      EXPECT_LT(RowsSkippedBy([&] { rows.Back(); }), kFew);
      EXPECT_EQ(rows.key(), forward ? Key(2) : Key(900));
    }
  }
}

// ---- Random writers and readers at the same time: reads that pass known ranges, and reads that
// pass nothing, agree at each snapshot.

constexpr int kKeySpace = 1'500;

Keys RunOfKeys(std::minstd_rand& random) {
  const int length = random() % 4 == 0 ? 1 + static_cast<int>(random() % 400) : 1;
  const int first = static_cast<int>(random() % kKeySpace);
  Keys keys;
  for (int i = first; i < std::min(first + length, kKeySpace); ++i) keys.push_back(Key(i));
  return keys;
}

void WriteAtRandom(Store& store, unsigned seed, const std::atomic<bool>& stop) {
  std::minstd_rand random(seed);
  while (!stop) {
    const Keys keys = RunOfKeys(random);
    const bool puts = keys.size() < 20 && random() % 2 == 0;
    Write(store, puts ? keys : Keys(), puts ? Keys() : keys);
  }
}

RowRange RangeAtRandom(std::minstd_rand& random) {
  if (random() % 2 == 0) return kAll;
  const int first = static_cast<int>(random() % kKeySpace);
  return {Key(first), Key(first + static_cast<int>(random() % kKeySpace))};
}

void CompareAtRandom(const Store& store, unsigned seed, int reads) {
  std::minstd_rand random(seed);
  for (int i = 0; i < reads && !testing::Test::HasFailure(); ++i) {
    const RowRange range = RangeAtRandom(random);
    const bool backward = random() % 2 == 0;
    const std::size_t limit = random() % 2 == 0 ? 1 : SIZE_MAX;
    // What a read of the latest finds must have been there at some time between two snapshots; the
    // reads of one snapshot must agree exactly.
    (void)KeysOf(store.Latest().Read(kFamily, range), limit);
    const Snapshot snapshot = store.TakeSnapshot();
    if (random() % 8 == 0) std::this_thread::yield();  // Meanwhile others learn more.
    Keys expected = KeysOf(snapshot.ReadAll(kFamily, range));
    if (backward) std::ranges::reverse(expected);
    if (expected.size() > limit) expected.resize(limit);
    const Direction direction = backward ? Direction::kBackward : Direction::kForward;
    EXPECT_EQ(KeysOf(snapshot.Read(kFamily, range, direction), limit), expected)
        << "seed " << seed << ", read " << i;
  }
}

// A fresh store each time, because the reads that pass nothing get dear.
TEST(EmptyRangesInReads, AgreeWithReadsThatPassNothing) {
  for (unsigned round = 0; round < 4 && !HasFailure(); ++round) {
    const auto store = OpenStore();
    std::atomic<bool> stop = false;
    std::vector<std::jthread> writers;
    std::vector<std::jthread> readers;
    for (unsigned i = 0; i < 2; ++i) {
      writers.emplace_back([&, i] { WriteAtRandom(*store, 10 * round + i, stop); });
      readers.emplace_back([&, i] { CompareAtRandom(*store, 1'000 + 10 * round + i, 30); });
    }
    readers.clear();
    stop = true;
    writers.clear();
    CompareAtRandom(*store, 2'000 + round, 10);
  }
}

}  // namespace
}  // namespace basalt::empty_ranges_test
