// SipHash-2-4 (Aumasson, Bernstein, 2012): what nobody can compute who does not know the key.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace basalt {

using HashKey = std::array<std::uint64_t, 2>;

std::uint64_t KeyedHash(const HashKey& key, std::string_view bytes);

// 128 random bits. Thread-safe.
HashKey NewHashKey();

}  // namespace basalt
