#include "wire/http/session.h"

#include <algorithm>
#include <boost/asio/error.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/http/error.hpp>
#include <cstring>
#include <utility>
#include <variant>

#include "wire/http/gzip.h"
#include "wire/http/io_thread.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;

constexpr std::size_t kLastChunkBytes = 5;
constexpr std::size_t kBufferBytesMin = 64 * 1024;

// Longer than this, a call is worth a change of threads (10 to 20 microseconds of processor time),
// and is felt by who waits behind it.
constexpr std::chrono::milliseconds kLongCall(1);

// Smaller replies fit a packet or two as they are.
constexpr std::size_t kGzipBytesMin = 1024;

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

bool WouldBlock(const boost::system::error_code& error) {
  return error == asio::error::would_block || error == asio::error::try_again;
}

}  // namespace

Session::Session(IoThread& thread, Transport::Socket socket, Transport::TlsContext tls)
    : thread_(thread),
      transport_(std::move(socket), std::move(tls)),
      buffer_bytes_(std::max(kBufferBytesMin, 2 * thread.limits().header_bytes_max)),
      memory_(thread.memory()) {
  buffer_ = std::make_unique_for_overwrite<char[]>(buffer_bytes_);  // Pages are taken when used.
  thread_.Add(*this);
}

Session::~Session() { thread_.Remove(*this); }

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
        return thread_.limits().linger_timeout;
      case Phase::kHandling:
        break;
    }
    return std::chrono::milliseconds::max();
  }();
  phase_ = phase;
  since_ = std::chrono::steady_clock::now();
  deadline_ = phase == Phase::kHandling ? SteadyTime::max() : since_ + limit;
}

void Session::AwaitRequest() {
  request_.Clear();
  memory_.Set(0);
  parser_.emplace(request_, thread_.dispatcher().verifies_signatures());
  parser_->header_limit(static_cast<std::uint32_t>(thread_.limits().header_bytes_max));
  parser_->body_limit(thread_.limits().body_bytes_max);
  if (begin_ == end_) {
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
  if (end_ == buffer_bytes_) return Refuse(400, "A chunk's header is too long");
  reading_ = true;
  transport_.AsyncReadSome(asio::buffer(buffer_.get() + end_, buffer_bytes_ - end_),
                           [self = shared_from_this()](IoError error, std::size_t bytes) {
                             self->OnRead(error, bytes);
                           });
}

void Session::OnRead(IoError error, std::size_t bytes) {
  reading_ = false;
  if (error == asio::error::operation_aborted) return;
  if (phase_ == Phase::kReplying) return;  // A refusal is on its way; Linger reads on.
  if (phase_ == Phase::kLingering) return error ? Close() : Read();
  if (error == asio::error::eof && phase_ == Phase::kReading) {
    return Refuse(400, "The request ended before it was complete");
  }
  if (error) return Close();

  if (phase_ == Phase::kIdle) Enter(Phase::kReading);
  end_ += bytes;
  Parse();
}

void Session::Parse() {
  // What is left of a chunked body has at least the last chunk, "0 CRLF CRLF". Given less of it
  // alone, Beast 1.74 fails an assertion.
  const bool within_chunks = parser_->is_header_done() && parser_->chunked();
  if (within_chunks && end_ - begin_ < kLastChunkBytes) return Read();

  IoError error;
  begin_ += parser_->put(asio::buffer(buffer_.get() + begin_, end_ - begin_), error);
  if (error && error != http::error::need_more) return RefuseUnreadable(error);
  if (!memory_.TryGrow(request_.body.size())) return RefuseForNow();
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
                          self->Enter(Phase::kReading);
                          self->Read();
                        });
}

void Session::Handle() {
  Enter(Phase::kHandling);
  if (!parser_->keep_alive() || thread_.stopping()) close_after_reply_ = true;
  if (!DecodeBody()) return;

  auto route = thread_.dispatcher().Route(Request());
  payload_.reset();
  if (ApiReply* reply = std::get_if<ApiReply>(&route)) return Send(std::move(*reply));

  const ApiCall& call = *std::get_if<ApiCall>(&route);
  if (call.operation->access == Access::kWrite && thread_.writers() != nullptr) {
    return RunIn(*thread_.writers(), call);
  }
  if (call.operation == long_operation_) return RunIn(thread_.long_calls(), call);
  Send(Run(call));
}

// Undoes the request's content coding. False: the request has been refused.
bool Session::DecodeBody() {
  if (!boost::beast::iequals(request_.content_encoding, "gzip")) return true;
  Result<std::string> body = Decompress(request_.body, thread_.limits().body_bytes_max);
  if (!body) {
    Send(ErrorReply(body.error()));
    return false;
  }
  payload_ = std::exchange(request_.body, *std::move(body));
  if (memory_.TryGrow(payload_->size() + request_.body.size())) return true;
  RefuseForNow();
  return false;
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

ApiReply Session::Run(const ApiCall& call) {
  const auto start = std::chrono::steady_clock::now();
  ApiReply reply = thread_.dispatcher().Run(call, request_.body);
  compressed_ = request_.accepts_gzip && reply.body.size() >= kGzipBytesMin;
  if (compressed_) reply.body = Compress(reply.body);
  const bool took_long = std::chrono::steady_clock::now() - start > kLongCall;
  if (took_long) {
    long_operation_ = call.operation;
  } else if (long_operation_ == call.operation) {
    long_operation_ = nullptr;
  }
  return reply;
}

void Session::RunIn(asio::thread_pool& pool, const ApiCall& call) {
  asio::post(pool, [self = shared_from_this(), call]() mutable {
    ApiReply reply = self->Run(call);
    asio::io_context& home = self->thread_.context();
    // The session goes home with its reply: it must not end on this thread.
    asio::post(home, [self = std::move(self), reply = std::move(reply)]() mutable {
      self->Send(std::move(reply));
    });
  });
}

void Session::Refuse(int status, std::string_view message) {
  close_after_reply_ = true;
  ApiReply reply = ErrorReply({.code = ErrorCode::kSerialization, .message = std::string(message)});
  reply.status = status;
  Send(std::move(reply));
}

// SDKs try again after this status.
void Session::RefuseForNow() {
  close_after_reply_ = true;
  request_.body = std::string();
  payload_.reset();
  ApiReply reply = ErrorReply(
      {.code = ErrorCode::kInternal,
       .message = "The server holds as much of unfinished requests and replies as it may"});
  reply.status = 503;
  Send(std::move(reply));
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
  memory_.Set(request_.body.size() + reply_.body.size());
  head_.clear();
  thread_.heads().Append(head_, reply_, {.keep_alive = !close_after_reply_, .gzip = compressed_});
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
  transport_.AsyncWrite(outgoing_, [self = shared_from_this()](IoError error, std::size_t) {
    return error ? self->Close() : self->OnSent();
  });
}

void Session::OnSent() {
  reply_ = ApiReply{};
  compressed_ = false;
  if (!close_after_reply_) return AwaitRequest();

  // Closing on bytes that nobody read would reset the connection, and might take the reply with it.
  const bool all_read = parser_->is_done() && begin_ == end_;
  return all_read ? Finish() : Linger();
}

void Session::Finish() {
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
  if (!reading_) Read();
}

void Session::Close() {
  IoError ignored;  // There is nobody left to tell.
  transport_.socket().close(ignored);
  deadline_ = SteadyTime::max();
}

}  // namespace basalt::wire
