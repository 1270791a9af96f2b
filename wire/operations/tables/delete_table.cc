// DeleteTable: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tables.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_description_json.h"

namespace basalt::wire {

Result<std::string> DeleteTable(Database& database, std::string& body) {
  Result<DeleteTableRequest> request = Decode<DeleteTableRequest>(body);
  if (!request) return std::move(request).error();

  Result<DeleteTableResponse> response = database.DeleteTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
