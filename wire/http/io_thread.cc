#include "wire/http/io_thread.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/post.hpp>
#include <exception>
#include <memory>
#include <utility>
#include <vector>

#include "wire/http/session.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
using std::chrono::milliseconds;

// How much of all connections are closed at once to make room for others: one in so many.
constexpr std::size_t kRoomShare = 64;

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
    EndIfDone();
  });
}

void IoThread::Join() {
  if (thread_.joinable()) thread_.join();
}

void IoThread::Serve(Transport::Socket socket, Transport::TlsContext tls) {
  connections_.fetch_add(1, std::memory_order_relaxed);
  asio::post(context_, [this, socket = std::move(socket), tls = std::move(tls)]() mutable {
    std::make_shared<Session>(*this, std::move(socket), std::move(tls))->Start();
  });
}

// Those that have kept it waiting longest go: clients with a request under way never do so for
// long, and those with none connect again.
void IoThread::MakeRoom() {
  asio::post(context_, [this] {
    std::vector<Session*> waiting;
    for (Session* session : sessions_) {
      if (session->awaits_client()) waiting.push_back(session);
    }
    const std::size_t count = std::min(waiting.size(), sessions_.size() / kRoomShare + 1);
    const auto last = waiting.begin() + static_cast<std::ptrdiff_t>(count);
    std::ranges::nth_element(waiting, last, {}, &Session::waits_since);
    std::for_each(waiting.begin(), last, [](Session* session) { session->Close(); });
  });
}

void IoThread::Add(Session& session) { sessions_.insert(&session); }

void IoThread::Remove(Session& session) {
  sessions_.erase(&session);
  connections_.fetch_sub(1, std::memory_order_relaxed);
  EndIfDone();
}

// Sessions do not end while this visits them: each is held by the operation under way on it.
void IoThread::Sweep() {
  const auto now = std::chrono::steady_clock::now();
  for (Session* session : sessions_) session->CheckDeadline(now);
  if (stopping_ && now >= stop_deadline_) return context_.stop();

  sweep_timer_.expires_after(SweepInterval(limits()));
  sweep_timer_.async_wait([this](const boost::system::error_code& error) {
    if (!error) Sweep();
  });
}

void IoThread::EndIfDone() {
  if (stopping_ && connections() == 0 && !context_.stopped()) context_.stop();
}

}  // namespace basalt::wire
