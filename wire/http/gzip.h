// gzip bodies (RFC 1952). What they take is charged to the call; both throw std::bad_alloc.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "basalt/result.h"

namespace basalt::wire {

// REQUIRES: `text` is shorter than 4 GB.
std::string Compress(std::string_view text);

// The contents of all members of `bytes`, one after the other (RFC 1952, "Overall conventions" and
// "File format"). Errors: kSerialization if it is anything else, or more; kRequestTooLarge, without
// taking more memory than that, if the content is longer than `bytes_max`.
Result<std::string> Decompress(std::string_view bytes, std::size_t bytes_max);

// For a request with more than `bytes_max` bytes.
Error RequestTooLarge(std::size_t bytes_max);

}  // namespace basalt::wire
