// UpdateKinesisStreamingDestination: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/settings/kinesis_json.h"

namespace basalt::wire {

Result<std::string> UpdateKinesisStreamingDestination(Database& database, std::string& body) {
  constexpr std::string_view kConfiguration = "UpdateKinesisStreamingConfiguration";
  Result<KinesisStreamingDestinationRequest> request =
      DecodeKinesisDestination(body, kConfiguration);
  if (!request) return std::move(request).error();

  Result<KinesisStreamingDestinationResponse> response =
      database.UpdateKinesisStreamingDestination(*request);
  if (!response) return std::move(response).error();

  return EncodeKinesisDestination(*response, kConfiguration);
}

}  // namespace basalt::wire
