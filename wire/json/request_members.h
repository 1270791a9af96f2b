// Which members requests have.
#pragma once

#include <string_view>

namespace basalt::wire {

// Whether any request of any operation, or a structure in one, has a member of this name. What has
// none of these names nobody will look for.
bool IsRequestMember(std::string_view name);

}  // namespace basalt::wire
