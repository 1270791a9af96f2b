// DeleteItem: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/items/conditional_write.h"

namespace basalt::wire {
namespace {

Result<DeleteItemRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{32});
  Fields fields = reader.fields();
  DeleteItemRequest request;
  fields.TableName(request.table_name);
  fields.Required("Key", request.key);
  ReadConditionalWrite(fields, request);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> DeleteItem(Database& database, std::string& body) {
  Result<DeleteItemRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<DeleteItemResponse> response = database.DeleteItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
