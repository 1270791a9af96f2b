// What requests of the streams API have in common.
#pragma once

#include "wire/json/request_reader.h"

namespace basalt::wire {

inline constexpr Constraint kStreamArnConstraint{.min = 37, .max = 1024};
inline constexpr Constraint kShardIdConstraint{.min = 28, .max = 65};

}  // namespace basalt::wire
