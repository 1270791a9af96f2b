#include "wire/auth/credentials.h"

#include <algorithm>
#include <utility>

namespace basalt::wire {
namespace {

constexpr std::string_view kSpaces = " \t\r";

std::string_view Trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(kSpaces);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(kSpaces) - begin + 1);
}

std::string_view TakeLine(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string_view line = rest.substr(0, end);
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return Trimmed(line);
}

Error Refusal(std::string message) {
  return {.code = ErrorCode::kInternal, .message = std::move(message)};
}

bool IsEmpty(const Credential& credential) {
  return credential.key_id.empty() && credential.secret.empty() && credential.session_token.empty();
}

// Where a setting's value goes; null if it is not one of ours.
std::string* Place(Credential& credential, std::string_view name) {
  if (name == "aws_access_key_id") return &credential.key_id;
  if (name == "aws_secret_access_key") return &credential.secret;
  if (name == "aws_session_token") return &credential.session_token;
  return nullptr;
}

Status Keep(std::vector<Credential>& credentials, Credential credential) {
  if (IsEmpty(credential)) return Done{};
  if (auto good = CheckCredential(credential); !good) return good.error();
  if (std::ranges::count(credentials, credential.key_id, &Credential::key_id) != 0) {
    return Refusal("an access key id is there twice");
  }
  credentials.push_back(std::move(credential));
  return Done{};
}

}  // namespace

Result<std::vector<Credential>> ParseCredentials(std::string_view text) {
  std::vector<Credential> credentials;
  Credential current;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::string_view line = TakeLine(text);
    if (line.empty() || line.starts_with('#') || line.starts_with(';')) continue;
    if (line.starts_with('[') && line.ends_with(']')) {
      if (auto kept = Keep(credentials, std::exchange(current, {})); !kept) return kept.error();
      continue;
    }
    const std::size_t equal_sign = line.find('=');
    if (equal_sign == std::string_view::npos) {
      return Refusal("line " + std::to_string(number) + " is not of the form NAME = VALUE");
    }
    if (std::string* place = Place(current, Trimmed(line.substr(0, equal_sign)))) {
      *place = Trimmed(line.substr(equal_sign + 1));
    }
  }
  if (auto kept = Keep(credentials, std::move(current)); !kept) return kept.error();
  if (credentials.empty()) return Refusal("there is no access key in it");
  return credentials;
}

Status CheckCredential(const Credential& credential) {
  if (credential.key_id.empty() || credential.secret.empty()) {
    return Refusal("an access key needs an id and a secret");
  }
  if (credential.key_id.find_first_of("/,= \t") != std::string::npos) {
    return Refusal("an access key id may not hold '/', ',', '=' or spaces");
  }
  return Done{};
}

}  // namespace basalt::wire
