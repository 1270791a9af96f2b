#include "wire/auth/browser_guard.h"

#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace basalt::wire {
namespace {

constexpr std::string_view kAny = "*";

// Top-level domains in which nobody can register anything (RFC 6761, ICANN).
constexpr std::array<std::string_view, 3> kReserved = {"internal", "localhost", "test"};

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, &ToLower, &ToLower);
}

bool EndsWithIgnoringCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualIgnoringCase(text.substr(text.size() - end.size()), end);
}

bool IsNameCharacter(char c) {
  return IsDigit(c) || (ToLower(c) >= 'a' && ToLower(c) <= 'z') || c == '-' || c == '_';
}

bool IsPort(std::string_view text) {  // With its colon; or nothing.
  return text.empty() || (text.starts_with(':') && std::ranges::all_of(text.substr(1), &IsDigit));
}

// Of "[::1]:8000".
bool IsIpv6Host(std::string_view host) {
  const std::size_t end = host.find(']');
  if (!host.starts_with('[') || end == std::string_view::npos) return false;
  in6_addr address{};
  const std::string text(host.substr(1, end - 1));
  return inet_pton(AF_INET6, text.c_str(), &address) == 1 && IsPort(host.substr(end + 1));
}

// The name in "name:port", without the dot that may end it. Nothing: it is not of that form.
std::optional<std::string_view> NameOf(std::string_view host) {
  const std::size_t end = std::min(host.find(':'), host.size());
  std::string_view name = host.substr(0, end);
  if (!IsPort(host.substr(end))) return std::nullopt;
  if (name.ends_with('.')) name.remove_suffix(1);
  bool label_is_empty = true;
  for (const char c : name) {
    if (c == '.' ? label_is_empty : !IsNameCharacter(c)) return std::nullopt;
    label_is_empty = c == '.';
  }
  if (label_is_empty) return std::nullopt;
  return name;
}

bool IsUnregistrable(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  // Browsers take what ends in a number for an address (WHATWG, "ends in a number").
  if (last.size() == name.size() || std::ranges::all_of(last, &IsDigit)) return true;
  return std::ranges::any_of(
      kReserved, [&](std::string_view reserved) { return EqualIgnoringCase(last, reserved); });
}

bool Matches(std::string_view name, std::string_view allowed) {
  if (allowed == kAny) return true;
  return allowed.starts_with('.') ? EndsWithIgnoringCase(name, allowed)
                                  : EqualIgnoringCase(name, allowed);
}

}  // namespace

BrowserGuard::BrowserGuard(BrowserOptions options)
    : options_(std::move(options)),
      any_origin_(std::ranges::count(options_.cors_origins, kAny) != 0) {}

bool BrowserGuard::AllowsHost(std::string_view host_header) const {
  if (!options_.checks_host || host_header.empty() || IsIpv6Host(host_header)) return true;
  const auto name = NameOf(host_header);
  if (!name) return false;
  return IsUnregistrable(*name) ||
         std::ranges::any_of(options_.allowed_hosts,
                             [&](const std::string& allowed) { return Matches(*name, allowed); });
}

std::string_view BrowserGuard::AllowedOrigin(std::string_view origin) const {
  if (origin.empty()) return {};
  if (any_origin_) return kAny;
  const auto found = std::ranges::find(options_.cors_origins, origin);
  return found == options_.cors_origins.end() ? std::string_view() : *found;
}

bool IsOrigin(std::string_view text) {
  if (text == kAny) return true;
  const std::size_t end = text.find("://");
  if (end == std::string_view::npos || end == 0) return false;
  const std::string_view host = text.substr(end + 3);
  return !host.empty() && host.find_first_of("/?#* ") == std::string_view::npos;
}

}  // namespace basalt::wire
