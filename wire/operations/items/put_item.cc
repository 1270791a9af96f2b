// PutItem: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/items/conditional_write.h"

namespace basalt::wire {
namespace {

Result<PutItemRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{64});
  Fields fields = reader.fields();
  PutItemRequest request;
  fields.TableName(request.table_name);
  fields.Required("Item", request.item);
  ReadConditionalWrite(fields, request);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> PutItem(Database& database, std::string& body) {
  Result<PutItemRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<PutItemResponse> response = database.PutItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
