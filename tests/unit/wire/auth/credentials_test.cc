#include "wire/auth/credentials.h"

#include <gtest/gtest.h>

#include <string>

namespace basalt::wire {
namespace {

namespace credentials_test {

TEST(Credentials, AreReadFromEverySection) {
  const auto read = ParseCredentials(
      "# a comment\r\n"
      "[default]\n"
      "aws_access_key_id = AKID1\n"
      "  aws_secret_access_key=se/cret+=1 \n"
      "region = eu-west-1\n"
      "\n"
      "[empty]\n"
      "; nothing here\n"
      "[temporary]\n"
      "aws_session_token = token==\n"
      "aws_access_key_id = AKID2\n"
      "aws_secret_access_key = s2");

  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[0].key_id, "AKID1");
  EXPECT_EQ((*read)[0].secret, "se/cret+=1");
  EXPECT_EQ((*read)[0].session_token, "");
  EXPECT_EQ((*read)[1].key_id, "AKID2");
  EXPECT_EQ((*read)[1].session_token, "token==");
}

struct RefusedCase {
  const char* name;
  const char* text;
  const char* message;
};

constexpr RefusedCase kRefused[] = {
    {"Nothing", "", "there is no access key in it"},
    {"NoSecret", "[a]\naws_access_key_id=A", "an access key needs an id and a secret"},
    {"NoId", "aws_secret_access_key=A\n[b]\n", "an access key needs an id and a secret"},
    {"TokenAlone", "aws_session_token=A", "an access key needs an id and a secret"},
    {"Words", "[a]\nhunter2", "line 2 is not of the form NAME = VALUE"},
    {"Slash", "aws_access_key_id=a/b\naws_secret_access_key=s",
     "an access key id may not hold '/', ',', '=' or spaces"},
    {"Twice",
     "[a]\naws_access_key_id=A\naws_secret_access_key=1\n"
     "[b]\naws_access_key_id=A\naws_secret_access_key=2",
     "an access key id is there twice"},
};

class RefusedCredentials : public testing::TestWithParam<RefusedCase> {};

TEST_P(RefusedCredentials, SayWhyWithoutQuotingThem) {
  const auto read = ParseCredentials(GetParam().text);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().message, GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(Auth, RefusedCredentials, testing::ValuesIn(kRefused),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace credentials_test
}  // namespace
}  // namespace basalt::wire
