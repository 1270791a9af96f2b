// Where a request says who sent it, in the form that AWS asks for. What is missing or malformed
// gets AWS's errors; whether the signature is right is not looked at here.
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

// What a request claims. Borrowed from its source, and percent-encoded if it stands in the query.
struct Authorization {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
  bool in_query = false;
};

// Errors: kMissingAuthenticationToken, kIncompleteSignature, kInvalidSignature, with AWS's texts
// ("Authenticating Requests (AWS Signature Version 4)"). Thread-safe.
Result<Authorization> ParseAuthorization(const SignatureSource& source);

// A query parameter's value, or nothing if the query does not name it. Names are not
// percent-decoded: those of Signature Version 4 need no encoding.
std::optional<std::string_view> QueryValue(std::string_view query, std::string_view name);

}  // namespace basalt::wire
