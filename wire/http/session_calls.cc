// What a session does between a request and its reply.
#include <algorithm>
#include <boost/asio/post.hpp>
#include <boost/beast/core/string.hpp>
#include <chrono>
#include <new>
#include <thread>
#include <utility>
#include <variant>

#include "wire/admin/admin_api.h"
#include "wire/http/crc32.h"
#include "wire/http/gzip.h"
#include "wire/http/io_thread.h"
#include "wire/http/session.h"
#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;

// Smaller replies fit a packet or two as they are; larger ones take longer to compress than a
// change of threads.
constexpr std::size_t kGzipBytesMin = 1024;
constexpr std::size_t kGzipBytesHere = 16 * 1024;

// What the engine takes of a request beside what is charged in decoding it: rows, and the batch
// that they are written in.
constexpr std::size_t kEngineCopies = 2;

// Of the replies of single items, while memory for replies is short.
constexpr std::size_t kReplyBytesOfItem = 1024 * 1024;

// What operations read at most whose replies are pages; the system's buffers mostly hold such a
// reply, so that a client which does not read it holds nothing of the budget.
constexpr std::size_t kPageBytes = 4 * 1024 * 1024;

constexpr std::chrono::milliseconds kPostPause(10);

}  // namespace

bool Session::is_compressed() const {
  return boost::beast::iequals(request_.content_encoding, "gzip");
}

CallPlace Session::PlaceFor(const Operation* operation) const {
  return PlaceOf({.operation = operation,
                  .body_bytes = request_.body.size(),
                  .is_compressed = is_compressed(),
                  .writes_stall = thread_.dispatcher().database().writes_stall(),
                  .memory_is_short = thread_.memory().IsShortForReplies()});
}

void Session::Handle() {
  Enter(Phase::kHandling);
  if (!parser_->keep_alive() || thread_.stopping()) close_after_reply_ = true;
  const bool is_administrative = request_.target.starts_with(kAdminPath);  // Those may write.
  const bool is_small = !is_compressed() && request_.body.size() <= kBodyBytesHere;
  if (is_small && !is_administrative) return HandleSmall();

  // The signature of a large body takes long as well, so that all of it happens elsewhere.
  const Operation* operation =
      is_administrative ? nullptr : thread_.dispatcher().Find(request_.x_amz_target);
  AnswerInPool(operation, [this] { return Answer(); });
}

void Session::HandleSmall() {
  auto route = thread_.dispatcher().Route(Request());
  if (ApiReply* reply = std::get_if<ApiReply>(&route)) return Send(std::move(*reply));

  const ApiCall& call = *std::get_if<ApiCall>(&route);
  const CallPlace place = PlaceFor(call.operation);
  switch (place) {
    case CallPlace::kHere:
    case CallPlace::kHereAtFirst:
      return RunHere(call, place);
    case CallPlace::kPool:
      return AnswerInPool(call.operation, [this, call] {
        ApiReply reply = Run(call);
        Finish(reply);
        return reply;
      });
  }
}

// The reply is sent when all that it tells of is on stable storage: at once, or from a callback.
void Session::RunHere(const ApiCall& call, CallPlace place) {
  const auto run = [&] {
    CallMemory memory(thread_.memory());
    try {
      if (place == CallPlace::kHere) {
        unsynced_reply_ = Run(call);
      } else {
        short_body_ = request_.body;  // The handler moves out of it; the pool may need it again.
        unsynced_reply_ = thread_.dispatcher().RunShort(call, request_.body);
      }
    } catch (const std::bad_alloc&) {
      unsynced_reply_ = BusyReply();
    }
    if (unsynced_reply_) reply_memory_.Hold(unsynced_reply_->body.capacity());
  };
  std::function<void(const Status&)> done = [this, call](const Status& synced) {
    if (unsynced_reply_ && !synced) unsynced_reply_ = ErrorReply(synced.error());
    if (thread_.context().get_executor().running_in_this_thread()) return SendSynced(call);
    PostHome([this, call] { SendSynced(call); });
  };
  until_synced_ = shared_from_this();  // From here on nothing throws before `done` is called.
  thread_.dispatcher().database().DeferSync(std::ref(run), std::move(done));
}

void Session::SendSynced(const ApiCall& call) {
  const std::shared_ptr<Session> self = std::move(until_synced_);
  if (unsynced_reply_) return SendOrCompress(*std::exchange(unsynced_reply_, std::nullopt));

  request_.body.swap(short_body_);
  AnswerInPool(call.operation, [this, call] {
    ApiReply reply = Run(call);
    Finish(reply);
    return reply;
  });
}

