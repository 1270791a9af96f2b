// Where a value stands in a JSON request.
#pragma once

#include "protocol/member_path.h"
#include "wire/json/type_errors.h"

namespace basalt::wire {

using FieldPath = protocol::MemberPath;

inline Place PlaceOf(const FieldPath& path) {
  return path.step == FieldPath::Step::kMember ? Place::kMember : Place::kElement;
}

}  // namespace basalt::wire
