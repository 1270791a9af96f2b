// DescribeTable: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tables.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_description_json.h"

namespace basalt::wire {

Result<std::string> DescribeTable(Database& database, std::string& body) {
  Result<DescribeTableRequest> request = Decode<DescribeTableRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeTableResponse> response = database.DescribeTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("Table", response->table);
}

}  // namespace basalt::wire
