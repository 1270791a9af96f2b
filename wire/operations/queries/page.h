// What Query and Scan have in common, in requests and in replies.
#pragma once

#include <string>

#include "basalt/query_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

void ReadPageFields(Fields& fields, ReadPage& page);

std::string Encode(const PageResponse& response);

}  // namespace basalt::wire
