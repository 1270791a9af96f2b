// CreateTable: JSON in, one call to the database, JSON out.
#include "protocol/shapes/tables.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/policy_syntax.h"
#include "wire/operations/tables/table_description_json.h"

namespace basalt::wire {

Result<std::string> CreateTable(Database& database, std::string& body) {
  Result<CreateTableRequest> request =
      Decode<CreateTableRequest>(body, [](const Fields& fields, const CreateTableRequest& read) {
        if (read.resource_policy) CheckPolicySyntax(fields, *read.resource_policy);
      });
  if (!request) return std::move(request).error();

  Result<CreateTableResponse> response = database.CreateTable(*request);
  if (!response) return std::move(response).error();

  return TableReply("TableDescription", response->table);
}

}  // namespace basalt::wire
