#include "wire/auth/signature_verifier.h"

#include <gtest/gtest.h>

#include <string>

#include "basalt/virtual_clock.h"

namespace basalt::wire {
namespace {

namespace signature_verifier_test {

using std::chrono::minutes;
using std::chrono::seconds;

// Made by botocore's signer, for 20150830T123600Z.
constexpr const char* kPlain = "2c15ed7ee8360be5191c4f7fa4c3786076090b77a41d66fafd26efa4f0cd0e21";
constexpr const char* kOfBody = "272927491ba3b5c23644289337766294a4169e8b6ccc795076e27a2bbde4af82";
constexpr const char* kOfToken = "4872d2a784b29a1b392b15392d3e7fe5ad36412d332403a14904bebbdc66d74f";
constexpr const char* kOfQuery = "7c79d8a873b8ebacdf3e1c7a8b638bded19e64491138b525c741fbd30efb392b";
constexpr const char* kOfSpaces =
    "b05dfbbcd547fa11144aef14691ceb6e589cd27ff1bbd350468353b3c362e9a2";
constexpr const char* kUnsigned =
    "375fc93aa9d48c91cc49b679fffae634a1a9de426fce579795ecc2eedf2e46aa";
constexpr const char* kPresigned =
    "4deaf7139b86f4d56a02604d3a3e1dbfb4bf160a06c754a0f9fe726639cacb2a";
constexpr const char* kPresignedWithToken =
    "5e53893a831dbf50ecba8aeb52caf0a6798ad7685d1c5c97acfe70beba322038";

// A request that is good, to be changed.
struct Signed {
  std::string target = "/";
  std::string more_fields;
  std::string payload = "{}";
  std::string date = "20150830T123600Z";
  std::string algorithm = "AWS4-HMAC-SHA256";
  std::string credential = "AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request";
  std::string headers = "content-type;host;x-amz-date;x-amz-target";
  std::string signature = kPlain;
};

Status Verify(const Signed& request, seconds later = seconds(0)) {
  VirtualClock clock;
  clock.Freeze();
  clock.Set(TimePoint(seconds(1440938160) + later));
  const SignatureVerifier verifier(
      {{.key_id = "AKIDEXAMPLE", .secret = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"},
       {.key_id = "AKIDTOKEN", .secret = "secret2", .session_token = "a/token+1=="}},
      "us-east-1", clock);

  std::string fields =
      "host:localhost:8000\ncontent-type:application/x-amz-json-1.0\n"
      "x-amz-target:DynamoDB_20120810.ListTables\n" +
      request.more_fields;
  if (!request.date.empty()) fields += "x-amz-date:" + request.date + "\n";
  const std::string header = request.algorithm + " Credential=" + request.credential +
                             ", SignedHeaders=" + request.headers +
                             ", Signature=" + request.signature;
  const bool in_query = request.target.find("X-Amz-Algorithm") != std::string::npos;
  std::optional<std::string_view> authorization;
  if (!in_query) authorization = header;
  const auto parsed = ParseAuthorization(
      {.query = TargetQuery(request.target), .authorization = authorization, .has_date = true});
  if (!parsed) return parsed.error();
  return verifier.Verify(
      {.method = "POST", .target = request.target, .fields = fields, .payload = request.payload},
      *parsed);
}

Signed Presigned(const std::string& credential, const std::string& expires,
                 const std::string& signature) {
  Signed request;
  request.target = "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + credential +
                   "%2F20150830%2Fus-east-1%2Fdynamodb%2Faws4_request&X-Amz-Date=20150830T123600Z"
                   "&X-Amz-Expires=" +
                   expires + "&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-target" +
                   "&X-Amz-Signature=" + signature;
  request.date.clear();
  return request;
}

struct GoodCase {
  const char* name;
  Signed request;
};

const std::string kTokenCredential = "AKIDTOKEN/20150830/us-east-1/dynamodb/aws4_request";
const std::string kTokenHeaders = "content-type;host;x-amz-date;x-amz-security-token;x-amz-target";

const GoodCase kGood[] = {
    {"Plain", {}},
    {"Body", {.payload = "{\"Limit\": 1}", .signature = kOfBody}},
    {"SessionToken",
     {.more_fields = "x-amz-security-token:a/token+1==\n",
      .credential = kTokenCredential,
      .headers = kTokenHeaders,
      .signature = kOfToken}},
    {"Query", {.target = "/?b=2&a=x%20y&a=%2F&c", .signature = kOfQuery}},
    {"Spaces",
     {.more_fields = "x-amz-meta:  a   b  \n",
      .headers = "content-type;host;x-amz-date;x-amz-meta;x-amz-target",
      .signature = kOfSpaces}},
    {"UnsignedHeader", {.more_fields = "user-agent:changed on the way\n"}},
    {"UnsignedPayload",
     {.more_fields = "x-amz-content-sha256:UNSIGNED-PAYLOAD\n",
      .payload = "anything",
      .headers = "content-type;host;x-amz-content-sha256;x-amz-date;x-amz-target",
      .signature = kUnsigned}},
    {"HeadersInAnotherOrder", {.headers = "host;X-Amz-Target;x-amz-date;content-type"}},
    {"Presigned", Presigned("AKIDEXAMPLE", "60", kPresigned)},
    {"PresignedWithToken",
     Presigned("AKIDTOKEN", "900",
               std::string(kPresignedWithToken) + "&X-Amz-Security-Token=a%2Ftoken%2B1%3D%3D")},
};

class GoodSignature : public testing::TestWithParam<GoodCase> {};

TEST_P(GoodSignature, IsAccepted) {
  const Status status = Verify(GetParam().request);
  EXPECT_TRUE(status) << status.error().message;
}

INSTANTIATE_TEST_SUITE_P(Auth, GoodSignature, testing::ValuesIn(kGood),
                         [](const auto& test) { return std::string(test.param.name); });

struct BadCase {
  const char* name;
  Signed request;
  ErrorCode code;
  const char* message;
};

constexpr const char* kNoSuchToken = "The security token included in the request is invalid.";

const BadCase kBad[] = {
    {"Algorithm",
     {.algorithm = "AWS4-HMAC-SHA512"},
     ErrorCode::kIncompleteSignature,
     "Unsupported AWS 'algorithm': 'AWS4-HMAC-SHA512'."},
    {"CredentialTooShort",
     {.credential = "a/b"},
     ErrorCode::kIncompleteSignature,
     "Credential must have exactly 5 slash-delimited elements, e.g. "
     "keyid/date/region/service/term, got 'a/b'"},
    {"CredentialTooLong",
     {.credential = "a/b/c/d/e/f"},
     ErrorCode::kIncompleteSignature,
     "Credential must have exactly 5 slash-delimited elements, e.g. "
     "keyid/date/region/service/term, got 'a/b/c/d/e/f'"},
    {"Date",
     {.date = "2015-08-30"},
     ErrorCode::kIncompleteSignature,
     "Date must be in ISO-8601 'basic format'. Got '2015-08-30'. See "
     "http://en.wikipedia.org/wiki/ISO_8601"},
    {"HostNotSigned",
     {.headers = "x-amz-date;x-amz-target"},
     ErrorCode::kInvalidSignature,
     "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."},
    {"TargetNotSigned",
     {.headers = "host;x-amz-date"},
     ErrorCode::kInvalidSignature,
     "'X-Amz-Target' must be a 'SignedHeader' in the AWS Authorization."},
    {"Region",
     {.credential = "AKIDEXAMPLE/20150830/eu-west-1/dynamodb/aws4_request"},
     ErrorCode::kInvalidSignature,
     "Credential should be scoped to a valid region, not 'eu-west-1'. "},
    {"Service",
     {.credential = "AKIDEXAMPLE/20150830/us-east-1/s3/aws4_request"},
     ErrorCode::kInvalidSignature,
     "Credential should be scoped to correct service: 'dynamodb'. "},
    {"Scope",
     {.credential = "AKIDEXAMPLE/20150831/us-east-1/dynamodb/aws3"},
     ErrorCode::kInvalidSignature,
     "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws3'. "
     "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: "
     "'20150831' != '20150830', from '20150830T123600Z'. "},
    {"UnknownKey",
     {.credential = "AKIDOTHER/20150830/us-east-1/dynamodb/aws4_request"},
     ErrorCode::kUnrecognizedClient,
     kNoSuchToken},
    {"NoToken",
     {.credential = kTokenCredential, .signature = kOfToken},
     ErrorCode::kUnrecognizedClient,
     kNoSuchToken},
    {"WrongToken",
     {.more_fields = "x-amz-security-token:a/token+2==\n",
      .credential = kTokenCredential,
      .headers = kTokenHeaders,
      .signature = kOfToken},
     ErrorCode::kUnrecognizedClient,
     kNoSuchToken},
    {"TokenOfAKeyWithout",
     {.more_fields = "x-amz-security-token:a\n"},
     ErrorCode::kUnrecognizedClient,
     kNoSuchToken},
    {"ExpiresIsNoNumber", Presigned("AKIDEXAMPLE", "1s", kPresigned),
     ErrorCode::kIncompleteSignature, "X-Amz-Expires must be a number"},
    {"ExpiresIsNegative", Presigned("AKIDEXAMPLE", "-1", kPresigned),
     ErrorCode::kIncompleteSignature, "X-Amz-Expires must be non-negative"},
    {"ExpiresAfterAWeek", Presigned("AKIDEXAMPLE", "604801", kPresigned),
     ErrorCode::kIncompleteSignature,
     "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must "
     "be less than 604800 seconds"},
};

class BadSignature : public testing::TestWithParam<BadCase> {};

TEST_P(BadSignature, IsRefusedAsByAws) {
  const Status status = Verify(GetParam().request);
  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, GetParam().code);
  EXPECT_EQ(status.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Auth, BadSignature, testing::ValuesIn(kBad),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(SignatureVerifier, TellsWhatShouldHaveBeenSigned) {
  Signed request;
  request.signature.back() = '0';

  const Status status = Verify(request);

  ASSERT_FALSE(status);
  EXPECT_EQ(status.error().code, ErrorCode::kInvalidSignature);
  EXPECT_EQ(
      status.error().message,
      "The request signature we calculated does not match the signature you provided. Check your "
      "AWS Secret Access Key and signing method. Consult the service documentation for details.\n\n"
      "The Canonical String for this request should have been\n"
      "'POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:localhost:8000\n"
      "x-amz-date:20150830T123600Z\nx-amz-target:DynamoDB_20120810.ListTables\n\n"
      "content-type;host;x-amz-date;x-amz-target\n"
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a'\n\n"
      "The String-to-Sign should have been\n"
      "'AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/dynamodb/aws4_request\n"
      "fc4f62db4c8f86aad0daa1aac401bdb02e04dd0a3de3f59908c9eb59704571c3'\n");
}

TEST(SignatureVerifier, CoversWhatItSigns) {
  const std::vector<std::pair<const char*, Signed>> changed = {
      {"the body", {.payload = "{ }"}},
      {"the query", {.target = "/?a"}},
      {"the path", {.target = "/a"}},
      {"a header", {.more_fields = "content-type:text/plain\n"}},
      {"no signature", {.signature = ""}},
      {"upper case",
       {.signature = "2C15ED7EE8360BE5191C4F7FA4C3786076090B77A41D66FAFD26EFA4F0CD0E21"}},
      {"an unsigned word on the payload",
       {.more_fields = "x-amz-content-sha256:UNSIGNED-PAYLOAD\n", .payload = "{ }"}},
      {"a longer life", Presigned("AKIDEXAMPLE", "61", kPresigned)},
      {"another secret",
       {.more_fields = "x-amz-security-token:a/token+1==\n",
        .credential = kTokenCredential,
        .headers = kTokenHeaders}},
  };
  for (const auto& [name, request] : changed) {
    const Status status = Verify(request);
    ASSERT_FALSE(status) << name;
    EXPECT_EQ(status.error().message.substr(0, 33), "The request signature we calculat") << name;
  }
}

TEST(SignatureVerifier, HoldsForAQuarterOfAnHour) {
  EXPECT_TRUE(Verify({}, minutes(15)));
  EXPECT_TRUE(Verify({}, -minutes(15)));
  EXPECT_EQ(Verify({}, minutes(15) + seconds(1)).error().message,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            "(20150830T125101Z - 15 min.)");
  EXPECT_EQ(Verify({}, -minutes(15) - seconds(1)).error().message,
            "Signature not yet current: 20150830T123600Z is still later than 20150830T123559Z "
            "(20150830T122059Z + 15 min.)");
}

TEST(SignatureVerifier, HoldsAsLongAsAPresignedRequestSays) {
  const Signed request = Presigned("AKIDEXAMPLE", "60", kPresigned);
  EXPECT_TRUE(Verify(request, seconds(60)));
  EXPECT_EQ(Verify(request, seconds(61)).error().message,
            "Signature expired: 20150830T123600Z is now earlier than 20150830T123601Z "
            "(20150830T123701Z - 1 min.)");
  EXPECT_EQ(Verify(request, -minutes(16)).error().code, ErrorCode::kInvalidSignature);
}

}  // namespace signature_verifier_test
}  // namespace
}  // namespace basalt::wire
