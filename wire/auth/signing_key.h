// The key that signatures of one day, region and service are made with.
#pragma once

#include <string>
#include <string_view>

#include "wire/auth/sha256.h"

namespace basalt::wire {

struct SigningScope {
  std::string_view date;  // As in "20150830".
  std::string_view region;
  std::string_view service;
};

// "Calculate the signature" in the IAM User Guide. Thread-safe.
Sha256Digest DeriveSigningKey(const std::string& secret, const SigningScope& scope);

}  // namespace basalt::wire
