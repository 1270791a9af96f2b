#include "wire/auth/browser_guard.h"

#include <algorithm>
#include <utility>

namespace basalt::wire {
namespace {

constexpr std::string_view kAny = "*";

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool EqualIgnoringCase(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, &ToLower, &ToLower);
}

bool EndsWithIgnoringCase(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && EqualIgnoringCase(text.substr(text.size() - end.size()), end);
}

// Without the port, and without the dot that may end a name.
std::string_view NameOf(std::string_view host_header) {
  std::string_view name = host_header.substr(0, host_header.find(':'));
  if (name.ends_with('.')) name.remove_suffix(1);
  return name;
}

bool IsUnregistrable(std::string_view name) {
  const std::string_view last = name.substr(name.rfind('.') + 1);
  // Browsers take what ends in a number for an address (WHATWG, "ends in a number").
  if (last.size() == name.size() || std::ranges::all_of(last, &IsDigit)) return true;
  return EqualIgnoringCase(last, "localhost") || EqualIgnoringCase(last, "internal");
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
  if (!options_.checks_host || host_header.starts_with('[')) return true;
  const std::string_view name = NameOf(host_header);
  return IsUnregistrable(name) ||
         std::ranges::any_of(options_.allowed_hosts,
                             [&](const std::string& allowed) { return Matches(name, allowed); });
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
