// What UpdateContinuousBackups and DescribeContinuousBackups answer.
#pragma once

#include <string>

#include "basalt/settings_requests.h"

namespace basalt::wire {

std::string ContinuousBackupsReply(const ContinuousBackupsResponse& response);

}  // namespace basalt::wire
