// A short stand-in for a whole request, to tell a retry from a different request under the same
// token.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "basalt/transaction_requests.h"

namespace basalt {

// 16 bytes that are equal for requests whose parameters are equal, and otherwise differ but for
// chance. Not safe against those who choose requests to collide: they can only deceive themselves.
// FROZEN once released: these bytes are on users' disks, though for ten minutes.
std::string DigestOf(const TransactWriteItemsRequest& request);

}  // namespace basalt
