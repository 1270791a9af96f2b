// GetShardIterator: JSON in, one call to the database, JSON out.
#include "protocol/shapes/streams.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const GetShardIteratorResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    reply.String("ShardIterator", response.shard_iterator);
  }
  return out;
}

}  // namespace

Result<std::string> GetShardIterator(Database& database, std::string& body) {
  Result<GetShardIteratorRequest> request = Decode<GetShardIteratorRequest>(body);
  if (!request) return std::move(request).error();

  Result<GetShardIteratorResponse> response = database.GetShardIterator(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
