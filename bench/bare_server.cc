// The baseline of the HTTP server: Beast reading requests and writing replies, and nothing else.
// POST /N answers with a body of N bytes, whatever is sent. Prints its port, and serves until it is
// killed, on as many threads as there are cores.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <charconv>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;

constexpr std::size_t kBodyBytesMax = 1024 * 1024;
const std::string kBody(kBodyBytesMax, 'x');

class Session : public std::enable_shared_from_this<Session> {
 public:
  explicit Session(tcp::socket socket) : socket_(std::move(socket)) {
    socket_.set_option(tcp::no_delay(true));
  }

  void Read() {
    request_ = {};
    http::async_read(socket_, buffer_, request_, [self = shared_from_this()](auto error, auto) {
      if (!error) self->Reply();
    });
  }

 private:
  void Reply() {
    std::size_t bytes = 0;
    const auto target = request_.target();
    std::from_chars(target.data() + 1, target.data() + target.size(), bytes);
    reply_ = {};
    reply_.result(http::status::ok);
    reply_.set(http::field::server, "Server");
    reply_.set(http::field::content_type, "application/x-amz-json-1.0");
    reply_.body() = {kBody.data(), std::min(bytes, kBodyBytesMax)};
    reply_.prepare_payload();
    http::async_write(socket_, reply_, [self = shared_from_this()](auto error, auto) {
      if (!error) self->Read();
    });
  }

  tcp::socket socket_;
  boost::beast::flat_buffer buffer_;
  http::request<http::string_body> request_;
  http::response<http::span_body<const char>> reply_;
};

class Acceptor {
 public:
  explicit Acceptor(std::size_t threads) : contexts_(threads) {
    for (auto& context : contexts_) context = std::make_unique<asio::io_context>(1);
    acceptor_.emplace(*contexts_[0], tcp::endpoint(asio::ip::address_v4::loopback(), 0));
  }

  void Run() {
    Accept();
    std::cout << "ready on http://127.0.0.1:" << acceptor_->local_endpoint().port() << std::endl;
    std::vector<std::thread> threads;
    for (auto& context : contexts_) {
      threads.emplace_back([&context] {
        const auto work = asio::make_work_guard(*context);
        context->run();
      });
    }
    for (std::thread& thread : threads) thread.join();
  }

 private:
  void Accept() {
    asio::io_context& home = *contexts_[next_++ % contexts_.size()];
    acceptor_->async_accept(home, [this, &home](auto error, tcp::socket socket) {
      if (!error) {
        auto session = std::make_shared<Session>(std::move(socket));
        asio::post(home, [session] { session->Read(); });
      }
      Accept();
    });
  }

  std::vector<std::unique_ptr<asio::io_context>> contexts_;
  std::optional<tcp::acceptor> acceptor_;
  std::size_t next_ = 0;
};

}  // namespace

int main() { Acceptor(std::max(1U, std::thread::hardware_concurrency())).Run(); }
