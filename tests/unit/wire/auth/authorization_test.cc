#include "wire/auth/authorization.h"

#include <gtest/gtest.h>

#include <string>

namespace basalt::wire {
namespace {

// Takes the place of "no Authorization header" in a table.
constexpr const char* kNone = nullptr;

struct AuthorizationCase {
  const char* name;
  const char* authorization;
  const char* query;
  bool has_date;
  const char* message;  // Null: accepted.
  ErrorCode code = ErrorCode::kIncompleteSignature;
};

constexpr const char* kNoToken = "Request is missing Authentication Token";
constexpr const char* kBoth =
    "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.";
constexpr const char* kSignedQuery =
    "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a%2Fb&X-Amz-Date=20260101T000000Z&"
    "X-Amz-Expires=300&X-Amz-SignedHeaders=host&X-Amz-Signature=s";

constexpr AuthorizationCase kAuthorizationCases[] = {
    {"Nothing", kNone, "", false, kNoToken, ErrorCode::kMissingAuthenticationToken},
    {"Empty", "", "", true, kNoToken, ErrorCode::kMissingAuthenticationToken},
    {"OtherScheme", "Bearer token", "", true, kNoToken, ErrorCode::kMissingAuthenticationToken},
    {"SchemeCutShort", "AWS4", "", true, kNoToken, ErrorCode::kMissingAuthenticationToken},
    {"SchemeAlone", "AWS4-", "", true,
     "Authorization header requires 'Credential' parameter. Authorization header requires "
     "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
     "Authorization=AWS4-"},
    {"NothingButScheme", "AWS4-HMAC-SHA256", "", false,
     "Authorization header requires 'Credential' parameter. Authorization header requires "
     "'Signature' parameter. Authorization header requires 'SignedHeaders' parameter. "
     "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
     "Authorization=AWS4-HMAC-SHA256"},
    {"CredentialAlone", "AWS4-HMAC-SHA256 Credential=a", "", true,
     "Authorization header requires 'Signature' parameter. Authorization header requires "
     "'SignedHeaders' parameter. Authorization=AWS4-HMAC-SHA256 Credential=a"},
    {"NoDate", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c", "", false,
     "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
     "Authorization=AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c"},
    {"NoPairs", "AWS4-HMAC-SHA256 Credential=a, oops", "", true,
     "'oops' not a valid key=value pair (missing equal-sign) in Authorization header: "
     "'AWS4-HMAC-SHA256 Credential=a, oops'."},
    {"Complete", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c", "", true, nullptr},
    {"WithoutSpaces", "AWS4-HMAC-SHA256 Credential=a,SignedHeaders=b,Signature=c", "", true,
     nullptr},
    {"AnyCharactersInKey",
     "AWS4-HMAC-SHA256 Credential=a b,\xc3\xa9=/c, SignedHeaders=, Signature=", "", true, nullptr},
    {"Presigned", kNone, kSignedQuery, false, nullptr},
    {"OtherQuery", "AWS4-HMAC-SHA256 Credential=a, SignedHeaders=b, Signature=c", "a=b", true,
     nullptr},
    {"OtherQueryAlone", kNone, "a=b", true, kNoToken, ErrorCode::kMissingAuthenticationToken},
    {"Both", "AWS4-HMAC-SHA256 Credential=a", kSignedQuery, true, kBoth,
     ErrorCode::kInvalidSignature},
    {"BothMalformed", "bad", "X-Amz-Algorithm", true, kBoth, ErrorCode::kInvalidSignature},
    {"AlgorithmAlone", kNone, "X-Amz-Algorithm=AWS4-HMAC-SHA256", false,
     "AWS query-string parameters must include 'X-Amz-Credential'. AWS query-string parameters "
     "must include 'X-Amz-Signature'. AWS query-string parameters must include "
     "'X-Amz-SignedHeaders'. AWS query-string parameters must include 'X-Amz-Date'. Re-examine "
     "the query-string parameters."},
    {"AlgorithmEmpty", kNone, "X-Amz-Algorithm=&X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-Date=c",
     false,
     "AWS query-string parameters must include 'X-Amz-Algorithm'. AWS query-string parameters must "
     "include 'X-Amz-SignedHeaders'. Re-examine the query-string parameters."},
};

class ParseAuthorizationTest : public testing::TestWithParam<AuthorizationCase> {};

TEST_P(ParseAuthorizationTest, AnswersAsAws) {
  SignatureSource source{
      .query = GetParam().query, .authorization = {}, .has_date = GetParam().has_date};
  if (GetParam().authorization != kNone) source.authorization = GetParam().authorization;

  const Result<Authorization> parsed = ParseAuthorization(source);

  ASSERT_EQ(GetParam().message == nullptr, bool(parsed));
  if (parsed) return;
  EXPECT_EQ(parsed.error().message, GetParam().message);
  EXPECT_EQ(parsed.error().code, GetParam().code);
}

INSTANTIATE_TEST_SUITE_P(Auth, ParseAuthorizationTest, testing::ValuesIn(kAuthorizationCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(ParseAuthorization, ReadsTheHeader) {
  const auto parsed = ParseAuthorization(
      {.query = {},
       .authorization = "AWS4-HMAC-SHA256 Signature=c, SignedHeaders=host;b,Credential=a/1=",
       .has_date = true});

  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->algorithm, "AWS4-HMAC-SHA256");
  EXPECT_EQ(parsed->credential, "a/1=");
  EXPECT_EQ(parsed->signed_headers, "host;b");
  EXPECT_EQ(parsed->signature, "c");
  EXPECT_FALSE(parsed->in_query);
}

TEST(ParseAuthorization, ReadsTheQueryAsItIsEncoded) {
  const auto parsed = ParseAuthorization({.query = kSignedQuery, .authorization = {}});

  ASSERT_TRUE(parsed);
  EXPECT_EQ(parsed->algorithm, "AWS4-HMAC-SHA256");
  EXPECT_EQ(parsed->credential, "a%2Fb");
  EXPECT_EQ(parsed->signed_headers, "host");
  EXPECT_EQ(parsed->signature, "s");
  EXPECT_TRUE(parsed->in_query);
}

}  // namespace
}  // namespace basalt::wire
