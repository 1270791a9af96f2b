#include "wire/json/request_members.h"

#include <algorithm>
#include <string>
#include <vector>

#include "protocol/members.h"
#include "protocol/operations.h"

namespace basalt::wire {
namespace {

void AddNames(const std::vector<protocol::ShapeMember>& members, std::vector<std::string>& names) {
  for (const protocol::ShapeMember& member : members) {
    names.push_back(member.name);
    AddNames(member.members, names);
  }
}

std::vector<std::string> AllNames() {
  // Of administrative requests, which AWS does not have.
  std::vector<std::string> names{"Seconds", "Time"};
  protocol::ForEachOperation([&](std::string_view, protocol::Api, const auto& describe) {
    protocol::MemberLister lister;
    describe(lister);
    AddNames(lister.members, names);
  });
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  return names;
}

}  // namespace

bool IsRequestMember(std::string_view name) {
  static const std::vector<std::string> names = AllNames();
  return std::ranges::binary_search(names, name);
}

}  // namespace basalt::wire
