// ListTables: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tables.h"
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const ListTablesResponse& response) {
  std::string out;
  {
    JsonObject reply(out);
    if (response.last_evaluated_table_name) {
      reply.String("LastEvaluatedTableName", *response.last_evaluated_table_name);
    }
    JsonArray names(reply.Member("TableNames"));
    for (const std::string& name : response.table_names) AppendJsonString(names.Element(), name);
  }
  return out;
}

}  // namespace

Result<std::string> ListTables(Database& database, std::string& body) {
  Result<ListTablesRequest> request = Decode<ListTablesRequest>(body);
  if (!request) return std::move(request).error();

  Result<ListTablesResponse> response = database.ListTables(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
