// UpdateItem: JSON in, one call to the database, JSON out.
#include "protocol/shapes/items.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/items/conditional_write.h"

namespace basalt::wire {

Result<std::string> UpdateItem(Database& database, std::string& body) {
  Result<UpdateItemRequest> request = Decode<UpdateItemRequest>(body);
  if (!request) return std::move(request).error();

  Result<UpdateItemResponse> response = database.UpdateItem(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
