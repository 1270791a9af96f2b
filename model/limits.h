// Every limit of DynamoDB that the engine enforces, in one place, with the relations between them.
// Source: developer guide, "Quotas in Amazon DynamoDB" and "Constraints in Amazon DynamoDB".
#pragma once

#include <cstddef>
#include <cstdint>

#include "basalt/number.h"

namespace basalt {

inline constexpr std::size_t kItemBytesMax = 400 * 1024;
inline constexpr std::size_t kPartitionKeyBytesMax = 2048;
inline constexpr std::size_t kSortKeyBytesMax = 1024;
inline constexpr std::size_t kKeyAttributeNameBytesMax = 255;
inline constexpr int kNestingDepthMax = 32;

inline constexpr std::size_t kExpressionBytesMax = 4096;
inline constexpr std::size_t kExpressionOperatorsMax = 300;
inline constexpr std::size_t kInOperandsMax = 100;
inline constexpr std::size_t kPlaceholderBytesMax = 255;

inline constexpr std::size_t kPageBytesMax = 1024 * 1024;
inline constexpr std::size_t kReplyBytesMax = 16 * 1024 * 1024;

inline constexpr std::size_t kBatchGetKeysMax = 100;
inline constexpr std::size_t kBatchWriteItemsMax = 25;
inline constexpr std::size_t kTransactItemsMax = 100;
inline constexpr std::size_t kTransactBytesMax = 4 * 1024 * 1024;
inline constexpr std::int64_t kTokenLifetimeSeconds = 600;

inline constexpr std::size_t kLocalIndexesMax = 5;
inline constexpr std::size_t kGlobalIndexesMax = 20;
inline constexpr std::size_t kKeyAttributesPerRoleMax = 4;  // Of a global secondary index.
inline constexpr std::size_t kNonKeyAttributesPerIndexMax = 20;
inline constexpr std::size_t kProjectedNonKeyAttributesMax = 100;  // Of all of a table's indexes.
inline constexpr std::int64_t kCapacityUnitsMax = 1'000'000'000'000;
inline constexpr std::size_t kTagsMax = 50;
inline constexpr std::size_t kTagKeyBytesMax = 128;
inline constexpr std::size_t kTagValueBytesMax = 256;
inline constexpr std::size_t kTableNameBytesMin = 3;
inline constexpr std::size_t kTableNameBytesMax = 255;
inline constexpr std::size_t kKinesisStreamNameBytesMax = 128;
inline constexpr std::int64_t kListTablesMax = 100;
inline constexpr std::int64_t kListStreamsMax = 100;
inline constexpr std::int64_t kDescribeStreamShardsMax = 100;
inline constexpr std::int64_t kGetRecordsMax = 1000;
inline constexpr std::int64_t kScanSegmentsMax = 1'000'000;

inline constexpr std::size_t kReadUnitBytes = 4 * 1024;
inline constexpr std::size_t kWriteUnitBytes = 1024;

static_assert(kPageBytesMax >= kItemBytesMax, "a page must hold at least one item");
static_assert(Number::kExponentMax - Number::kExponentMin == UINT8_MAX,
              "the key codec stores an exponent in one byte");

}  // namespace basalt
