// DescribeContinuousBackups: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/continuous_backups_json.h"

namespace basalt::wire {

Result<std::string> DescribeContinuousBackups(Database& database, std::string& body) {
  Result<DescribeContinuousBackupsRequest> request = Decode<DescribeContinuousBackupsRequest>(body);
  if (!request) return std::move(request).error();

  Result<DescribeContinuousBackupsResponse> response = database.DescribeContinuousBackups(*request);
  if (!response) return std::move(response).error();

  return ContinuousBackupsReply(*response);
}

}  // namespace basalt::wire
