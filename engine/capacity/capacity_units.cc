#include "engine/capacity/capacity_units.h"

#include <algorithm>

#include "model/limits.h"

namespace basalt {
namespace {

// Blocks begun, at least one.
double Blocks(std::size_t bytes, std::size_t block_bytes) {
  return static_cast<double>(std::max<std::size_t>((bytes + block_bytes - 1) / block_bytes, 1));
}

}  // namespace

double ReadUnits(std::size_t bytes, ReadConsistency consistency) {
  const double blocks = Blocks(bytes, kReadUnitBytes);
  switch (consistency) {
    case ReadConsistency::kEventual:
      return blocks / 2;
    case ReadConsistency::kStrong:
      return blocks;
    case ReadConsistency::kTransactional:
      return blocks * kTransactionFactor;
  }
  return blocks;
}

double WriteUnits(std::size_t bytes) { return Blocks(bytes, kWriteUnitBytes); }

}  // namespace basalt
