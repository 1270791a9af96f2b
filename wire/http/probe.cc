#include "wire/http/probe.h"

#include <algorithm>
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
#include <utility>

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using asio::use_awaitable;
using asio::ip::tcp;

constexpr std::chrono::seconds kPatience(3);
constexpr std::size_t kTextBytesMax = 200;

struct Answer {
  unsigned status = 0;
  std::string text;
};

std::string HostHeader(const ProbedServer& server) {
  const bool is_ipv6 = server.host.find(':') != std::string::npos;
  return (is_ipv6 ? "[" + server.host + "]" : server.host) + ":" + server.port;
}

template <typename Stream>
asio::awaitable<Answer> AnswerToGet(Stream& stream, const ProbedServer& server) {
  http::request<http::empty_body> request(http::verb::get, "/readyz", 11);
  request.set(http::field::host, HostHeader(server));
  request.set(http::field::connection, "close");
  co_await http::async_write(stream, request, use_awaitable);

  beast::flat_buffer buffer;
  http::response<http::string_body> response;
  co_await http::async_read(stream, buffer, response, use_awaitable);
  co_return Answer{.status = response.result_int(), .text = std::move(response.body())};
}

asio::awaitable<Answer> Ask(const ProbedServer& server) {
  const auto executor = co_await asio::this_coro::executor;
  tcp::resolver resolver(executor);
  const auto found = co_await resolver.async_resolve(server.host, server.port, use_awaitable);

  asio::ssl::context context(asio::ssl::context::tls_client);
  beast::ssl_stream<beast::tcp_stream> stream(executor, context);
  beast::tcp_stream& plain = stream.next_layer();
  plain.expires_after(kPatience);
  co_await plain.async_connect(found, use_awaitable);
  if (!server.tls) co_return co_await AnswerToGet(plain, server);

  co_await stream.async_handshake(asio::ssl::stream_base::client, use_awaitable);
  co_return co_await AnswerToGet(stream, server);
}

// What a failure means to whoever asked.
std::string TextOf(const boost::system::error_code& error, const ProbedServer& server) {
  if (error == asio::error::connection_refused) return "nothing listens there";
  if (error == beast::error::timeout) {
    return "no answer within " + std::to_string(kPatience.count()) + " seconds";
  }
  if (error.category() == asio::error::get_netdb_category()) {
    return "the name of the host is not known: " + error.message();
  }
  if (server.tls && error.category() == asio::error::get_ssl_category()) {
    const bool plain =
        ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_WRONG_VERSION_NUMBER;
    return plain ? "no TLS there: try http://" : "TLS: " + error.message();
  }
  if (error == http::error::end_of_stream || error == asio::error::connection_reset) {
    return "the connection was closed without an answer" +
           std::string(server.tls ? "" : ", as by a server of https");
  }
  if (error.category() == http::make_error_code(http::error::bad_version).category()) {
    return "what answers there speaks no HTTP: " + error.message();
  }
  return error.message();
}

}  // namespace

Status Probe(const ProbedServer& server) {
  try {
    asio::io_context context;
    auto answer = asio::co_spawn(context, Ask(server), asio::use_future);
    context.run();
    const auto [status, text] = answer.get();
    if (status == 200) return Done{};
    if (status == 503) {
      const std::string line = text.substr(0, std::min(text.find('\n'), kTextBytesMax));
      return Error{.message = "HTTP status 503, " + line};
    }
    return Error{.message = "what answers there is no Basalt: GET /readyz has status " +
                            std::to_string(status)};
  } catch (const boost::system::system_error& error) {
    return Error{.message = TextOf(error.code(), server)};
  }
}

}  // namespace basalt::wire
