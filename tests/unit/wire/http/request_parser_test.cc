// What a request takes of the memory for requests while it comes in.
#include "wire/http/request_parser.h"

#include <gtest/gtest.h>

#include <boost/asio/buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <string>
#include <string_view>

#include "tests/unit/wire/http/server_fixture.h"
#include "wire/memory/memory_budget.h"

namespace basalt::wire {
namespace {

namespace request_parser_test {

constexpr std::size_t kMegabyte = 1024 * 1024;

class RequestParserTest : public testing::Test {
 protected:
  void SetUp() override { parser_.eager(true); }

  // As a connection does, with what it has read so far.
  boost::beast::error_code Put(std::string_view bytes) {
    pending_ += bytes;
    boost::beast::error_code error;
    pending_.erase(0, parser_.put(boost::asio::buffer(pending_), error));
    return error == boost::beast::http::error::need_more ? boost::beast::error_code() : error;
  }

  MemoryBudget budget_{64 * kMegabyte};
  MemoryShare share_{budget_, MemoryShare::Purpose::kWork};
  HttpRequest request_;
  RequestParser parser_{request_, share_, 16 * kMegabyte, /*keeps_fields=*/false};
  std::string pending_;
};

TEST_F(RequestParserTest, TakesNothingForTheBeginningOfAChunkedBody) {
  ASSERT_FALSE(Put(PostHead("Echo", "Transfer-Encoding: chunked\r\n\r\n")));
  ASSERT_FALSE(Put("3\r\n{  \r\n"));
  EXPECT_EQ(request_.body, "{  ");
  EXPECT_EQ(budget_.taken(), 0U);
}

TEST_F(RequestParserTest, TakesNothingForTheBeginningOfAnAnnouncedBody) {
  ASSERT_FALSE(Put(PostHead("Echo", "Content-Length: 16000000\r\n\r\n")));
  ASSERT_FALSE(Put("{  "));
  EXPECT_EQ(request_.body, "{  ");
  EXPECT_EQ(budget_.taken(), 0U);
  EXPECT_LT(request_.body.capacity(), MemoryShare::kFreeBytes + 1);
}

TEST_F(RequestParserTest, TakesAFewTimesWhatHasCome) {
  ASSERT_FALSE(Put(PostHead("Echo", "Transfer-Encoding: chunked\r\n\r\n")));
  const std::string bytes(1000, ' ');
  for (std::size_t came = 0; came < 3 * kMegabyte; came += bytes.size()) {
    ASSERT_FALSE(Put("3e8\r\n" + bytes + "\r\n"));
    ASSERT_GE(budget_.taken() + MemoryShare::kFreeBytes, request_.body.size());
    ASSERT_LE(budget_.taken(), 4 * request_.body.size() + MemoryShare::kFreeBytes);
  }
}

TEST_F(RequestParserTest, TakesNoMoreThanWasAnnounced) {
  ASSERT_FALSE(Put(PostHead("Echo", "Content-Length: 10000\r\n\r\n")));
  ASSERT_FALSE(Put(std::string(9000, ' ')));
  EXPECT_GE(budget_.taken(), 10'000U);
  EXPECT_LT(budget_.taken(), 10'100U);
  ASSERT_FALSE(Put(std::string(1000, ' ')));
  EXPECT_TRUE(parser_.is_done());
}

TEST_F(RequestParserTest, FillsMemoryToItsEndAndNotBeyond) {
  MemoryBudget little(100'000);
  MemoryShare share(little, MemoryShare::Purpose::kWork);
  RequestParser parser(request_, share, 16 * kMegabyte, /*keeps_fields=*/false);
  boost::beast::error_code error;
  parser.put(boost::asio::buffer(PostHead("Echo", "Content-Length: 200000\r\n\r\n")), error);
  const std::string bytes(1000, ' ');
  while (!error || error == boost::beast::http::error::need_more) {
    error = {};
    parser.put(boost::asio::buffer(bytes), error);
  }
  EXPECT_EQ(error, boost::system::errc::not_enough_memory);
  EXPECT_GT(request_.body.size(), 95'000U);
  EXPECT_LE(little.taken(), 100'000U);
}

}  // namespace request_parser_test
}  // namespace
}  // namespace basalt::wire
