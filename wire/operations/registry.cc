#include "wire/operations/registry.h"

#include <algorithm>
#include <array>

#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

// To add an operation: write its file, declare it in handlers.h, add its line.
constexpr std::array kOperations = {
    Operation{"BatchGetItem", Access::kRead, &BatchGetItem},
    Operation{"BatchWriteItem", Access::kWrite, &BatchWriteItem},
    Operation{"CreateTable", Access::kWrite, &CreateTable},
    Operation{"DeleteItem", Access::kWrite, &DeleteItem},
    Operation{"DeleteTable", Access::kWrite, &DeleteTable},
    Operation{"DescribeEndpoints", Access::kRead, &DescribeEndpoints, Service::kDynamoDb,
              Input::kHostHeader},
    Operation{"DescribeLimits", Access::kRead, &DescribeLimits},
    Operation{"DescribeTable", Access::kRead, &DescribeTable},
    Operation{"GetItem", Access::kRead, &GetItem},
    Operation{"ListTables", Access::kRead, &ListTables},
    Operation{"PutItem", Access::kWrite, &PutItem},
    Operation{"Query", Access::kRead, &Query},
    Operation{"Scan", Access::kRead, &Scan},
    Operation{"TransactGetItems", Access::kRead, &TransactGetItems},
    Operation{"TransactWriteItems", Access::kWrite, &TransactWriteItems},
    Operation{"UpdateItem", Access::kWrite, &UpdateItem},
    Operation{"UpdateTable", Access::kWrite, &UpdateTable},
};
static_assert(std::ranges::is_sorted(kOperations, {}, &Operation::name));

}  // namespace

std::span<const Operation> Operations() { return kOperations; }

const Operation* FindOperation(std::string_view name) {
  const auto found = std::ranges::lower_bound(kOperations, name, {}, &Operation::name);
  return found != kOperations.end() && found->name == name ? &*found : nullptr;
}

}  // namespace basalt::wire
