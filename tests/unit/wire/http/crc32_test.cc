#include "wire/http/crc32.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include <random>
#include <string>
#include <string_view>

namespace basalt::wire {
namespace {

TEST(Crc32, IsThatOfTheStandardsCheckValue) { EXPECT_EQ(Crc32("123456789"), 0xcbf43926); }

TEST(Crc32, IsZlibsForEveryLengthAndAlignment) {
  std::minstd_rand random(7);
  std::string bytes(700, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  for (std::size_t begin = 0; begin < 17; ++begin) {
    for (std::size_t length = 0; begin + length <= bytes.size(); ++length) {
      const std::string_view part = std::string_view(bytes).substr(begin, length);
      ASSERT_EQ(Crc32(part), crc32_z(0, reinterpret_cast<const Bytef*>(part.data()), part.size()))
          << length << " bytes from " << begin;
    }
  }
}

}  // namespace
}  // namespace basalt::wire
