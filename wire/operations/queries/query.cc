// Query: JSON in, one call to the database, JSON out.
#include "protocol/shapes/queries.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/queries/page.h"

namespace basalt::wire {

std::optional<Result<std::string>> ShortQuery(Database& database, std::string& body) {
  Result<QueryRequest> request = Decode<QueryRequest>(body);
  if (!request) return std::move(request).error();
  request->give_up_beyond = kShortPage;

  Result<QueryResponse> response = database.Query(*request);
  if (!response) return std::move(response).error();
  if (response->gave_up) return std::nullopt;

  return Encode(*response);
}

Result<std::string> Query(Database& database, std::string& body) {
  Result<QueryRequest> request = Decode<QueryRequest>(body);
  if (!request) return std::move(request).error();

  Result<QueryResponse> response = database.Query(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
