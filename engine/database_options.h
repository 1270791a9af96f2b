// Whether the options of a database make sense.
#pragma once

#include "basalt/database.h"
#include "basalt/result.h"

namespace basalt {

// Errors: kInternal with a text for people that names the option, its value and what it may be.
Status CheckOptions(const DatabaseOptions& options);

}  // namespace basalt
