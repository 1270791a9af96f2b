// The bytes of one connection, plain or under TLS.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <utility>

namespace basalt::wire {

// At most one read and one write at a time, as with the socket itself. Plain connections pay a
// branch for the choice. Handlers are those of Asio's operations. Thread-safety: none.
class Transport {
 public:
  using Socket = boost::asio::ip::tcp::socket;
  using TlsContext = std::shared_ptr<boost::asio::ssl::context>;  // Null: plain.
  using Error = boost::system::error_code;

  // Without `tls` all goes out as it is. It stays where it is made: the stream borrows the socket.
  Transport(Socket socket, TlsContext tls) : socket_(std::move(socket)), context_(std::move(tls)) {
    if (context_ != nullptr) stream_.emplace(socket_, *context_);
  }

  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  bool encrypted() const { return stream_.has_value(); }
  Socket& socket() { return socket_; }

  // REQUIRES: encrypted().
  template <typename Handler>
  void AsyncHandshake(Handler handler) {
    stream_->async_handshake(boost::asio::ssl::stream_base::server, std::move(handler));
  }

  // Tells the client that this is the end, and waits for it to say the same. REQUIRES: encrypted(),
  // and no read is under way.
  template <typename Handler>
  void AsyncGoodbye(Handler handler) {
    stream_->async_shutdown(std::move(handler));
  }

  template <typename Buffer, typename Handler>
  void AsyncReadSome(const Buffer& buffer, Handler handler) {
    if (!stream_) return socket_.async_read_some(buffer, std::move(handler));
    stream_->async_read_some(buffer, std::move(handler));
  }

  // How much of it can be sent at once: under TLS nothing, it goes through AsyncWriteSome.
  template <typename Buffers>
  std::size_t WriteNow(const Buffers& buffers, Error& error) {
    return stream_ ? 0 : socket_.write_some(buffers, error);
  }

  template <typename Buffers, typename Handler>
  void AsyncWriteSome(const Buffers& buffers, Handler handler) {
    if (!stream_) return socket_.async_write_some(buffers, std::move(handler));
    stream_->async_write_some(buffers, std::move(handler));
  }

  template <typename Buffers, typename Handler>
  void AsyncWrite(const Buffers& buffers, Handler handler) {
    if (!stream_) return boost::asio::async_write(socket_, buffers, std::move(handler));
    boost::asio::async_write(*stream_, buffers, std::move(handler));
  }

 private:
  Socket socket_;
  const TlsContext context_;  // Outlives its reloading.
  std::optional<boost::asio::ssl::stream<Socket&>> stream_;
};

}  // namespace basalt::wire
