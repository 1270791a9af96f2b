// The constraints that the service model puts on the members of table requests.
#pragma once

#include <string>
#include <string_view>

#include "basalt/result.h"
#include "basalt/table_requests.h"
#include "basalt/tag_requests.h"

namespace basalt {

// Errors of all: kValidation.
Status CheckConstraints(const CreateTableRequest& request);
Status CheckConstraints(const UpdateTableRequest& request);
Status CheckConstraints(const ListTablesRequest& request);
Status CheckConstraints(const TagResourceRequest& request);

// The bare name of the table that a request about an existing one names, by name or ARN.
Result<std::string> CheckTableReference(std::string_view name_or_arn);

}  // namespace basalt
