// What the operations on Kinesis streaming destinations have in common.
#pragma once

#include <string>
#include <string_view>

#include "basalt/result.h"
#include "basalt/settings_requests.h"

namespace basalt::wire {

// Enable..., Disable... and UpdateKinesisStreamingDestination differ in the name of the structure
// that holds the precision: `configuration`.
Result<KinesisStreamingDestinationRequest> DecodeKinesisDestination(std::string& body,
                                                                    std::string_view configuration);
std::string EncodeKinesisDestination(const KinesisStreamingDestinationResponse& response,
                                     std::string_view configuration);

}  // namespace basalt::wire
