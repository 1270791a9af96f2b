// Copying what is whole from a damaged store into a new one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/table.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "engine/streams/outbox.h"
#include "engine/streams/record_row.h"
#include "engine/streams/stream.h"

namespace basalt {

// Thread-safety: none.
class Salvager {
 public:
  // Both must outlive this. REQUIRES: `to` is empty, and nobody else uses it.
  Salvager(const Store& from, Store& to) : from_(from.Latest()), to_(to) {}

  // Errors: kInternal: the new store cannot be written.
  Status Run();

  // What was not copied, a line each.
  const std::vector<std::string>& losses() const { return losses_; }

 private:
  void ReadTables();
  void ReadStreams();
  void ReadOutboxes();
  void MatchStreams();
  Status WriteTables();
  Status CopyItems(const Table& table);
  bool CopyItem(const Table& table, std::string_view row_key, std::string_view bytes,
                CounterDeltas& counts);
  void CompareCount(const Table& table, std::int64_t copied);
  bool IsKnown(const RecordPlace& place) const;
  Status CopyChangeRecords();
  Status CopyTokens();
  void StageNextId();

  void Lose(std::string what) { losses_.push_back(std::move(what)); }
  void LoseUnread(const std::string& what, std::size_t gaps);
  void CommitIfLong();
  Status Commit();

  Snapshot from_;
  Store& to_;
  std::unique_ptr<WriteSet> writes_ = std::make_unique<WriteSet>(to_);
  Status written_ = Done{};  // The first error of a commit; after it nothing is written.
  std::map<std::string, Table> tables_;
  std::map<StreamId, Stream> streams_;
  std::map<StreamId, Outbox> outboxes_;
  std::vector<std::string> losses_;
};

}  // namespace basalt
