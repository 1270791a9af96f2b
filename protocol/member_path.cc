// How AWS's messages write where a value stands.
#include "protocol/member_path.h"

namespace basalt::protocol {

void AppendPath(std::string& out, const MemberPath& path, bool as_sent) {
  if (path.parent != nullptr) {
    AppendPath(out, *path.parent, as_sent);
    out += '.';
  }
  switch (path.step) {
    case MemberPath::Step::kMember:
      as_sent ? void(out += path.name) : AppendMemberName(out, path.name);
      break;
    case MemberPath::Step::kListElement:
      out += std::to_string(path.position + 1) + ".member";
      break;
    case MemberPath::Step::kMapValue:
      out += path.name;
      out += ".member";
      break;
  }
}

void AppendMemberName(std::string& out, std::string_view name) {
  if (name.empty()) return;
  const char first = name.front();
  out += first >= 'A' && first <= 'Z' ? static_cast<char>(first - 'A' + 'a') : first;
  out += name.substr(1);
}

std::uint32_t JavaHash(std::string_view text) {
  std::uint32_t hash = 0;
  for (const char c : text) hash = 31 * hash + static_cast<unsigned char>(c);
  return hash ^ hash >> 16;
}

std::string_view RootNameOf(const MemberPath& path) {
  return path.parent == nullptr ? path.name : RootNameOf(*path.parent);
}

}  // namespace basalt::protocol
