// The operations of DynamoDB that this server does not answer.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace basalt::wire {

// In order of name.
std::span<const std::string_view> MissingOperations();

// What to tell who asks for one, so that SDKs have something to print. Empty for what is not an
// operation of DynamoDB, as AWS says nothing then. `x_amz_target` is the header's value.
std::string TextOfMissingOperation(std::string_view x_amz_target);

}  // namespace basalt::wire
