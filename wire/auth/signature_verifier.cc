#include "wire/auth/signature_verifier.h"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <optional>
#include <ranges>
#include <utility>

#include "wire/auth/signature_time.h"
#include "wire/auth/signing_key.h"

namespace basalt::wire {
namespace {

using std::chrono::floor;
using std::chrono::seconds;
using std::chrono::sys_seconds;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
constexpr std::string_view kService = "dynamodb";
constexpr std::string_view kTerminator = "aws4_request";
constexpr std::string_view kUnsignedPayload = "UNSIGNED-PAYLOAD";
constexpr seconds kSkew = std::chrono::minutes(15);
constexpr seconds kExpiresMax = std::chrono::days(7);
constexpr std::size_t kScopeParts = 5;

Error Incomplete(std::string message) {
  return {.code = ErrorCode::kIncompleteSignature, .message = std::move(message)};
}

Error Invalid(std::string message) {
  return {.code = ErrorCode::kInvalidSignature, .message = std::move(message)};
}

Error Unrecognized() {
  return {.code = ErrorCode::kUnrecognizedClient,
          .message = "The security token included in the request is invalid."};
}

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

std::vector<std::string> Split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  for (const auto part : std::views::split(text, separator)) {
    parts.emplace_back(part.begin(), part.end());
  }
  return parts;
}

std::string Lower(std::string text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

// A minute where AWS says so, which is wherever it says anything.
std::string Span(seconds span) {
  const bool whole_minutes = span.count() % 60 == 0;
  return whole_minutes ? std::to_string(span.count() / 60) + " min."
                       : std::to_string(span.count()) + " sec.";
}

// A query's value, decoded; empty if it has none.
std::string DecodedValue(std::string_view query, std::string_view name) {
  return PercentDecoded(QueryValue(query, name).value_or(""));
}

}  // namespace

struct SignatureVerifier::Claim {
  std::string key_id, date, region, service, terminator;
  std::vector<std::string> signed_headers;  // In lower case, sorted.
  std::string signature;
  sys_seconds time;
  seconds lifetime = kSkew;
  std::string session_token;
  bool unsigned_payload = false;

  bool Signs(std::string_view name) const {
    return std::ranges::binary_search(signed_headers, name);
  }

  static Result<Claim> Read(const SignedRequest& request, const Authorization& authorization);

 private:
  Status ReadHeaders(const SignedRequest& request);
  Status ReadQuery(std::string_view query);
  Status ReadTime(const std::string& text);
};

Result<SignatureVerifier::Claim> SignatureVerifier::Claim::Read(
    const SignedRequest& request, const Authorization& authorization) {
  const auto decoded = [&](std::string_view text) {
    return authorization.in_query ? PercentDecoded(text) : std::string(text);
  };
  if (const std::string algorithm = decoded(authorization.algorithm); algorithm != kAlgorithm) {
    return Incomplete("Unsupported AWS 'algorithm': " + Quoted(algorithm) + ".");
  }
  const std::string credential = decoded(authorization.credential);
  std::vector<std::string> scope = Split(credential, '/');
  if (scope.size() != kScopeParts) {
    return Incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term, got " +
        Quoted(credential));
  }
  Claim claim;
  claim.key_id = std::move(scope[0]);
  claim.date = std::move(scope[1]);
  claim.region = std::move(scope[2]);
  claim.service = std::move(scope[3]);
  claim.terminator = std::move(scope[4]);
  claim.signature = decoded(authorization.signature);
  claim.signed_headers = Split(Lower(decoded(authorization.signed_headers)), ';');
  std::ranges::sort(claim.signed_headers);

  const Status read = authorization.in_query ? claim.ReadQuery(TargetQuery(request.target))
                                             : claim.ReadHeaders(request);
  if (!read) return read.error();

  if (!claim.Signs("host")) {
    return Invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
  }
  // Without this a signature would not say which operation it is for.
  if (HasField(request.fields, "x-amz-target") && !claim.Signs("x-amz-target")) {
    return Invalid("'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization.");
  }
  if (claim.Signs("x-amz-content-sha256")) {
    claim.unsigned_payload |=
        CanonicalValue(request.fields, "x-amz-content-sha256") == kUnsignedPayload;
  }
  return claim;
}

Status SignatureVerifier::Claim::ReadHeaders(const SignedRequest& request) {
  session_token = CanonicalValue(request.fields, "x-amz-security-token");
  std::string date_text = CanonicalValue(request.fields, "x-amz-date");
  if (date_text.empty()) date_text = CanonicalValue(request.fields, "date");
  if (const auto http_date = ParseHttpDate(date_text)) {
    time = *http_date;
    return Done{};
  }
  return ReadTime(date_text);
}

