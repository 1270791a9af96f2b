// Whether a request was signed by somebody who knows the secret of an access key: AWS Signature
// Version 4, in the header or in the query ("AWS Signature Version 4 for API requests" in the IAM
// User Guide).
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "wire/auth/authorization.h"
#include "wire/auth/canonical_request.h"
#include "wire/auth/credentials.h"
#include "wire/auth/sha256.h"

namespace basalt::wire {

// Thread-safe. The service is "dynamodb", for streams, too.
class SignatureVerifier {
 public:
  // A signature's date must be within 15 minutes of `clock`, which must outlive this. Requests are
  // for `region` alone.
  SignatureVerifier(std::vector<Credential> credentials, std::string region, const Clock& clock);

  // Errors, in this order, with AWS's texts: kIncompleteSignature for what is malformed,
  // kInvalidSignature for a scope or a time that does not fit, kUnrecognizedClient for an unknown
  // key or a session token that is not the key's, kInvalidSignature for a wrong signature.
  //
  // The payload counts as UNSIGNED-PAYLOAD if a signed X-Amz-Content-Sha256 says so; otherwise its
  // hash is that of the bytes that came in, whatever the client says of them.
  Status Verify(const SignedRequest& request, const Authorization& authorization) const;

 private:
  // Of one day: the region and the service are always the same.
  struct DerivedKey {
    std::string date;
    Sha256Digest key;
  };

  // What a request claims, taken apart.
  struct Claim;

  Status CheckScope(const Claim& claim) const;
  Status CheckTime(const Claim& claim) const;
  Status CheckSignature(const SignedRequest& request, const Claim& claim,
                        const Credential& credential) const;
  Sha256Digest SigningKey(const Credential& credential, const std::string& date) const;

  std::unordered_map<std::string, Credential> credentials_;  // By key id.
  const std::string region_;
  const Clock& clock_;

  mutable std::mutex mutex_;
  mutable std::unordered_map<std::string, DerivedKey> derived_;  // By key id. Guarded by mutex_.
};

}  // namespace basalt::wire
