#include "wire/operations/missing_operations.h"

#include <algorithm>
#include <array>

namespace basalt::wire {
namespace {

constexpr std::string_view kPrefix = "DynamoDB_20120810.";

constexpr auto kMissing = std::to_array<std::string_view>({
    "BatchExecuteStatement",
    "CreateBackup",
    "CreateGlobalTable",
    "DeleteBackup",
    "DescribeBackup",
    "DescribeExport",
    "DescribeGlobalTable",
    "DescribeGlobalTableSettings",
    "DescribeImport",
    "DescribeTableReplicaAutoScaling",
    "ExecuteStatement",
    "ExecuteTransaction",
    "ExportTableToPointInTime",
    "ImportTable",
    "ListBackups",
    "ListExports",
    "ListGlobalTables",
    "ListImports",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
    "UpdateGlobalTable",
    "UpdateGlobalTableSettings",
    "UpdateTableReplicaAutoScaling",
});
static_assert(std::ranges::is_sorted(kMissing));

}  // namespace

std::span<const std::string_view> MissingOperations() { return kMissing; }

std::string TextOfMissingOperation(std::string_view x_amz_target) {
  if (!x_amz_target.starts_with(kPrefix)) return {};
  const std::string_view name = x_amz_target.substr(kPrefix.size());
  if (!std::ranges::binary_search(kMissing, name)) return {};
  return std::string(name) + " is not implemented by Basalt (docs/parity.md lists what is)";
}

}  // namespace basalt::wire
