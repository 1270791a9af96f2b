// Where a value stands in a request, as AWS's messages say it.
#pragma once

#include <cstddef>
#include <string_view>

#include "wire/json/type_errors.h"

namespace basalt::wire {

// One step of "requestItems.notes.member.1.member.putRequest". Steps live on the stack while a
// value is read, so that a path costs nothing until a message needs it.
struct FieldPath {
  enum class Step { kMember, kListElement, kMapValue };

  const FieldPath* parent = nullptr;  // Null: a field of the request.
  Step step = Step::kMember;
  std::string_view name = {};  // Of a member, or the key of a map's value.
  std::size_t position = 0;    // Of a list's element, from 0.

  Place place() const { return step == Step::kMember ? Place::kMember : Place::kElement; }
};

}  // namespace basalt::wire
