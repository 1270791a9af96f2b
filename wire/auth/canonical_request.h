// A request in the one form that both ends of Signature Version 4 hash ("Create a canonical
// request" in the IAM User Guide).
#pragma once

#include <string>
#include <string_view>

namespace basalt::wire {

// A request as it came in. Borrows everything.
struct SignedRequest {
  std::string_view method;
  std::string_view target;   // Path and query as sent.
  std::string_view fields;   // The headers: a line each, "name:value\n", names in lower case.
  std::string_view payload;  // The body as sent, not decompressed.
};

// The path and the query of a target, without the '?'.
std::string_view TargetPath(std::string_view target);
std::string_view TargetQuery(std::string_view target);

// A header's value, as the canonical form has it: white space at its ends removed, inside one space
// at a time, and all headers of that name joined by commas. Empty if there is none.
std::string CanonicalValue(std::string_view fields, std::string_view name);

bool HasField(std::string_view fields, std::string_view name);

// REQUIRES: `signed_headers` is in lower case, separated by ';'. Signed headers that the request
// does not have are empty. X-Amz-Signature is left out of the query.
std::string CanonicalRequest(const SignedRequest& request, std::string_view signed_headers,
                             std::string_view payload_hash);

// Undoes percent-encoding. What is not a valid escape stays as it is; '+' is a plus sign.
std::string PercentDecoded(std::string_view text);

}  // namespace basalt::wire
