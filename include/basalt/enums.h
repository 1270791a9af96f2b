// The closed sets of words in DynamoDB's API. kNames<E> holds a set's words in enumerator order,
// which is also the order in which AWS lists them when it refuses a word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace basalt {

template <typename E>
inline constexpr std::array<std::string_view, 0> kNames{};

// DynamoDB's word for a value.
template <typename E>
constexpr std::string_view NameOf(E value) {
  return kNames<E>[static_cast<std::size_t>(value)];
}

enum class ReturnValues : std::uint8_t { kAllNew, kUpdatedOld, kAllOld, kNone, kUpdatedNew };
template <>
inline constexpr std::array<std::string_view, 5> kNames<ReturnValues>{
    "ALL_NEW", "UPDATED_OLD", "ALL_OLD", "NONE", "UPDATED_NEW"};

enum class ReturnValuesOnConditionCheckFailure : std::uint8_t { kAllOld, kNone };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ReturnValuesOnConditionCheckFailure>{
    "ALL_OLD", "NONE"};

enum class ReturnConsumedCapacity : std::uint8_t { kIndexes, kTotal, kNone };
template <>
inline constexpr std::array<std::string_view, 3> kNames<ReturnConsumedCapacity>{"INDEXES", "TOTAL",
                                                                                "NONE"};

enum class ReturnItemCollectionMetrics : std::uint8_t { kSize, kNone };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ReturnItemCollectionMetrics>{"SIZE",
                                                                                     "NONE"};

enum class Select : std::uint8_t {
  kSpecificAttributes,
  kCount,
  kAllAttributes,
  kAllProjectedAttributes
};
template <>
inline constexpr std::array<std::string_view, 4> kNames<Select>{
    "SPECIFIC_ATTRIBUTES", "COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES"};

enum class ConditionalOperator : std::uint8_t { kOr, kAnd };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ConditionalOperator>{"OR", "AND"};

enum class ComparisonOperator : std::uint8_t {
  kIn,
  kNull,
  kBetween,
  kLt,
  kNotContains,
  kEq,
  kGt,
  kNotNull,
  kNe,
  kLe,
  kBeginsWith,
  kGe,
  kContains
};
template <>
inline constexpr std::array<std::string_view, 13> kNames<ComparisonOperator>{
    "IN",       "NULL", "BETWEEN", "LT",          "NOT_CONTAINS", "EQ",      "GT",
    "NOT_NULL", "NE",   "LE",      "BEGINS_WITH", "GE",           "CONTAINS"};

enum class AttributeAction : std::uint8_t { kAdd, kDelete, kPut };
template <>
inline constexpr std::array<std::string_view, 3> kNames<AttributeAction>{"ADD", "DELETE", "PUT"};

enum class ScalarAttributeType : std::uint8_t { kB, kN, kS };
template <>
inline constexpr std::array<std::string_view, 3> kNames<ScalarAttributeType>{"B", "N", "S"};

enum class KeyType : std::uint8_t { kHash, kRange };
template <>
inline constexpr std::array<std::string_view, 2> kNames<KeyType>{"HASH", "RANGE"};

enum class ProjectionType : std::uint8_t { kAll, kInclude, kKeysOnly };
template <>
inline constexpr std::array<std::string_view, 3> kNames<ProjectionType>{"ALL", "INCLUDE",
                                                                        "KEYS_ONLY"};

enum class BillingMode : std::uint8_t { kProvisioned, kPayPerRequest };
template <>
inline constexpr std::array<std::string_view, 2> kNames<BillingMode>{"PROVISIONED",
                                                                     "PAY_PER_REQUEST"};

enum class TableClass : std::uint8_t { kStandard, kStandardInfrequentAccess };
template <>
inline constexpr std::array<std::string_view, 2> kNames<TableClass>{"STANDARD",
                                                                    "STANDARD_INFREQUENT_ACCESS"};

enum class SseType : std::uint8_t { kAes256, kKms };
template <>
inline constexpr std::array<std::string_view, 2> kNames<SseType>{"AES256", "KMS"};

enum class StreamViewType : std::uint8_t { kNewImage, kOldImage, kNewAndOldImages, kKeysOnly };
template <>
inline constexpr std::array<std::string_view, 4> kNames<StreamViewType>{
    "NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"};

enum class TableStatus : std::uint8_t { kCreating, kUpdating, kDeleting, kActive };
template <>
inline constexpr std::array<std::string_view, 4> kNames<TableStatus>{"CREATING", "UPDATING",
                                                                     "DELETING", "ACTIVE"};

enum class IndexStatus : std::uint8_t { kCreating, kUpdating, kDeleting, kActive };
template <>
inline constexpr std::array<std::string_view, 4> kNames<IndexStatus>{"CREATING", "UPDATING",
                                                                     "DELETING", "ACTIVE"};

enum class TimeToLiveStatus : std::uint8_t { kDisabled, kDisabling, kEnabled, kEnabling };
template <>
inline constexpr std::array<std::string_view, 4> kNames<TimeToLiveStatus>{"DISABLED", "DISABLING",
                                                                          "ENABLED", "ENABLING"};

enum class ContributorInsightsAction : std::uint8_t { kEnable, kDisable };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ContributorInsightsAction>{"ENABLE",
                                                                                   "DISABLE"};

enum class ContributorInsightsMode : std::uint8_t { kAccessedAndThrottledKeys, kThrottledKeys };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ContributorInsightsMode>{
    "ACCESSED_AND_THROTTLED_KEYS", "THROTTLED_KEYS"};

enum class ContributorInsightsStatus : std::uint8_t { kEnabled, kEnabling, kDisabled, kDisabling };
template <>
inline constexpr std::array<std::string_view, 4> kNames<ContributorInsightsStatus>{
    "ENABLED", "ENABLING", "DISABLED", "DISABLING"};

enum class DestinationStatus : std::uint8_t {
  kActive,
  kDisabled,
  kDisabling,
  kEnableFailed,
  kEnabling,
  kUpdating
};
template <>
inline constexpr std::array<std::string_view, 6> kNames<DestinationStatus>{
    "ACTIVE", "DISABLED", "DISABLING", "ENABLE_FAILED", "ENABLING", "UPDATING"};

enum class ApproximateCreationDateTimePrecision : std::uint8_t { kMicrosecond, kMillisecond };
template <>
inline constexpr std::array<std::string_view, 2> kNames<ApproximateCreationDateTimePrecision>{
    "MICROSECOND", "MILLISECOND"};

}  // namespace basalt
