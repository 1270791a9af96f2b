// Which table a request means that names an existing one.
#pragma once

#include <string>
#include <string_view>

#include "basalt/result.h"

namespace basalt {

// The bare name of the table, which is named so or by its ARN. Errors: kValidation.
Result<std::string> CheckTableReference(std::string_view name_or_arn);

}  // namespace basalt
