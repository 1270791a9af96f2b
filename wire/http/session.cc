#include "wire/http/session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>
#include <utility>

#include "wire/http/gzip.h"
#include "wire/http/io_thread.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t kLastChunkBytes = 5;

// Of the buffer: what every connection has, and what those get, step by step, that fill it.
constexpr std::size_t kBufferBytesMin = 4 * 1024;
constexpr std::size_t kBufferBytesMax = 64 * 1024;

// How long a client may take to close its end when the server stops.
constexpr std::chrono::milliseconds kLingerOfStop(500);

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool WouldBlock(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

// Frees the memory that `value` holds. Assigning an empty value would not: a string to which an
// empty one is assigned keeps its memory.
template <typename T>
void Free(T& value) {
  const T freed = std::exchange(value, T());
}

}  // namespace

Session::Session(IoThread& thread, Transport::Socket socket, Transport::TlsContext tls)
    : thread_(thread),
      transport_(std::move(socket), std::move(tls)),
      buffer_bytes_(kBufferBytesMin),
      work_memory_(thread.memory(), MemoryShare::Purpose::kWork),
      buffer_memory_(thread.memory(), MemoryShare::Purpose::kWork),
      reply_memory_(thread.memory(), MemoryShare::Purpose::kReply) {
  buffer_ = std::make_unique_for_overwrite<char[]>(buffer_bytes_);
  thread_.Add(*this);
}

Session::~Session() {
  Close();
  thread_.Remove(*this);
}

void Session::Start() {
  IoError error;
  transport_.socket().set_option(asio::ip::tcp::no_delay(true), error);
  if (!error) transport_.socket().non_blocking(true, error);
  if (error || thread_.stopping()) return;
  return transport_.encrypted() ? Handshake() : AwaitRequest();
}

void Session::Handshake() {
  Enter(Phase::kHandshaking);
  transport_.AsyncHandshake([self = shared_from_this()](IoError error) {
    return error ? self->Close() : self->AwaitRequest();
  });
}

void Session::CheckDeadline(SteadyTime now) {
  if (now < deadline_) return;
  if (phase_ == Phase::kReading) {
    Refuse(408, "The request was not complete in time");
  } else {
    Close();
  }
}

void Session::StopSoon() {
  close_after_reply_ = true;
  if (phase_ == Phase::kIdle || phase_ == Phase::kHandshaking) Close();
}

void Session::Enter(Phase phase) {
  const auto limit = [&]() -> std::chrono::milliseconds {
    switch (phase) {
      case Phase::kHandshaking:
        return thread_.limits().handshake_timeout;
      case Phase::kIdle:
        return thread_.limits().idle_timeout;
      case Phase::kReading:
      case Phase::kContinuing:
        return thread_.limits().request_timeout;
      case Phase::kReplying:
        return thread_.limits().reply_timeout;
      case Phase::kLingering:
        return thread_.stopping() ? std::min(kLingerOfStop, thread_.limits().linger_timeout)
                                  : thread_.limits().linger_timeout;
      case Phase::kHandling:
      case Phase::kClosed:
        break;
    }
    return std::chrono::milliseconds::max();
  }();
  const bool unlimited = phase == Phase::kHandling || phase == Phase::kClosed;
  phase_ = phase;
  since_ = std::chrono::steady_clock::now();
  deadline_ = unlimited ? SteadyTime::max() : since_ + limit;
}

void Session::AwaitRequest() {
  request_.Clear();
  payload_.reset();
  work_memory_.Release();
  parser_.emplace(request_, work_memory_, thread_.limits().body_bytes_max,
                  thread_.dispatcher().verifies_signatures());
  parser_->header_limit(static_cast<std::uint32_t>(thread_.limits().header_bytes_max));
  if (begin_ == end_) {
    ShrinkBuffer();
    Enter(Phase::kIdle);
    return Read();
  }
  // A pipelined request is here already. Other connections of the thread have their turn first.
  Enter(Phase::kReading);
  asio::post(thread_.context(), [self = shared_from_this()] {
    if (self->phase_ == Phase::kReading) self->Parse();  // Unless its time was up.
  });
}

