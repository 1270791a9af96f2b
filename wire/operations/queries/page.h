// What Query and Scan have in common, in requests and in replies.
#pragma once

#include <string>

#include "basalt/query_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

std::string Encode(const PageResponse& response);

// What is read at most on a thread that serves connections: some ten microseconds' worth.
inline constexpr ReadBound kShortPage{.items = 128, .bytes = 128 * 1024};

}  // namespace basalt::wire
