// How far readers of streams may read while commits are under way, done, or failed.
#include "engine/streams/sequencer.h"

#include <gtest/gtest.h>

#include <memory>

namespace basalt::sequencer_test {

constexpr LogSequence kAll = UINT64_MAX;

class SequencerTest : public testing::Test {
 protected:
  SequenceNumber EnterAndTake() {
    EXPECT_TRUE(sequencer_.Reserve(1));
    const SequenceNumber entry = sequencer_.Enter();
    sequencer_.Take();
    return entry;
  }

  std::unique_ptr<Store> store_ = *Store::Open({});
  Sequencer sequencer_ = *Sequencer::Load(*store_);
};

TEST_F(SequencerTest, ReadersStopBeforeTheFirstInFlight) {
  const auto first = EnterAndTake();
  const auto second = EnterAndTake();
  sequencer_.Leave(second, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), first);
  sequencer_.Leave(first, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), sequencer_.next());
}

TEST_F(SequencerTest, AFailedCommitHoldsReadersUpUntilALaterOneIsDone) {
  const auto before = EnterAndTake();
  const auto failed = EnterAndTake();
  sequencer_.Abandon(failed);
  sequencer_.Leave(before, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), failed) << "a commit that began before says nothing";

  const auto later = EnterAndTake();
  EXPECT_EQ(sequencer_.Readable(kAll), failed);
  sequencer_.Leave(later, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), sequencer_.next());
}

TEST_F(SequencerTest, ReadersStopBeforeWhatIsNotOnStableStorage) {
  const auto first = EnterAndTake();
  const auto second = EnterAndTake();
  sequencer_.Leave(second, 11, 0);
  sequencer_.Leave(first, 12, 11);
  EXPECT_EQ(sequencer_.Readable(11), first);
  EXPECT_EQ(sequencer_.Readable(12), sequencer_.next());
}

TEST_F(SequencerTest, AFailedCommitHoldsReadersUpUntilALaterOneIsOnStableStorage) {
  const auto failed = EnterAndTake();
  sequencer_.Abandon(failed);
  const auto later = EnterAndTake();
  sequencer_.Leave(later, 11, 10);
  EXPECT_EQ(sequencer_.Readable(10), failed);
  EXPECT_EQ(sequencer_.Readable(11), sequencer_.next());
}

TEST_F(SequencerTest, AnEntryWithoutNumbersFromBeforeAFailureIsNoLaterOne) {
  const auto failed = EnterAndTake();
  const auto before = sequencer_.Enter();
  sequencer_.Abandon(failed);
  sequencer_.Leave(before, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), failed);
}

// A store that refuses writes for a night must not remember each: to go through them all took
// minutes, in which nobody could write.
TEST_F(SequencerTest, ManyFailuresAreSettledAsOne) {
  const auto first_failed = EnterAndTake();
  const auto open = EnterAndTake();
  const auto next_failed = EnterAndTake();
  sequencer_.Abandon(first_failed);
  sequencer_.Abandon(next_failed);
  for (int i = 0; i < 300'000; ++i) sequencer_.Abandon(EnterAndTake());
  sequencer_.Leave(open, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), first_failed);

  const auto later = EnterAndTake();
  EXPECT_EQ(sequencer_.Readable(kAll), first_failed);
  sequencer_.Leave(later, 1, kAll);
  EXPECT_EQ(sequencer_.Readable(kAll), sequencer_.next());
}

TEST_F(SequencerTest, AFailureAtTheEndOfAReservationUsesNoNumberTwice) {
  ASSERT_TRUE(sequencer_.Reserve(1));
  sequencer_.Abandon(sequencer_.Enter());
  ASSERT_TRUE(sequencer_.Reserve(1));
  const auto taken = sequencer_.Take();
  EXPECT_GT(sequencer_.next(), taken);
  EXPECT_GE(Sequencer::Load(*store_)->next(), sequencer_.next());
}

}  // namespace basalt::sequencer_test
