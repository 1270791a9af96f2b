#include <algorithm>
#include <cstdio>
#include <utility>

#include "engine/streams/record_row.h"
#include "engine/streams/shard_iterator.h"
#include "engine/streams/stream_checks.h"
#include "engine/streams/stream_operations.h"
#include "model/limits.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/streams.h"

namespace basalt {
namespace {

constexpr std::chrono::minutes kIteratorLifetime{15};

// The same for the same record, however often it is read.
std::string EventId(const Stream& stream, const std::string& sequence_number) {
  char id[33];
  std::snprintf(id, sizeof(id), "%016llx%016llx",
                static_cast<unsigned long long>(KeyedHash(stream.secret, sequence_number)),
                static_cast<unsigned long long>(KeyedHash(stream.secret, "2" + sequence_number)));
  return id;
}

ChangeRecord Shown(const Stream& stream, const std::string& region, SequenceNumber number,
                   const RecordRow& row) {
  ChangeRecord record;
  record.sequence_number = SequenceText(number);
  record.event_id = EventId(stream, record.sequence_number);
  record.event_name = row.operation;
  record.aws_region = region;
  record.approximate_creation_date_time = std::chrono::floor<std::chrono::seconds>(row.time);
  record.stream_view_type = stream.view_type;
  record.keys = EncodedItem(row.keys);
  if (row.new_image) record.new_image = EncodedItem(*row.new_image);
  if (row.old_image) record.old_image = EncodedItem(*row.old_image);
  record.size_bytes = SizeOf(row);
  record.user_identity = IdentityOf(row.origin);
  return record;
}

// Records of one shard, and where the next ones are.
struct Page {
  std::vector<ChangeRecord> records;
  SequenceNumber next = 0;
};

Result<Page> ReadRecords(const Streams& streams, const Snapshot& snapshot, const Stream& stream,
                         const ShardIterator& from, SequenceNumber end, std::size_t limit) {
  Page page{.records = {}, .next = end};
  const TimePoint oldest = streams.Now() - kRetention;
  std::size_t bytes = 0;
  Rows rows = snapshot.Read(Family::kStreams, RecordsOf(stream.id, from.shard, from.position, end));
  for (; rows.Valid(); rows.Next()) {
    const auto place = ParseRecordKey(rows.key());
    const auto row = DecodeRecord(rows.value());
    if (!place || !row) return Error{ErrorCode::kInternal, "a change record is damaged"};
    if (page.records.empty() && row->time <= oldest) return TrimmedData();
    ChangeRecord record = Shown(stream, streams.account().region, place->number, *row);
    bytes += static_cast<std::size_t>(record.size_bytes);
    const bool full = page.records.size() == limit || bytes > kPageBytesMax;
    if (full && !page.records.empty()) {
      page.next = place->number;
      break;
    }
    page.records.push_back(std::move(record));
  }
  if (auto status = rows.status(); !status) return status.error();
  return page;
}

}  // namespace

Result<GetRecordsResponse> StreamOperations::GetRecords(const GetRecordsRequest& request) const {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();
  const Error invalid = ValidationError("Invalid ShardIterator");
  const auto arn = StreamOfIterator(request.shard_iterator);
  if (!arn || !CheckStreamArn(*arn)) return invalid;

  // What is readable by now is committed, and so in the snapshot; and what is trimmed later still
  // is.
  const SequenceNumber readable = streams_.Readable();
  const Snapshot snapshot = streams_.store().TakeSnapshot();
  const auto stream = streams_.Find(*arn);
  if (!stream) return stream.error();
  auto iterator = ParseIterator(**stream, request.shard_iterator);
  if (!iterator) return invalid;

  const TimePoint now = streams_.Now();
  if (iterator->issued + kIteratorLifetime < now) {
    return Error{.code = ErrorCode::kExpiredIterator,
                 .message = "The provided iterator exceeds the maximum age allowed"};
  }
  const auto shard = std::ranges::find((*stream)->shards, iterator->shard, &Shard::number);
  if (shard == (*stream)->shards.end() || shard->IsOver(now)) return ShardNotFound();
  if (iterator->position < shard->trimmed_to) return TrimmedData();

  SequenceNumber end = readable;
  if (shard->end) end = std::min(end, *shard->end + 1);
  end = std::max(end, iterator->position);
  const auto limit = static_cast<std::size_t>(request.limit.value_or(kGetRecordsMax));
  auto page = ReadRecords(streams_, snapshot, **stream, *iterator, end, limit);
  if (!page) return page.error();

  GetRecordsResponse response{.records = std::move(page->records),
                              .next_shard_iterator = std::nullopt};
  if (!shard->end || page->next <= *shard->end) {
    iterator->position = page->next;
    iterator->issued = now;
    response.next_shard_iterator = IteratorText(**stream, *iterator);
  }
  return response;
}

}  // namespace basalt
