// UpdateTable: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tables.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_description_json.h"

namespace basalt::wire {

Result<std::string> UpdateTable(Database& database, std::string& body) {
  Result<UpdateTableRequest> request = Decode<UpdateTableRequest>(body);
  if (!request) return std::move(request).error();

  Result<UpdateTableResponse> response = database.UpdateTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
