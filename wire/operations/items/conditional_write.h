// What PutItem, UpdateItem and DeleteItem have in common, in requests and in replies.
#pragma once

#include <string>

#include "basalt/item_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

void ReadConditionalWrite(Fields& fields, ConditionalWrite& write);

std::string Encode(const WriteItemResponse& response);

}  // namespace basalt::wire
