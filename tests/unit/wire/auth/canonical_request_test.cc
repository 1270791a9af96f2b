#include "wire/auth/canonical_request.h"

#include <gtest/gtest.h>

#include <string>

#include "wire/auth/sha256.h"
#include "wire/auth/signature_time.h"
#include "wire/auth/signing_key.h"

namespace basalt::wire {
namespace {

namespace canonical_request_test {

// The example of AWS's documentation, whose every step has its figure there.
TEST(CanonicalRequest, IsThatOfTheDocumentation) {
  const std::string canonical =
      CanonicalRequest({.method = "GET",
                        .target = "/?Action=ListUsers&Version=2010-05-08",
                        .fields = "content-type:application/x-www-form-urlencoded; charset=utf-8\n"
                                  "x-amz-date:20150830T123600Z\nhost:iam.amazonaws.com\n",
                        .payload = {}},
                       "content-type;host;x-amz-date", Sha256Hex(""));
  EXPECT_EQ(Sha256Hex(canonical),
            "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");

  const Sha256Digest key =
      DeriveSigningKey("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
                       {.date = "20150830", .region = "us-east-1", .service = "iam"});
  EXPECT_EQ(Hex(key), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
  EXPECT_EQ(Hex(HmacSha256(key,
                           "AWS4-HMAC-SHA256\n20150830T123600Z\n"
                           "20150830/us-east-1/iam/aws4_request\n" +
                               Sha256Hex(canonical))),
            "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
}

struct CanonicalCase {
  const char* name;
  const char* target;
  const char* fields;
  const char* signed_headers;
  const char* canonical;  // What follows the method, without the hash of the payload.
};

constexpr CanonicalCase kCanonicalCases[] = {
    {"Plain", "/", "host:a\n", "host", "/\n\nhost:a\n\nhost\n"},
    {"SortedQuery", "/?b=2&a=2&a=1&c", "", "", "/\na=1&a=2&b=2&c=\n\n\n"},
    {"EncodedQuery", "/?a=x%20y%2f&%c3%a9=+", "", "", "/\n%C3%A9=%2B&a=x%20y%2F\n\n\n"},
    {"NoEscapes", "/?a=%zz%2&&", "", "", "/\na=%25zz%252\n\n\n"},
    {"SignatureIsLeftOut", "/?X-Amz-Signature=1&X-Amz-Date=2", "", "", "/\nX-Amz-Date=2\n\n\n"},
    {"EncodedPath", "/a%20b/_c", "", "", "/a%2520b/_c\n\n\n\n"},
    {"TrimmedValues", "/", "a: \t x  y \t z \n", "a", "/\n\na:x y z\n\na\n"},
    {"ValuesOfOneName", "/", "a: 1 \nb:2\na: 3\n", "a;b", "/\n\na:1,3\nb:2\n\na;b\n"},
    {"AbsentHeader", "/", "b:1\n", "a;b", "/\n\na:\nb:1\n\na;b\n"},
    {"ColonInValue", "/", "host:a:80\n", "host", "/\n\nhost:a:80\n\nhost\n"},
};

class CanonicalRequestTest : public testing::TestWithParam<CanonicalCase> {};

TEST_P(CanonicalRequestTest, IsAsDocumented) {
  EXPECT_EQ(CanonicalRequest({.method = "POST",
                              .target = GetParam().target,
                              .fields = GetParam().fields,
                              .payload = {}},
                             GetParam().signed_headers, "hash"),
            std::string("POST\n") + GetParam().canonical + "hash");
}

INSTANTIATE_TEST_SUITE_P(Auth, CanonicalRequestTest, testing::ValuesIn(kCanonicalCases),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(SignatureTime, IsReadAsItIsWritten) {
  const auto time = ParseSignatureTime("20150830T123600Z");
  ASSERT_TRUE(time);
  EXPECT_EQ(time->time_since_epoch().count(), 1440938160);
  EXPECT_EQ(SignatureTime(*time), "20150830T123600Z");
  EXPECT_EQ(ParseHttpDate("Sun, 30 Aug 2015 12:36:00 GMT"), time);
}

TEST(SignatureTime, IsNothingElse) {
  for (const char* text :
       {"", "20150830", "2015-08-30T12:36:00Z", "20150830T123600", "20150830T123600z",
        "20151330T123600Z", "20150230T123600Z", "20150830T243600Z", "20150830T126000Z",
        "20150830T123660Z", "2015083aT123600Z", "20150830T123600ZZ", "20150830T-10000Z"}) {
    EXPECT_FALSE(ParseSignatureTime(text)) << text;
    EXPECT_FALSE(ParseHttpDate(text)) << text;
  }
  EXPECT_FALSE(ParseHttpDate("Sun, 30 Aug 2015 12:36:00 GMT, and more"));
}

TEST(Sha256, ComparesWholeTexts) {
  EXPECT_TRUE(EqualInConstantTime("", ""));
  EXPECT_TRUE(EqualInConstantTime("abc", "abc"));
  EXPECT_FALSE(EqualInConstantTime("abc", "abd"));
  EXPECT_FALSE(EqualInConstantTime("abc", "ab"));
}

}  // namespace canonical_request_test
}  // namespace
}  // namespace basalt::wire
