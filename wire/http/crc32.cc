#include "wire/http/crc32.h"

#include <zlib.h>

#include <cstddef>

#ifdef __x86_64__
#include <immintrin.h>
#endif

namespace basalt::wire {
namespace {

std::uint32_t Continue(std::uint32_t crc, std::string_view bytes) {
  return static_cast<std::uint32_t>(
      crc32_z(crc, reinterpret_cast<const Bytef*>(bytes.data()), bytes.size()));
}

#ifdef __x86_64__

constexpr std::size_t kLaneBytes = 16;
constexpr std::size_t kStrideBytes = 4 * kLaneBytes;

// A lane of 128 bits moved on by a distance: x^(distance + 32) and x^(distance - 32) mod the
// polynomial, bits reflected, by which its lower and its upper half are multiplied.
[[gnu::target("pclmul,sse4.1")]] __m128i Fold(__m128i lane, __m128i factors) {
  return _mm_xor_si128(_mm_clmulepi64_si128(lane, factors, 0x00),
                       _mm_clmulepi64_si128(lane, factors, 0x11));
}

[[gnu::target("pclmul,sse4.1")]] __m128i Load(const char* bytes) {
  return _mm_loadu_si128(reinterpret_cast<const __m128i*>(bytes));
}

// Folds whole lanes until one is left, which has the same remainder as all of them, and leaves that
// remainder to zlib. Source: Gopal et al., "Fast CRC Computation for Generic Polynomials Using
// PCLMULQDQ Instruction". REQUIRES: at least kStrideBytes, all in whole lanes.
[[gnu::target("pclmul,sse4.1")]] std::uint32_t CrcOfLanes(std::string_view bytes) {
  const __m128i four_lanes = _mm_set_epi64x(0x1c6e41596, 0x154442bd4);  // 512 bits.
  const __m128i one_lane = _mm_set_epi64x(0x0ccaa009e, 0x1751997d0);    // 128 bits.
  const char* at = bytes.data();
  const char* const end = at + bytes.size();

  // The register starts as ones, which is the same as the first four bytes inverted.
  __m128i first = _mm_xor_si128(Load(at), _mm_cvtsi32_si128(-1));
  __m128i second = Load(at + kLaneBytes);
  __m128i third = Load(at + 2 * kLaneBytes);
  __m128i fourth = Load(at + 3 * kLaneBytes);
  at += kStrideBytes;
  for (; end - at >= static_cast<std::ptrdiff_t>(kStrideBytes); at += kStrideBytes) {
    first = _mm_xor_si128(Fold(first, four_lanes), Load(at));
    second = _mm_xor_si128(Fold(second, four_lanes), Load(at + kLaneBytes));
    third = _mm_xor_si128(Fold(third, four_lanes), Load(at + 2 * kLaneBytes));
    fourth = _mm_xor_si128(Fold(fourth, four_lanes), Load(at + 3 * kLaneBytes));
  }
  __m128i lane = _mm_xor_si128(Fold(first, one_lane), second);
  lane = _mm_xor_si128(Fold(lane, one_lane), third);
  lane = _mm_xor_si128(Fold(lane, one_lane), fourth);
  for (; at != end; at += kLaneBytes) lane = _mm_xor_si128(Fold(lane, one_lane), Load(at));

  // zlib inverts the register before and after: here it starts as zeros.
  alignas(kLaneBytes) char rest[kLaneBytes];
  _mm_store_si128(reinterpret_cast<__m128i*>(rest), lane);
  constexpr std::uint32_t kRegisterOfZeros = 0xffff'ffff;
  return Continue(kRegisterOfZeros, {rest, kLaneBytes});
}

bool HasCarrylessMultiplication() {
  static const bool has = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
  return has;
}

#endif

}  // namespace

std::uint32_t Crc32(std::string_view bytes) {
  std::uint32_t crc = 0;
#ifdef __x86_64__
  if (bytes.size() >= kStrideBytes && HasCarrylessMultiplication()) {
    const std::size_t in_lanes = bytes.size() / kLaneBytes * kLaneBytes;
    crc = CrcOfLanes(bytes.substr(0, in_lanes));
    bytes.remove_prefix(in_lanes);
  }
#endif
  return Continue(crc, bytes);
}

}  // namespace basalt::wire
