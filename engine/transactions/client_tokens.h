// Client request tokens: which transactions were done within the last ten minutes. They are stored
// in the transaction's own commit, so that they tell the truth across restarts.
//
// In the tokens family:
//   key := 't' token(key string) end(u64)   What is done, as below.
//        | 'e' end(u64) token               The same by the time at which it ends; no value.
//   value := digest(16 bytes) image_bytes(u32, little-endian)*   One of these an action.
// `end` is in milliseconds since 1970, big-endian: from then on the token is free again.
// FROZEN once released: these bytes are on users' disks.
#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "engine/items/item_writer.h"
#include "engine/storage/store.h"

namespace basalt {

// A request that was done under a token.
struct DoneRequest {
  std::string digest;                      // Of DigestOf.
  std::vector<std::uint32_t> image_bytes;  // Of each action, what its item weighed for capacity.
};

// The request that was done under the token and is remembered at `now`, if any.
// Errors: kInternal.
Result<std::optional<DoneRequest>> FindToken(const Store& store, std::string_view token,
                                             TimePoint now);

// The rows that remember a request from `now` on.
std::vector<ExtraRow> RowsOfToken(std::string_view token, const DoneRequest& done, TimePoint now);

// Removes the rows of tokens whose time is over at `now`: a background job, so that no transaction
// pays for others that are long done. Stops early once `stop` says so. Errors: kInternal.
Status ForgetTokens(Store& store, TimePoint now, const std::stop_token& stop = {});

// A token has a row by name and a row by time: the key of the other one. Empty if `row_key` is
// neither.
std::optional<std::string> OtherRowOfToken(std::string_view row_key);

}  // namespace basalt
