// UpdateContinuousBackups: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/continuous_backups_json.h"

namespace basalt::wire {

Result<std::string> UpdateContinuousBackups(Database& database, std::string& body) {
  Result<UpdateContinuousBackupsRequest> request = Decode<UpdateContinuousBackupsRequest>(body);
  if (!request) return std::move(request).error();

  Result<UpdateContinuousBackupsResponse> response = database.UpdateContinuousBackups(*request);
  if (!response) return std::move(response).error();

  return ContinuousBackupsReply(*response);
}

}  // namespace basalt::wire
