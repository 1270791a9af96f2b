// Whether a request says who sent it, in the form that AWS asks for. Signatures are not verified
// and any access key is good; what is missing or malformed gets AWS's errors.
#pragma once

#include <optional>
#include <string_view>

#include "basalt/result.h"

namespace basalt::wire {

// Where Signature Version 4 may stand in a request. An absent header differs from an empty one.
struct SignatureSource {
  std::string_view query;  // After the '?', percent-encoded; empty if there is none.
  std::optional<std::string_view> authorization;
  bool has_date = false;  // X-Amz-Date or Date.
};

// Errors: kMissingAuthenticationToken, kIncompleteSignature, kInvalidSignature, with AWS's texts
// ("Authenticating Requests (AWS Signature Version 4)"). Thread-safe.
Status CheckAuthorization(const SignatureSource& source);

}  // namespace basalt::wire
