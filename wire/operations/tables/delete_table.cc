// DeleteTable: JSON in, one call to the database, JSON out.
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/tables/table_description_json.h"

namespace basalt::wire {
namespace {

Result<DeleteTableRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  DeleteTableRequest request;
  fields.TableNameOfTable(request.table_name);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> DeleteTable(Database& database, std::string& body) {
  Result<DeleteTableRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<DeleteTableResponse> response = database.DeleteTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
