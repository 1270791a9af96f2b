#include "wire/json/base64.h"

#include <gtest/gtest.h>

#include <cstddef>
#include <string>

#include "basalt/base64.h"

namespace basalt::wire {
namespace {

std::string EncodedBase64(const std::string& bytes) {
  std::string text;
  AppendBase64(text, bytes);
  return text;
}

std::string DecodingError(const std::string& text) {
  std::string bytes;
  const Status decoded = DecodeBase64(text, bytes);
  return decoded ? "decoded" : decoded.error().message;
}

TEST(Base64, EncodesTheVectorsOfItsStandard) {
  EXPECT_EQ(EncodedBase64(""), "");
  EXPECT_EQ(EncodedBase64("f"), "Zg==");
  EXPECT_EQ(EncodedBase64("fo"), "Zm8=");
  EXPECT_EQ(EncodedBase64("foo"), "Zm9v");
  EXPECT_EQ(EncodedBase64("foobar"), "Zm9vYmFy");
}

TEST(Base64, DecodesWhatItEncodes) {
  std::string bytes;
  for (std::size_t length = 0; length < 300; ++length) {
    std::string decoded;
    ASSERT_TRUE(DecodeBase64(EncodedBase64(bytes), decoded)) << length;
    ASSERT_EQ(decoded, bytes) << length;
    bytes += static_cast<char>(length * 37 + 200);
  }
}

TEST(Base64, RefusesWhatIsNotExact) {
  EXPECT_EQ(DecodingError("YQ"),
            "Base64 encoded length is expected a multiple of 4 bytes but found: 2");
  EXPECT_EQ(DecodingError("YQ= "), "Invalid Base64 character: '='");
  EXPECT_EQ(DecodingError("Y Q="), "Invalid Base64 character: ' '");
  EXPECT_EQ(DecodingError("YQ==YQ=="), "Invalid Base64 character: '='");
  EXPECT_EQ(DecodingError("===="), "Invalid Base64 character: '='");
  EXPECT_EQ(DecodingError("aüb"), "Invalid Base64 character: 'ü'");
  EXPECT_EQ(DecodingError("YR=="), "Invalid last non-pad Base64 character dectected");
  EXPECT_EQ(DecodingError("YWF="), "Invalid last non-pad Base64 character dectected");
}

}  // namespace
}  // namespace basalt::wire
