// The operations of AWS's service model that Basalt does not answer, in order of name.
// tests/protocol/check.py holds the list against the model.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace basalt::protocol {

inline constexpr auto kMissingOperations = std::to_array<std::string_view>({
    "BatchExecuteStatement",
    "CancelBulkOperation",
    "CreateBackup",
    "CreateGlobalTable",
    "DeleteBackup",
    "DescribeBackup",
    "DescribeBulkOperation",
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
    "ListBulkOperations",
    "ListExports",
    "ListGlobalTables",
    "ListImports",
    "RestoreTableFromBackup",
    "RestoreTableToPointInTime",
    "SearchVectors",
    "StartBulkPutItems",
    "UpdateGlobalTable",
    "UpdateGlobalTableSettings",
    "UpdateTableReplicaAutoScaling",
});
static_assert(std::ranges::is_sorted(kMissingOperations));

}  // namespace basalt::protocol
