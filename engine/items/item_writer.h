// The one write path: every change of an item, whoever asks for it, goes through here, and with it
// the rows of every secondary index, the record for the table's stream and the counts, in one
// commit.
//
// A write is planned against the table as it is (write_plan.h) while the table cannot change, and
// then decided and done under the locks of the keys it touches. It gives them up when its rows are
// in the log; whoever answers waits until the log is synced (sync_scope.h).
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/table.h"
#include "engine/catalog/write_access.h"
#include "engine/storage/key_locks.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "engine/streams/stream_batch.h"
#include "engine/streams/streams.h"
#include "expr/condition/condition.h"
#include "expr/update/update.h"
#include "index/index_plan.h"

namespace basalt {

class CountChanges;

// What a write does to its item once its condition holds. All borrow; what they look at must
// outlive the write.
struct PutChange {
  ItemView item;
};
struct UpdateChange {
  const Update* update;  // Null: the item is only brought into being.
  ItemView key;          // What the item starts from where there is none.
};
struct DeleteChange {};
struct NoChange {};  // Only the condition counts: ConditionCheck.

// The service's own deletion of an item by its time to live; nothing where the item is gone or
// expires at another second by now.
struct ExpireChange {
  std::uint64_t second;
};
using ItemChange = std::variant<PutChange, UpdateChange, DeleteChange, NoChange, ExpireChange>;

struct PlannedWrite {
  const Table* table;
  std::string row_key;
  const Condition* condition;  // Null: none.
  ItemChange change;
};

// What a write found and did.
class WriteOutcome {
 public:
  // Why it was not done: kConditionalCheckFailed, or kValidation for an update that does not fit
  // the item. Of writes that are all or nothing, one refusal leaves all undone.
  const std::optional<Error>& refusal() const { return refusal_; }

  // The item before, and after (as it would be, had no write been refused); empty where there is
  // none, or where an update does not come to an item. A put's `after` is the request's own bytes.
  std::optional<ItemView> before() const;
  std::optional<ItemView> after() const;

  // What happens in each of the table's indexes, in the schema's order. Empty after a refusal.
  const std::vector<IndexChange>& index_changes() const { return index_changes_; }

 private:
  friend class ItemWriter;

  std::optional<PinnedValue> before_row_;
  std::optional<ItemView> put_;                 // After a put.
  std::unique_ptr<const EncodedItem> updated_;  // After an update; index changes look at it.
  bool unchanged_ = false;                      // After a check, and an expiry that has moved.
  std::vector<IndexChange> index_changes_;
  std::optional<Error> refusal_;
};

// A row to be stored in the same commit, such as a client request token; no value: to be erased.
struct ExtraRow {
  Family family;
  std::string key;
  std::optional<std::string> value;
};

// Makes such rows once it is known what a commit will do. Empty: there are none.
using ExtraRows = std::function<Result<std::vector<ExtraRow>>(std::span<const WriteOutcome>)>;

// Serializable: each call takes effect as if no other ran at the time. What it did is on stable
// storage when the thread's SyncScope has waited, and so is what it found. Borrows all; they must
// outlive it. Thread-safe.
class ItemWriter {
 public:
  ItemWriter(Store& store, KeyLocks& locks, Streams& streams)
      : store_(store), locks_(locks), streams_(streams) {}

  // REQUIRES for both: the tables of the writes were found through `access`.
  // Errors: kInternal: storage failed. What the request itself did wrong is in the outcome.
  Result<WriteOutcome> Write(const WriteAccess& access, const PlannedWrite& write);

  // All or nothing, with one outcome a write, in order. REQUIRES: no two of the same row key.
  Result<std::vector<WriteOutcome>> WriteAll(const WriteAccess& access,
                                             std::span<const PlannedWrite> writes,
                                             const ExtraRows& extra_rows = {});

 private:
  struct Apply;  // Computes the item after a write.

  Status Commit(WriteSet writes, KeyLocks::Held& held, const CountChanges& counts,
                StreamBatch& records);
  static WriteOutcome Decide(const PlannedWrite& write, std::optional<PinnedValue> before);
  Status LeaveOutMissingRows(const PlannedWrite& write, WriteOutcome& outcome) const;
  static void Stage(WriteSet& writes, const PlannedWrite& write, const WriteOutcome& outcome);
  static void StageExpiry(WriteSet& writes, const PlannedWrite& write, const WriteOutcome& outcome);

  Store& store_;
  KeyLocks& locks_;
  Streams& streams_;
};

}  // namespace basalt
