// UpdateItem: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/items/conditional_write.h"
#include "wire/operations/legacy_fields.h"

namespace basalt::wire {
namespace {

Result<UpdateItemRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{32});
  Fields fields = reader.fields();
  UpdateItemRequest request;
  fields.TableName(request.table_name, Fields::NameFaults::kAll);
  fields.Required("Key", request.key);
  fields.Optional("UpdateExpression", request.update_expression);
  fields.Optional("AttributeUpdates", request.attribute_updates);
  ReadConditionalWrite(fields, request);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> UpdateItem(Database& database, std::string& body) {
  Result<UpdateItemRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UpdateItemResponse> response = database.UpdateItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
