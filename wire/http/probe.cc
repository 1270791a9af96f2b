#include "wire/http/probe.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/use_future.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/system/system_error.hpp>

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;

constexpr std::chrono::seconds kPatience(3);

template <typename Stream>
asio::awaitable<unsigned> StatusOfGet(Stream& stream, const std::string& host) {
  http::request<http::empty_body> request(http::verb::get, "/", 11);
  request.set(http::field::host, host);
  request.set(http::field::connection, "close");
  co_await http::async_write(stream, request, use_awaitable);

  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  co_await http::async_read(stream, buffer, response, use_awaitable);
  co_return response.result_int();
}

asio::awaitable<unsigned> Ask(const ProbedServer& server) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  const auto found = co_await resolver.async_resolve(server.host, server.port, use_awaitable);

  asio::ssl::context context(asio::ssl::context::tls_client);
  beast::ssl_stream<beast::tcp_stream> stream(executor, context);
  beast::tcp_stream& plain = stream.next_layer();
  plain.expires_after(kPatience);
  co_await plain.async_connect(found, use_awaitable);
  if (!server.tls) co_return co_await StatusOfGet(plain, server.host);

  co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  co_return co_await StatusOfGet(stream, server.host);
}

}  // namespace

Status Probe(const ProbedServer& server) {
  try {
    asio::io_context context;
    auto status = asio::co_spawn(context, Ask(server), asio::use_future);
    context.run();
    const unsigned code = status.get();
    if (code == 200) return Done{};
    return Error{.message = "unhealthy: HTTP status " + std::to_string(code)};
  } catch (const boost::system::system_error& error) {
    if (error.code() == asio::error::connection_refused) {
      return Error{.message = "nothing listens there"};
    }
    return Error{.message = error.code().message()};
  }
}

}  // namespace basalt::wire
