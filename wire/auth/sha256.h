// SHA-256 and HMAC-SHA-256, which Signature Version 4 is made of.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace basalt::wire {

using Sha256Digest = std::array<unsigned char, 32>;

// All are thread-safe.
Sha256Digest HmacSha256(std::span<const unsigned char> key, std::string_view text);
std::string Sha256Hex(std::string_view text);  // In lower case.
std::string Hex(const Sha256Digest& digest);   // In lower case.

// Whether two texts are equal, in a time that depends on their lengths alone.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace basalt::wire
