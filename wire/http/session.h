// One connection of a client, from accept to close.
#pragma once

#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "wire/http/request_parser.h"
#include "wire/http/transport.h"
#include "wire/memory/memory_budget.h"
#include "wire/operations/dispatcher.h"
#include "wire/operations/placement.h"

namespace basalt::wire {

class IoThread;

// Reads a request, has it answered, sends the reply, and again: one request at a time, in the order
// in which they came (RFC 9112, pipelining). All of it on its IoThread, except for calls that would
// hold up its other connections: PlaceOf (wire/operations/placement.h) says where each runs.
//
// A call runs only while its reply can be sent: nothing is begun on a connection that is closed.
//
// Memory: the buffer and the request are charged as work while they come in, calls by CallMemory
// while they run, and the reply as a reply until it is sent.
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
  bool replying() const { return phase_ == Phase::kReplying; }
  // Whether its client is to take or to close something, and no request is under way.
  bool sending() const {
    return replying() || phase_ == Phase::kContinuing || phase_ == Phase::kLingering;
  }
  bool handling() const { return phase_ == Phase::kHandling; }
  // Of a reply: since when its client has taken nothing more of it.
  SteadyTime waits_since() const { return since_; }
  std::size_t reply_bytes() const { return reply_memory_.bytes(); }

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
    kClosed,       // Nothing.
  };

  // What a session takes along when it is answered on another thread. Made before it leaves, so
  // that its return needs no memory.
  struct Errand {
    Errand(std::shared_ptr<Session> session_there, ApiReply reply_to_come)
        : session(std::move(session_there)), reply(std::move(reply_to_come)) {}

    std::shared_ptr<Session> session;
    ApiReply reply;
  };

  using IoError = boost::system::error_code;

  void Enter(Phase phase);
  void Handshake();
  void AwaitRequest();
  void Read();
  void OnRead(IoError error, std::size_t bytes);
  void Parse();
  void SendContinue();
  bool IsBlankSoFar();
  bool GrowBuffer();
  void ShrinkBuffer();
  ApiRequest Request() const;

  // Calls: session_calls.cc.
  void Handle();
  void HandleSmall();
  bool is_compressed() const;
  CallPlace PlaceFor(const Operation* operation) const;
  void RunHere(const ApiCall& call, CallPlace place);
  void SendSynced(const ApiCall& call);
  ApiReply Answer();
  std::optional<ApiReply> DecodeBody();
  ApiReply Run(const ApiCall& call);
  void Finish(ApiReply& reply);
  void SendOrCompress(ApiReply reply);
  void AnswerInPool(const Operation* operation, std::function<ApiReply()> answer);
  void Return(const std::shared_ptr<Errand>& errand, const Status& synced);
  template <typename Task>
  void PostHome(const Task& task);

  void Refuse(int status, std::string_view message);
  void RefuseUnreadable(IoError error);
  void RefuseForNow();
  void Send(ApiReply reply);
  void SendRest(std::size_t sent);
  void OnSent();
  void Linger();
  void Goodbye();

  IoThread& thread_;
  Transport transport_;

  // Of a call on this thread: its reply, once all that it tells of is on stable storage. Empty
  // where the call gave up and is to run elsewhere.
  std::optional<ApiReply> unsynced_reply_;
  std::shared_ptr<Session> until_synced_;  // Itself, so long.

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

  bool buffer_was_full_ = false;  // The last read might have brought more.

  HttpRequest request_;
  std::optional<std::string> payload_;  // The body as sent, if request_ has it decoded.
  std::optional<RequestParser> parser_;
  std::string short_body_;  // A copy, for a call that may have to run twice.
  MemoryShare work_memory_;
  MemoryShare buffer_memory_;
  ApiReply reply_;
  MemoryShare reply_memory_;
  bool compressed_ = false;  // The body of reply_.
  std::string head_;
  std::array<boost::asio::const_buffer, 2> outgoing_;  // Into head_ and reply_.
};

}  // namespace basalt::wire