// All that becomes of a request, on any thread.
ApiReply Session::Answer() {
  if (auto refusal = DecodeBody()) return *std::move(refusal);
  auto route = thread_.dispatcher().Route(Request());
  ApiReply* refusal = std::get_if<ApiReply>(&route);
  ApiReply reply = refusal != nullptr ? std::move(*refusal) : Run(*std::get_if<ApiCall>(&route));
  Finish(reply);
  return reply;
}

// Undoes the request's content coding. A reply: it cannot be undone.
std::optional<ApiReply> Session::DecodeBody() {
  if (!is_compressed()) return std::nullopt;
  Result<std::string> body = Decompress(request_.body, thread_.limits().body_bytes_max);
  if (!body) return ErrorReply(body.error());
  payload_ = std::exchange(request_.body, *std::move(body));
  return std::nullopt;
}

ApiReply Session::Run(const ApiCall& call) { return thread_.dispatcher().Run(call, request_.body); }

// What takes long for large replies, so that the thread that sends them need not do it.
void Session::Finish(ApiReply& reply) {
  try {
    if (request_.accepts_gzip && reply.body.size() >= kGzipBytesMin) {
      reply.body = Compress(reply.body);
      compressed_ = true;
    }
  } catch (const std::bad_alloc&) {  // It goes as it is: what it tells of has been done.
  }
  reply.crc32 = Crc32(reply.body);
}

void Session::SendOrCompress(ApiReply reply) {
  const bool compresses = request_.accepts_gzip && reply.body.size() >= kGzipBytesMin;
  if (compresses && reply.body.size() > kGzipBytesHere) {
    return AnswerInPool(nullptr, [this, reply = std::move(reply)]() mutable {
      Finish(reply);
      return std::move(reply);
    });
  }
  if (compresses) Finish(reply);
  Send(std::move(reply));
}

// Has the session answered on another thread, and come back with the reply. `answer` may throw
// std::bad_alloc.
void Session::AnswerInPool(const Operation* operation, std::function<ApiReply()> answer) {
  std::size_t bytes = kEngineCopies * request_.body.size();
  auto reply = CallPool::Reply::kNone;
  if (operation != nullptr) {
    const std::size_t reads = operation->reads_bytes_max;
    bytes += reads != 0 ? reads : kReplyBytesOfItem;
    reply = reads == 0            ? CallPool::Reply::kSmall
            : reads <= kPageBytes ? CallPool::Reply::kPage
                                  : CallPool::Reply::kLarge;
  }
  auto errand = std::make_shared<Errand>(shared_from_this(), ApiReply());
  std::function<void(const Status&)> done = [errand](const Status& synced) {
    errand->session->Return(errand, synced);
  };
  auto run = [this, errand = std::move(errand), answer = std::move(answer), done = std::move(done)](
                 bool admitted, std::size_t reserved_bytes) mutable {
    const auto call = [&] {
      CallMemory memory(thread_.memory(), reserved_bytes);
      try {
        errand->reply = admitted ? answer() : BusyReply();
      } catch (const std::bad_alloc&) {
        errand->reply = BusyReply();
      }
      memory.ReturnFreePages(errand->reply.body.capacity());
      reply_memory_.Hold(errand->reply.body.capacity());  // Before the call gives back the same.
    };
    thread_.dispatcher().database().DeferSync(std::ref(call), std::move(done));
  };
  thread_.calls().Submit({.bytes = bytes, .reply = reply, .run = std::move(run)});
}

// From another thread. The session goes home with its reply: it must not end anywhere else.
void Session::Return(const std::shared_ptr<Errand>& errand, const Status& synced) {
  if (!synced) {
    errand->reply = ErrorReply(synced.error());
    compressed_ = false;
  }
  PostHome([errand] {
    const std::shared_ptr<Session> self = std::move(errand->session);
    self->Send(std::move(errand->reply));
  });
}

// From another thread. The client must get the answer to what was done, so this does not give up.
template <typename Task>
void Session::PostHome(const Task& task) {
  while (true) {
    try {
      asio::post(thread_.context(), task);
      return;
    } catch (const std::bad_alloc&) {
      std::this_thread::sleep_for(kPostPause);
    }
  }
}

}  // namespace basalt::wire
