// What replies about contributor insights have in common.
#pragma once

#include "basalt/settings_requests.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {

// The members of a summary, into an object that may have more.
void AppendSummary(JsonObject& object, const ContributorInsightsSummary& summary);

}  // namespace basalt::wire
