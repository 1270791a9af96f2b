// Hands out sequence numbers so that readers of streams miss nothing: a number is in flight from
// when a writer gets it until that writer's commit is done, and readers stop before the lowest
// number in flight.
//
// Thread-safety: none; Streams guards it.
#pragma once

#include <string>
#include <vector>

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

  // What is taken from now on until Leave is in flight. REQUIRES: Leave or Abandon for each Enter,
  // with what Enter gave: Leave once the commit is done, Abandon if it failed. Its outcome is then
  // unknown, and readers wait, until a commit that began later is done: storage takes none before
  // it has recovered to what readers see, so that the failed one left nothing behind.
  SequenceNumber Enter();
  void Leave(SequenceNumber entry);
  void Abandon(SequenceNumber entry);

  // All records with lower numbers are committed, and no others will come.
  SequenceNumber readable() const { return in_flight_.empty() ? next_ : in_flight_.front(); }

 private:
  Sequencer(Store& store, SequenceNumber next) : store_(&store), next_(next), bound_(next) {}

  struct Abandoned {
    SequenceNumber entry;
    SequenceNumber settled_by;  // Entries from here on are later ones.
  };

  Store* store_;
  SequenceNumber next_;
  SequenceNumber bound_;                   // Stored: numbers below it may be in use.
  std::vector<SequenceNumber> in_flight_;  // Ascending.
  std::vector<Abandoned> abandoned_;       // Of those in flight.
};

}  // namespace basalt
