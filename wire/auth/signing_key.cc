#include "wire/auth/signing_key.h"

namespace basalt::wire {

Sha256Digest DeriveSigningKey(const std::string& secret, const SigningScope& scope) {
  const std::string start = "AWS4" + secret;
  const auto* bytes = reinterpret_cast<const unsigned char*>(start.data());
  const Sha256Digest of_date = HmacSha256({bytes, start.size()}, scope.date);
  const Sha256Digest of_region = HmacSha256(of_date, scope.region);
  const Sha256Digest of_service = HmacSha256(of_region, scope.service);
  return HmacSha256(of_service, "aws4_request");
}

}  // namespace basalt::wire
