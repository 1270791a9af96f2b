// Base64 as RFC 4648, section 4, has it: the form of binary values in replies and in messages.
#pragma once

#include <string>
#include <string_view>

namespace basalt {

// Appends four characters for every three bytes, or part of them, with padding.
void AppendBase64(std::string& out, std::string_view bytes);

}  // namespace basalt
