// One connection of a client, from accept to close.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/thread_pool.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "wire/http/memory_budget.h"
#include "wire/http/request_parser.h"
#include "wire/http/transport.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {

class IoThread;

// Reads a request, has it answered, sends the reply, and again: one request at a time, in the order
// in which they came (RFC 9112, pipelining). All of it on its IoThread, except for calls that would
// hold up its other connections: writes which wait for the disk run in the thread's writer pool,
// and an operation whose last reply on this connection took long runs in that for long calls.
//
// Ownership: shared by the operation that is under way on it; the last one out closes the socket.
class Session : public std::enable_shared_from_this<Session> {
 public:
  using SteadyTime = std::chrono::steady_clock::time_point;

  // `thread` must outlive it.
  Session(IoThread& thread, Transport::Socket socket, Transport::TlsContext tls);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  void Start();

  // Closes if the client is slower than the limits allow; a request that has begun is answered.
  void CheckDeadline(SteadyTime now);

  // Whether it can do nothing until its client sends something, and since when.
  bool awaits_client() const { return phase_ <= Phase::kReading; }
  SteadyTime waits_since() const { return since_; }

  // Closes without a word.
  void Close();

  // Closes now if no request has begun, otherwise after the reply to it.
  void StopSoon();

 private:
  // What it waits for: each has its own limit.
  enum class Phase : std::uint8_t {
    kHandshaking,  // The client to agree on keys, under TLS.
    kIdle,         // The first byte of a request.
    kReading,      // The rest of it.
    kContinuing,   // The client to take "100 Continue".
    kHandling,     // The operation; as long as it takes.
    kReplying,     // The client to take the reply.
    kLingering,    // The client to close its end, so that it surely got the last reply.
  };

  using IoError = boost::system::error_code;

  void Enter(Phase phase);
  void Handshake();
  void AwaitRequest();
  void Read();
  void OnRead(IoError error, std::size_t bytes);
  void Parse();
  void SendContinue();
  void Handle();
  bool DecodeBody();
  ApiRequest Request() const;
  ApiReply Run(const ApiCall& call);
  void RunIn(boost::asio::thread_pool& pool, const ApiCall& call);
  void Refuse(int status, std::string_view message);
  void RefuseUnreadable(IoError error);
  void RefuseForNow();
  void Send(ApiReply reply);
  void SendRest(std::size_t sent);
  void OnSent();
  void Linger();
  void Finish();

  IoThread& thread_;
  Transport transport_;

  Phase phase_ = Phase::kIdle;
  SteadyTime since_;  // When it entered the phase.
  SteadyTime deadline_ = SteadyTime::max();
  bool close_after_reply_ = false;
  bool reading_ = false;  // A read is under way.

  // Bytes from begin_ to end_ have come in and are not yet parsed.
  std::unique_ptr<char[]> buffer_;
  std::size_t buffer_bytes_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;

  const Operation* long_operation_ = nullptr;  // The last one that took long.

  HttpRequest request_;
  std::optional<std::string> payload_;  // The body as sent, if request_ has it decoded.
  std::optional<RequestParser> parser_;
  MemoryShare memory_;  // Of the request's body, then of the reply's.
  ApiReply reply_;
  bool compressed_ = false;  // The body of reply_.
  std::string head_;
  std::array<boost::asio::const_buffer, 2> outgoing_;  // Into head_ and reply_.
};

}  // namespace basalt::wire
