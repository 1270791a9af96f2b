// Times as Signature Version 4 writes them.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace basalt::wire {

// As in "20150830T123600Z" (ISO 8601, basic format).
std::string SignatureTime(std::chrono::sys_seconds time);

// Nothing if `text` is not of that form.
std::optional<std::chrono::sys_seconds> ParseSignatureTime(std::string_view text);

// Of a Date header, such as "Sun, 30 Aug 2015 12:36:00 GMT".
std::optional<std::chrono::sys_seconds> ParseHttpDate(const std::string& text);

}  // namespace basalt::wire
