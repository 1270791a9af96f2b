// What is told of the operations of DynamoDB that this server does not answer.
#pragma once

#include <string>
#include <string_view>

namespace basalt::wire {

// What to tell who asks for one, so that SDKs have something to print. Empty for what is not an
// operation of DynamoDB, as AWS says nothing then. `x_amz_target` is the header's value.
std::string TextOfMissingOperation(std::string_view x_amz_target);

}  // namespace basalt::wire