void Session::Read() {
  if (begin_ != 0) {
    std::memmove(buffer_.get(), buffer_.get() + begin_, end_ - begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_was_full_ && !GrowBuffer() && end_ == buffer_bytes_) return RefuseForNow();
  if (end_ == buffer_bytes_) return Refuse(400, "A chunk's header is too long");
  reading_ = true;
  transport_.AsyncReadSome(asio::buffer(buffer_.get() + end_, buffer_bytes_ - end_),
                           [self = shared_from_this()](IoError error, std::size_t bytes) {
                             self->OnRead(error, bytes);
                           });
}

// Most requests fit the small buffer. False: there is no memory for a larger one.
bool Session::GrowBuffer() {
  buffer_was_full_ = false;
  const std::size_t bytes_max = std::max(kBufferBytesMax, 2 * thread_.limits().header_bytes_max);
  if (buffer_bytes_ >= bytes_max) return true;
  const std::size_t bytes = std::min(2 * buffer_bytes_, bytes_max);
  if (!buffer_memory_.TryGrow(bytes)) return false;
  auto larger = std::make_unique_for_overwrite<char[]>(bytes);
  std::memcpy(larger.get(), buffer_.get(), end_);
  buffer_ = std::move(larger);
  buffer_bytes_ = bytes;
  return true;
}

// REQUIRES: nothing is in the buffer.
void Session::ShrinkBuffer() {
  if (buffer_bytes_ == kBufferBytesMin) return;
  buffer_ = std::make_unique_for_overwrite<char[]>(kBufferBytesMin);
  buffer_bytes_ = kBufferBytesMin;
  buffer_memory_.Release();
  begin_ = end_ = 0;
}

void Session::OnRead(IoError error, std::size_t bytes) {
  reading_ = false;
  if (error == asio::error::operation_aborted || phase_ == Phase::kClosed) return;
  if (phase_ == Phase::kReplying) return;  // A refusal is on its way; Linger reads on.
  if (phase_ == Phase::kLingering) return error ? Close() : Read();
  if (error == asio::error::eof && phase_ == Phase::kReading) {
    return Refuse(400, "The request ended before it was complete");
  }
  if (error) return Close();

  end_ += bytes;
  buffer_was_full_ = end_ == buffer_bytes_;
  if (phase_ == Phase::kIdle) {
    if (IsBlankSoFar()) return Read();  // And as idle as it was.
    Enter(Phase::kReading);
  }
  Parse();
}

// Empty lines before a request are no part of it (RFC 9112, "Message Parsing"). Takes them out of
// the buffer; true: nothing else is in it yet.
bool Session::IsBlankSoFar() {
  const std::string_view read(buffer_.get(), end_);
  while (begin_ < end_) {
    const std::string_view rest = read.substr(begin_);
    if (!rest.starts_with("\n") && !rest.starts_with("\r\n")) return rest == "\r";
    begin_ += rest.front() == '\n' ? 1 : 2;
  }
  return true;
}

void Session::Parse() {
  if (!parser_->got_some() && IsBlankSoFar()) {
    Enter(Phase::kIdle);
    return Read();
  }
  // What is left of a chunked body has at least the last chunk, "0 CRLF CRLF". Given less of it
  // alone, Beast 1.74 fails an assertion.
  const bool within_chunks = parser_->is_header_done() && parser_->chunked();
  if (within_chunks && end_ - begin_ < kLastChunkBytes) return Read();

  IoError error;
  begin_ += parser_->put(asio::buffer(buffer_.get() + begin_, end_ - begin_), error);
  if (thread_.memory().HasFreedMuch()) thread_.memory().TryReturnFreePages();
  if (error == boost::system::errc::not_enough_memory) return RefuseForNow();
  if (error && error != http::error::need_more) return RefuseUnreadable(error);
  if (parser_->is_done()) return Handle();

  const bool awaits_body = parser_->is_header_done() && request_.body.empty() && begin_ == end_;
  if (awaits_body && std::exchange(request_.expects_continue, false)) return SendContinue();
  Read();
}

void Session::SendContinue() {
  Enter(Phase::kContinuing);
  transport_.AsyncWrite(asio::buffer(kContinue),
                        [self = shared_from_this()](IoError error, std::size_t) {
                          if (error) return self->Close();
                          if (self->phase_ == Phase::kClosed) return;
                          self->Enter(Phase::kReading);
                          self->Read();
                        });
}

ApiRequest Session::Request() const {
  std::optional<std::string_view> authorization;
  if (request_.has_authorization) authorization = request_.authorization;
  return {.method = request_.method,
          .target = request_.target,
          .content_type = request_.content_type,
          .x_amz_target = request_.x_amz_target,
          .host = request_.host,
          .authorization = authorization,
          .has_date = request_.has_date,
          .origin = request_.origin,
          .access_control_request_method = request_.access_control_request_method,
          .access_control_request_headers = request_.access_control_request_headers,
          .body = request_.body,
          .fields = request_.fields,
          .payload = payload_ ? *payload_ : request_.body};
}

void Session::Refuse(int status, std::string_view message) {
  close_after_reply_ = true;
  ApiReply reply = ErrorReply({.code = ErrorCode::kSerialization, .message = std::string(message)});
  reply.status = status;
  Send(std::move(reply));
}

void Session::RefuseForNow() {
  close_after_reply_ = true;
  Send(BusyReply());
}

void Session::RefuseUnreadable(IoError error) {
  if (error == http::error::header_limit) {
    return Refuse(431, "The request's headers are too long");
  }
  if (error != http::error::body_limit) return Refuse(400, "The request is not HTTP/1.1");
  close_after_reply_ = true;
  Send(ErrorReply(RequestTooLarge(thread_.limits().body_bytes_max)));
}

void Session::Send(ApiReply reply) {
  reply_ = std::move(reply);
  if (request_.body.capacity() > MemoryShare::kFreeBytes) Free(request_.body);
  payload_.reset();
  work_memory_.Release();
  reply_memory_.Hold(reply_.body.capacity());
  if (thread_.stopping()) close_after_reply_ = true;

  head_.clear();
  const std::string_view id = thread_.heads().Append(
      head_, reply_, {.keep_alive = !close_after_reply_, .gzip = compressed_});
  if (!reply_.fault.empty()) spdlog::error("request {}: {}", id, reply_.fault);
  outgoing_[0] = asio::buffer(head_);
  outgoing_[1] = request_.method == "HEAD" ? asio::const_buffer() : asio::buffer(reply_.body);

  // Nearly every reply fits the socket's buffer: then nothing needs to be waited for.
  Enter(Phase::kReplying);
  IoError error;
  const std::size_t sent = transport_.WriteNow(outgoing_, error);
  if (error && !WouldBlock(error)) return Close();
  if (sent == asio::buffer_size(outgoing_)) return OnSent();
  SendRest(sent);
}

void Session::SendRest(std::size_t sent) {
  const std::size_t of_head = std::min(sent, outgoing_[0].size());
  outgoing_[0] += of_head;
  outgoing_[1] += sent - of_head;
  if (asio::buffer_size(outgoing_) == 0) return OnSent();
  transport_.AsyncWriteSome(outgoing_,
                            [self = shared_from_this()](IoError error, std::size_t bytes) {
                              if (self->phase_ == Phase::kClosed) return;
                              if (error) return self->Close();
                              self->since_ = std::chrono::steady_clock::now();
                              self->SendRest(bytes);
                            });
}

void Session::OnSent() {
  Free(reply_);
  reply_memory_.Release();
  compressed_ = false;
  if (!close_after_reply_) return AwaitRequest();

  // Closing on bytes that nobody read would reset the connection, and might take the reply with it.
  // Who does not expect the end may have sent more.
  const bool all_read = parser_->is_done() && begin_ == end_;
  const bool ends_in_order = all_read && (transport_.encrypted() || !parser_->keep_alive());
  return ends_in_order ? Goodbye() : Linger();
}

void Session::Goodbye() {
  if (!transport_.encrypted() || reading_) return Close();
  Enter(Phase::kLingering);
  transport_.AsyncGoodbye([self = shared_from_this()](IoError) { self->Close(); });
}

void Session::Linger() {
  IoError error;
  transport_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, error);
  if (error) return Close();
  Enter(Phase::kLingering);
  begin_ = end_ = 0;
  buffer_was_full_ = false;
  if (!reading_) Read();
}

void Session::Close() {
  if (phase_ == Phase::kClosed) return;
  Enter(Phase::kClosed);
  IoError ignored;  // There is nobody left to tell.
  transport_.socket().close(ignored);
  thread_.OnClosed();
}

}  // namespace basalt::wire
