// Every operation that this server answers.
#pragma once

#include <span>
#include <string_view>

#include "wire/operations/operation.h"

namespace basalt::wire {

// In order of name.
std::span<const Operation> Operations();

// `name` is as X-Amz-Target has it after the dot: "PutItem". Null: not one that is answered.
const Operation* FindOperation(std::string_view name);

}  // namespace basalt::wire
