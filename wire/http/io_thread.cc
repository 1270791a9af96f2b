#include "wire/http/io_thread.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <new>
#include <utility>
#include <vector>

#include "wire/http/session.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// How much of all connections are closed at once to make room for others: one in so many.
constexpr std::size_t kRoomShare = 64;

// While memory or connections are short for others, a client has this long to take the next part of
// its reply.
constexpr milliseconds kSlowReader(1000);

// How often connections are looked at meanwhile, and while the server stops.
constexpr milliseconds kShortSweep(100);

// How long after the time to stop in a reply may take to be sent.
constexpr milliseconds kLastWord(1000);

// Deadlines are looked at once in a while: a timer a connection would cost more than all it guards.
milliseconds SweepInterval(const ServerLimits& limits) {
  const milliseconds shortest =
      std::min({limits.handshake_timeout, limits.idle_timeout, limits.request_timeout,
                limits.reply_timeout, limits.linger_timeout, limits.stop_timeout});
  return std::clamp(shortest / 4, milliseconds(5), milliseconds(1000));
}

}  // namespace

IoThread::IoThread(const Shared& shared, std::uint64_t request_id_seed)
    : shared_(shared), heads_(shared.clock, request_id_seed) {}

IoThread::~IoThread() = default;

void IoThread::Run() {
  Sweep();
  thread_ = std::thread([this] { RunContext(); });
}

void IoThread::RunContext() {
  while (true) {
    try {
      context_.run();
      return;
    } catch (const std::exception& exception) {
      // The connection whose handler threw is closed; the others go on.
      spdlog::error("a connection failed: {}", exception.what());
    }
  }
}

void IoThread::StopSoon() {
  asio::post(context_, [this] {
    stopping_ = true;
    stop_deadline_ = std::chrono::steady_clock::now() + limits().stop_timeout;
    for (Session* session : sessions_) session->StopSoon();
    Sweep();
    EndIfDone();
  });
}

void IoThread::Join() {
  if (thread_.joinable()) thread_.join();
}

void IoThread::Serve(Transport::Socket socket, Transport::TlsContext tls) {
  connections_.fetch_add(1, std::memory_order_relaxed);
  entering_.fetch_add(1, std::memory_order_relaxed);
  try {
    asio::post(context_, [this, socket = std::move(socket), tls = std::move(tls)]() mutable {
      Begin(std::move(socket), std::move(tls));
    });
  } catch (...) {
    entering_.fetch_sub(1, std::memory_order_relaxed);
    connections_.fetch_sub(1, std::memory_order_relaxed);
    throw;
  }
}

void IoThread::Begin(Transport::Socket socket, Transport::TlsContext tls) {
  std::shared_ptr<Session> session;
  entering_.fetch_sub(1, std::memory_order_relaxed);
  try {
    session = std::make_shared<Session>(*this, std::move(socket), std::move(tls));
  } catch (...) {  // It is not there to take itself off the count.
    connections_.fetch_sub(1, std::memory_order_relaxed);
    EndIfDone();
    throw;
  }
  session->Start();
}

// Those that have kept it waiting longest go: clients with a request under way never do so for
// long, and those with none connect again.
void IoThread::MakeRoom(std::function<void(bool)> done) {
  asio::post(context_, [this, done = std::move(done)] {
    const auto since = std::chrono::steady_clock::now() - kSlowReader;
    std::vector<Session*> waiting;
    for (Session* session : sessions_) {
      const bool takes_nothing = session->sending() && session->waits_since() <= since;
      if (session->awaits_client() || takes_nothing) waiting.push_back(session);
    }
    const std::size_t count = std::min(waiting.size(), sessions_.size() / kRoomShare + 1);
    const auto last = waiting.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(waiting, last, {}, &Session::waits_since);
    std::for_each(waiting.begin(), last, [](Session* session) { session->Close(); });
    done(count != 0);
  });
}

void IoThread::Add(Session& session) { sessions_.insert(&session); }

void IoThread::Remove(Session& session) {
  sessions_.erase(&session);
  EndIfDone();
}

// Goes on whatever happens, or nobody's time would ever be up again.
void IoThread::Sweep() {
  try {
    CheckSessions();
  } catch (const std::bad_alloc&) {
    spdlog::error("no memory to look after connections");
  }
  if (!context_.stopped()) SweepSoon();
}

void IoThread::SweepSoon() {
  const milliseconds usual = SweepInterval(limits());
  const bool is_urgent = stopping_ || IsMemoryShort();
  sweep_timer_.expires_after(is_urgent ? std::min(usual, kShortSweep) : usual);
  sweep_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Sweep();
  });
}

// Sessions do not end while this visits them: each is held by the operation under way on it.
void IoThread::CheckSessions() {
  const auto now = std::chrono::steady_clock::now();
  for (Session* session : sessions_) session->CheckDeadline(now);
  if (IsMemoryShort()) DropSlowReaders(now);
  if (stopping_ && now >= stop_deadline_) EndSessions(now);
  calls().RefuseLate();
  if (memory().HasFreedMuch() || memory().HasCalmedDown()) ReturnFreePages();
}

void IoThread::ReturnFreePages() {
  shared_.calls.Submit({.run = [this](bool, std::size_t) { memory().ReturnFreePages(); }});
}

bool IoThread::IsMemoryShort() const {
  return shared_.calls.wants_memory() || !memory().HasRoomForReply(0);
}

// Their replies hold the memory that the calls of others wait for.
void IoThread::DropSlowReaders(std::chrono::steady_clock::time_point now) {
  for (Session* session : sessions_) {
    const bool is_slow = session->replying() && now - session->waits_since() >= kSlowReader;
    if (is_slow && session->reply_bytes() > 0) session->Close();
  }
}

// The time to stop in is over. What runs is waited for, and has a little time to be answered.
void IoThread::EndSessions(std::chrono::steady_clock::time_point now) {
  shared_.calls.RefuseWaiting();
  for (Session* session : sessions_) {
    const bool has_time =
        session->handling() || (session->replying() && now - session->waits_since() < kLastWord);
    if (!has_time) session->Close();
  }
}

void IoThread::EndIfDone() {
  const bool done = sessions_.empty() && entering_.load(std::memory_order_relaxed) == 0;
  if (stopping_ && done && !context_.stopped()) context_.stop();
}

}  // namespace basalt::wire