Status SignatureVerifier::Claim::ReadQuery(std::string_view query) {
  session_token = DecodedValue(query, "X-Amz-Security-Token");
  unsigned_payload = DecodedValue(query, "X-Amz-Content-Sha256") == kUnsignedPayload;
  if (const auto expires = QueryValue(query, "X-Amz-Expires")) {
    seconds::rep number = 0;
    const auto parsed = std::from_chars(expires->begin(), expires->end(), number);
    if (parsed.ec != std::errc() || parsed.ptr != expires->end()) {
      return Incomplete("X-Amz-Expires must be a number");
    }
    if (number < 0) return Incomplete("X-Amz-Expires must be non-negative");
    if (number > kExpiresMax.count()) {
      return Incomplete(
          "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
          "must be less than 604800 seconds");
    }
    lifetime = seconds(number);
  }
  return ReadTime(DecodedValue(query, "X-Amz-Date"));
}

Status SignatureVerifier::Claim::ReadTime(const std::string& text) {
  const auto parsed = ParseSignatureTime(text);
  if (!parsed) {
    return Incomplete("Date must be in ISO-8601 'basic format'. Got " + Quoted(text) +
                      ". See http://en.wikipedia.org/wiki/ISO_8601");
  }
  time = *parsed;
  return Done{};
}

SignatureVerifier::SignatureVerifier(std::vector<Credential> credentials, std::string region,
                                     const Clock& clock)
    : region_(std::move(region)), clock_(clock) {
  for (Credential& credential : credentials) {
    std::string key_id = credential.key_id;
    credentials_.emplace(std::move(key_id), std::move(credential));
  }
}

Status SignatureVerifier::Verify(const SignedRequest& request,
                                 const Authorization& authorization) const {
  const auto claim = Claim::Read(request, authorization);
  if (!claim) return claim.error();
  if (auto fits = CheckScope(*claim); !fits) return fits.error();
  if (auto current = CheckTime(*claim); !current) return current.error();

  const auto found = credentials_.find(claim->key_id);
  if (found == credentials_.end()) return Unrecognized();
  const Credential& credential = found->second;
  if (!EqualInConstantTime(claim->session_token, credential.session_token)) return Unrecognized();
  return CheckSignature(request, *claim, credential);
}

Status SignatureVerifier::CheckScope(const Claim& claim) const {
  std::string faults;
  if (claim.region != region_) {
    faults += "Credential should be scoped to a valid region, not " + Quoted(claim.region) + ". ";
  }
  if (claim.service != kService) {
    faults += "Credential should be scoped to correct service: " + Quoted(kService) + ". ";
  }
  if (claim.terminator != kTerminator) {
    faults += "Credential should be scoped with a valid terminator: " + Quoted(kTerminator) +
              ", not " + Quoted(claim.terminator) + ". ";
  }
  const std::string time = SignatureTime(claim.time);
  if (const std::string day = time.substr(0, 8); claim.date != day) {
    faults +=
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from "
        "HTTP: " +
        Quoted(claim.date) + " != " + Quoted(day) + ", from " + Quoted(time) + ". ";
  }
  if (faults.empty()) return Done{};
  return Invalid(std::move(faults));
}

Status SignatureVerifier::CheckTime(const Claim& claim) const {
  const auto now = floor<seconds>(clock_.Now());
  if (claim.time < now - claim.lifetime) {
    return Invalid("Signature expired: " + SignatureTime(claim.time) + " is now earlier than " +
                   SignatureTime(now - claim.lifetime) + " (" + SignatureTime(now) + " - " +
                   Span(claim.lifetime) + ")");
  }
  if (claim.time > now + kSkew) {
    return Invalid("Signature not yet current: " + SignatureTime(claim.time) +
                   " is still later than " + SignatureTime(now + kSkew) + " (" +
                   SignatureTime(now) + " + " + Span(kSkew) + ")");
  }
  return Done{};
}

Status SignatureVerifier::CheckSignature(const SignedRequest& request, const Claim& claim,
                                         const Credential& credential) const {
  std::string signed_headers;
  for (const std::string& name : claim.signed_headers) {
    if (!signed_headers.empty()) signed_headers += ';';
    signed_headers += name;
  }
  const std::string payload_hash =
      claim.unsigned_payload ? std::string(kUnsignedPayload) : Sha256Hex(request.payload);
  const std::string canonical = CanonicalRequest(request, signed_headers, payload_hash);

  std::string to_sign(kAlgorithm);
  to_sign += '\n' + SignatureTime(claim.time) + '\n';
  to_sign += claim.date + '/' + region_ + '/' + std::string(kService) + '/' +
             std::string(kTerminator) + '\n' + Sha256Hex(canonical);

  const std::string right = Hex(HmacSha256(SigningKey(credential, claim.date), to_sign));
  if (EqualInConstantTime(right, claim.signature)) return Done{};
  return Invalid(
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details."
      "\n\nThe Canonical String for this request should have been\n'" +
      canonical + "'\n\nThe String-to-Sign should have been\n'" + to_sign + "'\n");
}

Sha256Digest SignatureVerifier::SigningKey(const Credential& credential,
                                           const std::string& date) const {
  const std::lock_guard lock(mutex_);
  DerivedKey& derived = derived_[credential.key_id];
  if (derived.date == date) return derived.key;

  derived = {.date = date,
             .key = DeriveSigningKey(credential.secret,
                                     {.date = date, .region = region_, .service = kService})};
  return derived.key;
}

}  // namespace basalt::wire
