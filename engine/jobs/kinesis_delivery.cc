#include "engine/jobs/kinesis_delivery.h"

#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/storage/caught.h"
#include "engine/storage/erasure.h"
#include "engine/storage/write_set.h"

namespace basalt {
namespace {

// What the sink is given at once, unless a single record is larger.
constexpr std::size_t kPageRecordsMax = 1'000;
constexpr std::int64_t kPageBytesMax = 1'000'000;

}  // namespace

void KinesisDelivery::Deliver(const std::stop_token& stop) {
  // What is readable by now is committed, and its outbox was there before it.
  const SequenceNumber readable = streams_.Readable();
  const auto outboxes = ReadOutboxes();
  if (!outboxes) {
    Failed({}, outboxes.error());
    return;
  }
  for (const Outbox& outbox : *outboxes) {
    if (stop.stop_requested()) break;
    const Status delivered = Caught([&] { return DeliverOne(outbox, readable, stop); });
    if (!delivered) Failed(outbox.stream_name, delivered.error());
  }
}

bool KinesisDelivery::HasOutboxes() const {
  const Rows rows = store_.Latest().Read(Family::kCatalog, AllOutboxes());
  return rows.Valid() || !rows.status();
}

void KinesisDelivery::Failed(const std::string& stream_name, const Error& error) {
  listener_.OnJobError({.job = JobKind::kKinesisDelivery, .resource = stream_name, .error = error});
}

// Those that are not damaged.
Result<std::vector<Outbox>> KinesisDelivery::ReadOutboxes() {
  std::vector<Outbox> outboxes;
  Rows rows = store_.Latest().Read(Family::kCatalog, AllOutboxes());
  for (; rows.Valid(); rows.Next()) {
    const auto id = DecodeId(rows.key().substr(1));
    if (!id) {
      Failed({}, {ErrorCode::kInternal, "an outbox's key in the catalog is damaged"});
      continue;
    }
    auto outbox = DecodeOutbox(*id, rows.value());
    if (outbox) {
      outboxes.push_back(*std::move(outbox));
    } else {
      Failed({}, outbox.error());
    }
  }
  if (auto status = rows.status(); !status) return status.error();
  return outboxes;
}

Status KinesisDelivery::DeliverOne(const Outbox& outbox, SequenceNumber readable,
                                   const std::stop_token& stop) {
  SequenceNumber& position = positions_[outbox.id];
  while (position < readable && !stop.stop_requested()) {
    const auto page = ReadPage(outbox, position, readable);
    if (!page) return page.error();
    if (!page->records.empty()) {
      if (sink_ == nullptr) return Done{};
      if (auto taken = sink_->Append(outbox.stream_name, page->records); !taken) return taken;
      if (auto done = Erase(outbox, position, page->next); !done) return done;
    }
    position = page->next;
  }
  const bool is_over = outbox.end && *outbox.end <= readable && position >= readable;
  return is_over ? Remove(outbox) : Done{};
}

Result<KinesisDelivery::Page> KinesisDelivery::ReadPage(const Outbox& outbox, SequenceNumber begin,
                                                        SequenceNumber end) const {
  Page page{.records = {}, .next = end};
  std::int64_t bytes = 0;
  Rows rows = store_.Latest().Read(Family::kStreams, RecordsOf(outbox.id, 0, begin, end));
  for (; rows.Valid(); rows.Next()) {
    const auto place = ParseRecordKey(rows.key());
    const auto row = DecodeRecord(rows.value());
    if (!place || !row) return Error{ErrorCode::kInternal, "a change record is damaged"};
    bytes += SizeOf(*row);
    const bool full = page.records.size() == kPageRecordsMax || bytes > kPageBytesMax;
    if (full && !page.records.empty()) {
      page.next = place->number;
      break;
    }
    page.records.push_back(KinesisRecordOf(outbox, streams_.account(), place->number, *row));
  }
  if (auto status = rows.status(); !status) return status.error();
  return page;
}

Status KinesisDelivery::Erase(const Outbox& outbox, SequenceNumber begin, SequenceNumber end) {
  WriteSet writes(store_);
  auto staged = StageErasure(store_, Family::kStreams, RecordsOf(outbox.id, 0, begin, end), writes);
  if (!staged) return staged;
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  return Done{};
}

Status KinesisDelivery::Remove(const Outbox& outbox) {
  WriteSet writes(store_);
  writes.Erase(Family::kCatalog, OutboxKey(outbox.id));
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  positions_.erase(outbox.id);
  return Done{};
}

}  // namespace basalt
