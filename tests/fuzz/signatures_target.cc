// What a request says of its sender: read, canonicalized, verified. Nobody signs here, so that only
// the signatures that were made beforehand are good.
//
//   input := 'v' target '\n' authorization '\n' (name ':' value '\n')* '\n' payload
//          | 't' time | 'd' HTTP date | 'p' percent-encoded text | 'c' credentials file
#include <algorithm>
#include <array>
#include <string>

#include "basalt/clock.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/require.h"
#include "wire/auth/signature_time.h"
#include "wire/auth/signature_verifier.h"

namespace basalt::fuzz {
namespace {

// Of tests/unit/wire/auth/signature_verifier_test.cc: made by an AWS SDK.
constexpr std::array<std::string_view, 2> kGood{
    "2c15ed7ee8360be5191c4f7fa4c3786076090b77a41d66fafd26efa4f0cd0e21",
    "4deaf7139b86f4d56a02604d3a3e1dbfb4bf160a06c754a0f9fe726639cacb2a"};

class StoppedClock final : public Clock {
 public:
  TimePoint Now() const override { return TimePoint(std::chrono::seconds(1'440'938'160)); }
};

const wire::SignatureVerifier& Verifier() {
  static const StoppedClock clock;
  static const wire::SignatureVerifier verifier(
      {{.key_id = "AKIDEXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
       {.key_id = "AKIDTOKEN", .secret = "secret2", .session_token = "a/token+1=="}},
      "us-east-1", clock);
  return verifier;
}

std::string_view TakeLine(std::string_view& rest, std::string_view end) {
  const std::size_t size = std::min(rest.find(end), rest.size());
  const std::string_view line = rest.substr(0, size);
  rest.remove_prefix(std::min(size + end.size(), rest.size()));
  return line;
}

void RequireRefusal(const Error& error) {
  Require(error.code != ErrorCode::kInternal, "no request is the server's fault", error.message);
}

void FuzzVerification(std::string_view rest) {
  const std::string_view target = TakeLine(rest, "\n");
  const std::string_view header = TakeLine(rest, "\n");
  const std::size_t end = std::min(rest.find("\n\n"), rest.size());
  const std::string_view fields = rest.substr(0, std::min(end + 1, rest.size()));
  const std::string_view payload = rest.substr(std::min(end + 2, rest.size()));

  const auto claim = wire::ParseAuthorization(
      {.query = wire::TargetQuery(target),
       .authorization = header.empty() ? std::nullopt : std::optional(header),
       .has_date = wire::HasField(fields, "x-amz-date")});
  if (!claim) return RequireRefusal(claim.error());
  const Status verified = Verifier().Verify(
      {.method = "POST", .target = target, .fields = fields, .payload = payload}, *claim);
  if (!verified) return RequireRefusal(verified.error());
  Require(std::ranges::count(kGood, claim->signature) == 1, "nobody can sign without the secret",
          claim->signature);
}

void FuzzTime(const std::string& text) {
  if (const auto time = wire::ParseSignatureTime(text)) {
    Require(wire::SignatureTime(*time) == text, "a time is written as it was read", text);
  }
}

void FuzzCredentials(const std::string& text) {
  const auto credentials = wire::ParseCredentials(text);
  if (!credentials) return;
  Require(!credentials->empty(), "a file of credentials has some", text);
  for (const auto& credential : *credentials) {
    Require(static_cast<bool>(wire::CheckCredential(credential)), "those that are read are good",
            credential.key_id);
  }
}

}  // namespace

void FuzzSignatures(std::string_view input) {
  if (input.empty()) return;
  const std::string text(input.substr(1));
  if (input.front() == 'v') return FuzzVerification(text);
  if (input.front() == 't') return FuzzTime(text);
  if (input.front() == 'd') return static_cast<void>(wire::ParseHttpDate(text));
  if (input.front() == 'p') {
    Require(wire::PercentDecoded(text).size() <= text.size(), "decoding shortens", text);
  }
  if (input.front() == 'c') return FuzzCredentials(text);
}

}  // namespace basalt::fuzz
