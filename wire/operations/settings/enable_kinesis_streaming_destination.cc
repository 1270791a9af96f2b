// EnableKinesisStreamingDestination: JSON in, one call to the database, JSON out.
#include "protocol/shapes/settings.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/kinesis_json.h"

namespace basalt::wire {

Result<std::string> EnableKinesisStreamingDestination(Database& database, std::string& body) {
  constexpr std::string_view kConfiguration = protocol::kEnableKinesisConfiguration;
  Result<KinesisStreamingDestinationRequest> request =
      DecodeKinesisDestination(body, kConfiguration);
  if (!request) return std::move(request).error();

  Result<KinesisStreamingDestinationResponse> response =
      database.EnableKinesisStreamingDestination(*request);
  if (!response) return std::move(response).error();

  return EncodeKinesisDestination(*response, kConfiguration);
}

}  // namespace basalt::wire
