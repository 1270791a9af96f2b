#include "engine/streams/keyed_hash.h"

#include <bit>
#include <cstddef>
#include <random>

namespace basalt {
namespace {

constexpr std::size_t kWordBytes = 8;

struct SipState {
  std::uint64_t v0, v1, v2, v3;

  void Round() {
    v0 += v1;
    v1 = std::rotl(v1, 13) ^ v0;
    v0 = std::rotl(v0, 32);
    v2 += v3;
    v3 = std::rotl(v3, 16) ^ v2;
    v0 += v3;
    v3 = std::rotl(v3, 21) ^ v0;
    v2 += v1;
    v1 = std::rotl(v1, 17) ^ v2;
    v2 = std::rotl(v2, 32);
  }

  void Absorb(std::uint64_t word) {
    v3 ^= word;
    Round();
    Round();
    v0 ^= word;
  }
};

// Little-endian; up to eight bytes.
std::uint64_t WordOf(std::string_view bytes) {
  std::uint64_t word = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    word |= std::uint64_t{static_cast<std::uint8_t>(bytes[i])} << (8 * i);
  }
  return word;
}

}  // namespace

std::uint64_t KeyedHash(const HashKey& key, std::string_view bytes) {
  SipState state{key[0] ^ 0x736f6d6570736575, key[1] ^ 0x646f72616e646f6d,
                 key[0] ^ 0x6c7967656e657261, key[1] ^ 0x7465646279746573};
  const std::uint64_t length = bytes.size();
  while (bytes.size() >= kWordBytes) {
    state.Absorb(WordOf(bytes.substr(0, kWordBytes)));
    bytes.remove_prefix(kWordBytes);
  }
  state.Absorb(length << 56 | WordOf(bytes));
  state.v2 ^= 0xff;
  for (int round = 0; round < 4; ++round) state.Round();
  return state.v0 ^ state.v1 ^ state.v2 ^ state.v3;
}

HashKey NewHashKey() {
  std::random_device source;
  HashKey key{};
  for (std::uint64_t& word : key) word = std::uint64_t{source()} << 32 | source();
  return key;
}

}  // namespace basalt
