// Hands out sequence numbers so that readers of streams miss nothing: a number is in flight from
// when a writer gets it until that writer's commit is on stable storage, and readers stop before
// the lowest number in flight.
//
// Thread-safety: none; Streams guards it.
#pragma once

#include <deque>
#include <string>

#include "basalt/result.h"
#include "engine/storage/store.h"
#include "engine/streams/sequence_number.h"

namespace basalt {

// What is stored: a number that is greater than any in use. Errors: kInternal.
Result<SequenceNumber> ReadSequenceBound(const Snapshot& snapshot);
std::string EncodeSequenceBound(SequenceNumber bound);

class Sequencer {
 public:
  // Goes on after every number that was ever handed out. Errors: kInternal.
  static Result<Sequencer> Load(Store& store);

  // Makes sure that `count` numbers can be taken: once in a million numbers that is a commit.
  // Errors: kInternal: storage failed.
  Status Reserve(std::size_t count);

  // REQUIRES: reserved.
  SequenceNumber Take() { return next_++; }

  // The number that comes next.
  SequenceNumber next() const { return next_; }

  // Numbers taken between Enter and Leave belong to a commit that is under way. Call Leave with the
  // commit's place in the log when it succeeds, Abandon when it fails, each with what Enter gave.
  // After a failure nobody knows whether its records are stored, so readers stop in front of them.
  // They go on once a commit that began later is on stable storage: the store takes writes again
  // only after it has recovered, and then it is certain what is stored of the failed one.
  SequenceNumber Enter();
  void Leave(SequenceNumber entry, LogSequence commit, LogSequence answerable);
  void Abandon(SequenceNumber entry);

  // All records with lower numbers are in the log up to `answerable` (see Store), and no others
  // will come.
  SequenceNumber Readable(LogSequence answerable);

 private:
  Sequencer(Store& store, SequenceNumber next) : store_(&store), next_(next), bound_(next) {}

  struct Commit {
    SequenceNumber entry;
    LogSequence place = 0;  // In the log; 0 while it is under way.
    // After a failure: entries from here on are later ones; 0: it did not fail.
    SequenceNumber settled_by = 0;
  };

  Commit& Find(SequenceNumber entry);
  bool IsFirstOver(LogSequence answerable) const;

  Store* store_;
  SequenceNumber next_;
  SequenceNumber bound_;          // Stored: numbers below it may be in use.
  std::deque<Commit> in_flight_;  // Ascending by entry.
};

}  // namespace basalt
