// Query: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/legacy_fields.h"
#include "wire/operations/queries/page.h"

namespace basalt::wire {
namespace {

Result<QueryRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{32});
  Fields fields = reader.fields();
  QueryRequest request;
  ReadPageFields(fields, request);
  fields.Optional("KeyConditionExpression", request.key_condition_expression);
  fields.Optional("KeyConditions", request.key_conditions);
  fields.Optional("QueryFilter", request.query_filter);
  fields.Optional("ScanIndexForward", request.scan_index_forward);
  return reader.Finish(std::move(request));
}

}  // namespace

std::optional<Result<std::string>> ShortQuery(Database& database, std::string& body) {
  Result<QueryRequest> request = Decode(body);
  if (!request) return std::move(request).error();
  request->give_up_beyond = kShortPage;

  Result<QueryResponse> response = database.Query(*request);
  if (!response) return std::move(response).error();
  if (response->gave_up) return std::nullopt;

  return Encode(*response);
}

Result<std::string> Query(Database& database, std::string& body) {
  Result<QueryRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<QueryResponse> response = database.Query(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
