// GetRecords: JSON in, one call to the database, JSON out.
#include "protocol/shapes/streams.h"
#include "wire/json/item_json.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

void AppendChange(std::string& out, const ChangeRecord& record) {
  JsonObject object(out);
  const auto seconds = std::chrono::floor<std::chrono::seconds>(
      record.approximate_creation_date_time.time_since_epoch());
  object.Double("ApproximateCreationDateTime", static_cast<double>(seconds.count()));
  AppendItemJson(object.Member("Keys"), record.keys.view());
  if (record.new_image) AppendItemJson(object.Member("NewImage"), record.new_image->view());
  if (record.old_image) AppendItemJson(object.Member("OldImage"), record.old_image->view());
  object.String("SequenceNumber", record.sequence_number);
  object.Integer("SizeBytes", record.size_bytes);
  object.String("StreamViewType", NameOf(record.stream_view_type));
}

void AppendRecord(std::string& out, const ChangeRecord& record) {
  JsonObject object(out);
  object.String("awsRegion", record.aws_region);
  AppendChange(object.Member("dynamodb"), record);
  object.String("eventID", record.event_id);
  object.String("eventName", NameOf(record.event_name));
  object.String("eventSource", "aws:dynamodb");
  object.String("eventVersion", "1.1");
  if (record.user_identity) {
    JsonObject identity(object.Member("userIdentity"));
    identity.String("PrincipalId", record.user_identity->principal_id);
    identity.String("Type", record.user_identity->type);
  }
}

std::string Encode(const GetRecordsResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.next_shard_iterator) {
      reply.String("NextShardIterator", *response.next_shard_iterator);
    }
    JsonArray records(reply.Member("Records"));
    for (const ChangeRecord& record : response.records) AppendRecord(records.Element(), record);
  }
  return out;
}

}  // namespace

Result<std::string> GetRecords(Database& database, std::string& body) {
  Result<GetRecordsRequest> request = Decode<GetRecordsRequest>(body);
  if (!request) return std::move(request).error();

  Result<GetRecordsResponse> response = database.GetRecords(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
