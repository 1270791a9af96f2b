// The change records of one commit: collected, numbered and staged with the rows that they tell of.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "basalt/item_view.h"
#include "basalt/result.h"
#include "engine/catalog/table.h"
#include "engine/storage/write_set.h"
#include "engine/streams/streams.h"

namespace basalt {

// One item's change, as the write path sees it. Borrows all.
struct ItemWrite {
  const Table& table;
  std::string_view row_key;
  std::optional<ItemView> before;
  std::optional<ItemView> after;
  WriteOrigin origin = WriteOrigin::kClient;
};

// Costs nothing where no table has a stream or a Kinesis streaming destination. One that is staged
// and never committed holds readers of streams up until a later commit is done, or the next start:
// so long its outcome is unknown. Thread-safety: none.
class StreamBatch {
 public:
  explicit StreamBatch(Streams& streams) : streams_(streams) {}
  ~StreamBatch();
  StreamBatch(const StreamBatch&) = delete;
  StreamBatch& operator=(const StreamBatch&) = delete;

  // A write that changes nothing has no record.
  void Add(const ItemWrite& write) {
    if (!IsFollowed(write.table) || write.before == write.after) return;
    writes_.push_back(write);
  }

  // What Stage adds to a write set for what was added, at most.
  std::size_t bytes_expected() const;

  // Call once, right before the commit. REQUIRES: the items' keys are locked until Committed.
  // Errors: kInternal: storage failed.
  Status Stage(WriteSet& writes);

  // REQUIRES: what was staged is committed, and in the log at `commit`.
  void Committed(LogSequence commit);

 private:
  // Whether anybody wants to know of the table's changes.
  bool IsFollowed(const Table& table) const {
    const auto& stream = table.description.stream_specification;
    return (stream && stream->stream_enabled) || HasOutboxes(table);
  }
  bool HasOutboxes(const Table& table) const {
    return streams_.has_kinesis_sink() && table.features.HasActiveKinesisDestination();
  }
  void StageInOutboxes(WriteSet& writes, const ItemWrite& write, SequenceNumber number,
                       const RecordRow& record) const;

  Streams& streams_;
  std::vector<ItemWrite> writes_;
  Streams::Entry entry_;
  bool in_flight_ = false;
};

}  // namespace basalt
