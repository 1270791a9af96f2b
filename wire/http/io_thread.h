// A thread that serves connections, and what they share on it.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <thread>
#include <unordered_set>

#include "wire/http/call_pool.h"
#include "wire/http/reply_head.h"
#include "wire/http/server.h"
#include "wire/http/transport.h"
#include "wire/memory/memory_budget.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {

class Session;

// Each connection belongs to one thread for life, so sessions need no locks. Borrows what it is
// given. Only what says so may be called from other threads.
class IoThread {
 public:
  struct Shared {
    const Dispatcher& dispatcher;
    const ServerLimits& limits;
    CallPool& calls;
    const Clock& clock;
    MemoryBudget& memory;
  };

  IoThread(const Shared& shared, std::uint64_t request_id_seed);
  ~IoThread();  // REQUIRES: Join has returned, if Run was called.
  IoThread(const IoThread&) = delete;
  IoThread& operator=(const IoThread&) = delete;

  void Run();       // Starts the thread.
  void StopSoon();  // From any thread.
  void Join();      // From the thread that called Run.
  void Serve(Transport::Socket socket, Transport::TlsContext tls);  // From any thread.

  // From any thread. Closes some connections whose clients keep it waiting longest, and tells
  // `done`, on its own thread, whether there were any.
  void MakeRoom(std::function<void(bool made)> done);

  // Those that hold a file. From any thread.
  std::size_t connections() const { return connections_.load(std::memory_order_relaxed); }
  boost::asio::io_context& context() { return context_; }

  const Dispatcher& dispatcher() const { return shared_.dispatcher; }
  const ServerLimits& limits() const { return shared_.limits; }
  CallPool& calls() const { return shared_.calls; }
  ReplyHeads& heads() { return heads_; }
  MemoryBudget& memory() const { return shared_.memory; }
  bool stopping() const { return stopping_; }

  void Add(Session& session);
  void OnClosed() { connections_.fetch_sub(1, std::memory_order_relaxed); }
  void Remove(Session& session);  // REQUIRES: it is closed.

 private:
  void RunContext();
  void Begin(Transport::Socket socket, Transport::TlsContext tls);
  void Sweep();
  void SweepSoon();
  void CheckSessions();
  bool IsMemoryShort() const;
  void DropSlowReaders(std::chrono::steady_clock::time_point now);
  void ReturnFreePages();
  void EndSessions(std::chrono::steady_clock::time_point now);
  void EndIfDone();

  const Shared shared_;
  ReplyHeads heads_;
  std::unordered_set<Session*> sessions_;
  std::atomic<std::size_t> connections_ = 0;
  std::atomic<std::size_t> entering_ = 0;  // Of those, the ones that have no session yet.
  bool stopping_ = false;
  std::chrono::steady_clock::time_point stop_deadline_;

  // Last, so that it goes first: the sessions that it holds use all of the above.
  boost::asio::io_context context_{1};
  boost::asio::steady_timer sweep_timer_{context_};
  std::thread thread_;
};

}  // namespace basalt::wire
