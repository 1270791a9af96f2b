// Where a value stands in a request, as AWS's messages say it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace basalt::protocol {

// One step of "requestItems.notes.member.1.member.putRequest". Steps live on the stack while a
// request is visited, so that a path costs nothing until a message needs it.
struct MemberPath {
  enum class Step : std::uint8_t { kMember, kListElement, kMapValue };

  const MemberPath* parent = nullptr;  // Null: a member of the request.
  Step step = Step::kMember;
  std::string_view name = {};  // Of a member, or the key of a map's value.
  std::size_t position = 0;    // Of a list's element, from 0.
};

// "transactItems.1.member.put"; `as_sent` leaves the names' first letters as they are.
void AppendPath(std::string& out, const MemberPath& path, bool as_sent);

// A member's name in AWS's messages: its first letter small.
void AppendMemberName(std::string& out, std::string_view name);

// Java's String.hashCode, with its upper half mixed in as HashMap does. Exact for ASCII.
std::uint32_t JavaHash(std::string_view text);

// Of the member of the request that `path` lies in.
std::string_view RootNameOf(const MemberPath& path);

}  // namespace basalt::protocol
