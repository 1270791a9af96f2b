// The access keys that a server accepts.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "basalt/result.h"

namespace basalt::wire {

struct Credential {
  std::string key_id;
  std::string secret;
  std::string session_token;  // Requests must carry it; empty: they must carry none.
};

// Reads the form of AWS's shared credentials file: sections in brackets, each with
// aws_access_key_id, aws_secret_access_key and, if it is temporary, aws_session_token. Sections'
// names and other settings do not matter; a section without any of the three is skipped.
// Errors: kInternal with a text for people that never quotes a value: a line that is none of
// these, half a key, a key id twice, no key at all.
Result<std::vector<Credential>> ParseCredentials(std::string_view text);

// Errors: kInternal, as above: the id or the secret is empty, or the id has characters that a
// signature cannot carry ("/", ",", "=" and white space).
Status CheckCredential(const Credential& credential);

}  // namespace basalt::wire
