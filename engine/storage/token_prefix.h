// What tokens are found by: see NewTokenPrefix.
#pragma once

#include <rocksdb/slice_transform.h>

#include <memory>

namespace basalt {

// A row of the tokens family that is a token's (engine/transactions/client_tokens.h) is filed in
// filters under its key without the last eight bytes, the time at which it ends: so the filters
// tell at once that a token was never used. The name is on users' disks: do not change.
std::shared_ptr<const rocksdb::SliceTransform> NewTokenPrefix();

}  // namespace basalt
