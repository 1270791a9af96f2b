#include "engine/streams/stream_checks.h"

#include <gtest/gtest.h>

#include <random>
#include <regex>
#include <string>

namespace basalt::stream_checks_test {

// What a stream's ARN is, to be read by people.
const std::regex kForm(
    "arn:[a-z-]+:dynamodb:[a-z0-9-]+:[0-9]+:table/[a-zA-Z0-9_.-]+/stream/[0-9T:.-]+");

constexpr const char* kArn =
    "arn:aws:dynamodb:us-east-1:000000000000:table/My_table-1.x/stream/2023-11-14T22:13:20.000";

TEST(StreamArn, IsCheckedAsTheExpressionSays) {
  EXPECT_TRUE(CheckStreamArn(kArn));
  EXPECT_TRUE(CheckStreamArn("arn:aws-cn:dynamodb:x:0:table/a/stream/T"));
  for (const char* other :
       {"", "arn", "arn::dynamodb:us-east-1:0:table/a/stream/1",
        "arn:aws:dynamodb::0:table/a/stream/1", "arn:aws:dynamodb:x::table/a/stream/1",
        "arn:aws:dynamodb:x:0:table//stream/1", "arn:aws:dynamodb:x:0:table/a/stream/",
        "arn:aws:dynamodb:x:0:table/a/index/b/stream/1", "arn:aws:dynamodb:x:0:table/a/stream/1z",
        "arn:aws:kinesis:x:0:stream/a", " arn:aws:dynamodb:x:0:table/a/stream/1"}) {
    EXPECT_FALSE(CheckStreamArn(other)) << other;
  }
}

// Many ARNs, most of them with something wrong.
TEST(StreamArn, IsCheckedAsTheExpressionSaysWhateverIsChanged) {
  const auto seed = std::random_device()();
  SCOPED_TRACE("seed " + std::to_string(seed));
  std::mt19937 random(seed);
  constexpr std::string_view kBytes = "aZ09:/._-T \0x";
  int valid = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string arn = kArn;
    for (auto changes = random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % arn.size();
      const char byte = kBytes[random() % kBytes.size()];
      switch (random() % 3) {
        case 0:
          arn[at] = byte;
          break;
        case 1:
          arn.insert(at, 1, byte);
          break;
        default:
          arn.erase(at, 1 + random() % 3);
      }
    }
    const bool expected = std::regex_match(arn, kForm);
    valid += expected ? 1 : 0;
    ASSERT_EQ(static_cast<bool>(CheckStreamArn(arn)), expected) << arn;
  }
  EXPECT_GT(valid, 1'000);
  EXPECT_LT(valid, 19'000);
}

}  // namespace basalt::stream_checks_test
