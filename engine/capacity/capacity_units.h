// How many capacity units a read or a write of so many bytes consumes.
// Source: developer guide, "DynamoDB read and write operations" (capacity unit consumption).
#pragma once

#include <cstddef>
#include <cstdint>

namespace basalt {

enum class ReadConsistency : std::uint8_t { kEventual, kStrong, kTransactional };

constexpr ReadConsistency ConsistencyOf(bool consistent_read) {
  return consistent_read ? ReadConsistency::kStrong : ReadConsistency::kEventual;
}

// One read of so many bytes in all: an item, or what one page of Query or Scan evaluated. Each 4 KB
// begun costs half a unit, one, or two; reading nothing costs as much as the smallest read.
double ReadUnits(std::size_t bytes, ReadConsistency consistency);

// One write of an item or index row: a unit for each KB begun, at least one. Inside a transaction
// the table's part costs kTransactionFactor times as much; those of its indexes do not.
double WriteUnits(std::size_t bytes);

inline constexpr double kTransactionFactor = 2;

}  // namespace basalt
