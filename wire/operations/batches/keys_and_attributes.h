// One table's part of BatchGetItem, in requests and, as keys left over, in replies.
#pragma once

#include <string>

#include "basalt/batch_requests.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

void AppendKeysAndAttributes(std::string& out, const KeysAndAttributes& keys);

}  // namespace basalt::wire
