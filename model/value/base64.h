// Base64 (RFC 4648, with padding), as AWS's messages show binaries.
#pragma once

#include <string>
#include <string_view>

namespace basalt {

std::string ToBase64(std::string_view bytes);

}  // namespace basalt
