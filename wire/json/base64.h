// Reading base64 (RFC 4648, section 4) as AWS does; basalt/base64.h writes it.
#pragma once

#include <string>
#include <string_view>

#include "basalt/result.h"

namespace basalt::wire {

// Replaces `bytes` with what `text` stands for. Strict, as AWS is: padding is required, and the
// bits it leaves over must be zero. Errors: kSerialization with AWS's texts; `bytes` is then
// undefined.
Status DecodeBase64(std::string_view text, std::string& bytes);

}  // namespace basalt::wire
