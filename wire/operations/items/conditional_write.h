// What PutItem, UpdateItem and DeleteItem have in common, in replies.
#pragma once

#include <string>

#include "basalt/item_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

std::string Encode(const WriteItemResponse& response);

}  // namespace basalt::wire
