// The constraints that the service model puts on the members of Query and Scan, checked before
// anything else and reported together.
#pragma once

#include "basalt/query_requests.h"
#include "basalt/result.h"

namespace basalt {

// Errors: kValidation ("2 validation errors detected: ...").
Status CheckConstraints(const QueryRequest& request);
Status CheckConstraints(const ScanRequest& request);

}  // namespace basalt
