#include "wire/auth/canonical_request.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace basalt::wire {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

// Takes the part before the first `separator` off the front of `rest`.
std::string_view TakePart(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return part;
}

bool IsUnreserved(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.' || c == '~';
}

int HexValue(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

std::string PercentEncoded(std::string_view text, std::string_view kept = {}) {
  std::string encoded;
  for (const char c : text) {
    if (IsUnreserved(c) || kept.find(c) != std::string_view::npos) {
      encoded += c;
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    encoded += '%';
    encoded += kHexDigits[byte >> 4];
    encoded += kHexDigits[byte & 0xF];
  }
  return encoded;
}

// Sorted by name, then by value, as encoded.
std::string CanonicalQuery(std::string_view query) {
  std::vector<std::pair<std::string, std::string>> parameters;
  while (!query.empty()) {
    std::string_view value = TakePart(query, '&');
    if (value.empty()) continue;
    const std::string name = PercentDecoded(TakePart(value, '='));
    if (name == "X-Amz-Signature") continue;
    parameters.emplace_back(PercentEncoded(name), PercentEncoded(PercentDecoded(value)));
  }
  std::ranges::sort(parameters);

  std::string canonical;
  for (const auto& [name, value] : parameters) {
    if (!canonical.empty()) canonical += '&';
    canonical += name;
    canonical += '=';
    canonical += value;
  }
  return canonical;
}

bool IsSpace(char c) { return c == ' ' || c == '\t'; }

void AppendTrimmed(std::string& out, std::string_view value) {
  bool space_pending = false;
  const std::size_t begin = out.size();
  for (const char c : value) {
    if (IsSpace(c)) {
      space_pending = out.size() > begin;
      continue;
    }
    if (std::exchange(space_pending, false)) out += ' ';
    out += c;
  }
}

// Calls `visit` with the value of each header of this name.
template <typename Visit>
void ForEach(std::string_view fields, std::string_view name, Visit visit) {
  while (!fields.empty()) {
    std::string_view value = TakePart(fields, '\n');
    if (TakePart(value, ':') == name) visit(value);
  }
}

}  // namespace

std::string_view TargetPath(std::string_view target) { return TakePart(target, '?'); }

std::string_view TargetQuery(std::string_view target) {
  TakePart(target, '?');
  return target;
}

std::string CanonicalValue(std::string_view fields, std::string_view name) {
  std::string canonical;
  bool first = true;
  ForEach(fields, name, [&](std::string_view value) {
    if (!std::exchange(first, false)) canonical += ',';
    AppendTrimmed(canonical, value);
  });
  return canonical;
}

bool HasField(std::string_view fields, std::string_view name) {
  bool found = false;
  ForEach(fields, name, [&](std::string_view) { found = true; });
  return found;
}

std::string CanonicalRequest(const SignedRequest& request, std::string_view signed_headers,
                             std::string_view payload_hash) {
  std::string canonical(request.method);
  canonical += '\n';
  canonical += PercentEncoded(TargetPath(request.target), "/");
  canonical += '\n';
  canonical += CanonicalQuery(TargetQuery(request.target));
  canonical += '\n';
  for (std::string_view rest = signed_headers; !rest.empty();) {
    const std::string_view name = TakePart(rest, ';');
    canonical += name;
    canonical += ':';
    canonical += CanonicalValue(request.fields, name);
    canonical += '\n';
  }
  canonical += '\n';
  canonical += signed_headers;
  canonical += '\n';
  canonical += payload_hash;
  return canonical;
}

std::string PercentDecoded(std::string_view text) {
  std::string decoded;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool escape = text[at] == '%' && at + 2 < text.size() && HexValue(text[at + 1]) >= 0 &&
                        HexValue(text[at + 2]) >= 0;
    if (!escape) {
      decoded += text[at];
      continue;
    }
    decoded += static_cast<char>(HexValue(text[at + 1]) << 4 | HexValue(text[at + 2]));
    at += 2;
  }
  return decoded;
}

}  // namespace basalt::wire
