#include "wire/operations/missing_operations.h"

#include <algorithm>

#include "protocol/missing_operations.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kPrefix = "DynamoDB_20120810.";

}  // namespace

std::string TextOfMissingOperation(std::string_view x_amz_target) {
  if (!x_amz_target.starts_with(kPrefix)) return {};
  const std::string_view name = x_amz_target.substr(kPrefix.size());
  if (!std::ranges::binary_search(protocol::kMissingOperations, name)) return {};
  return std::string(name) + " is not implemented by Basalt (docs/parity.md lists what is)";
}

}  // namespace basalt::wire
