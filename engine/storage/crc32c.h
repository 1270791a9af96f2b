// The checksum of RocksDB's logs: CRC-32C (Castagnoli).
#pragma once

#include <cstdint>
#include <string_view>

namespace basalt {

// Of `bytes`; of `before` and then `bytes`, given what this returned of `before`.
std::uint32_t Crc32c(std::string_view bytes, std::uint32_t before = 0);

}  // namespace basalt
