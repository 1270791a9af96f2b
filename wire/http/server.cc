#include "wire/http/server.h"

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <random>
#include <stdexcept>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "wire/admin/admin_api.h"
#include "wire/auth/signature_verifier.h"
#include "wire/http/call_pool.h"
#include "wire/http/io_thread.h"
#include "wire/http/listener.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// Calls that take memory and time. Two, so that one that takes very long does not hold up all.
constexpr std::size_t kCallThreadsMin = 2;

std::uint64_t SeedOf(const ServerOptions& options) {
  if (options.request_id_seed) return *options.request_id_seed;
  std::random_device random;
  return std::uint64_t{random()} << 32 | random();
}

// Clients sign at the time of their machine, whatever the database's clock says.
std::unique_ptr<const SignatureVerifier> MakeVerifier(const ServerOptions& options) {
  if (!options.credentials) return nullptr;
  return std::make_unique<SignatureVerifier>(*options.credentials, options.region, SystemClock());
}

std::size_t IoThreadCount(const ServerOptions& options) {
  if (options.io_threads != 0) return options.io_threads;
  return std::max(1U, std::thread::hardware_concurrency());
}

}  // namespace

class Server::State {
 public:
  State(Database& database, const ServerOptions& options, std::unique_ptr<Tls> tls);
  ~State() { Stop(); }

  Status Listen();
  void Run();
  void Stop();
  std::uint16_t port() const { return listeners_.front()->endpoint().port(); }
  std::vector<std::string> addresses() const;
  Status ReloadTls() { return tls_ != nullptr ? tls_->Reload() : Done{}; }

 private:
  IoThread& LeastBusy();
  std::size_t connections() const;
  Listener::Door MakeDoor();
  void MakeRoom(std::size_t threads_left);

  const ServerOptions options_;
  const std::unique_ptr<Tls> tls_;  // Null: plain HTTP.
  const std::optional<AdminApi> admin_;
  const std::unique_ptr<const SignatureVerifier> verifier_;
  const Dispatcher dispatcher_;
  MemoryBudget
      memory_;  // A sixteenth less than the limit: blocks take more than was asked of them.
  std::vector<std::unique_ptr<IoThread>> threads_;
  CallPool calls_;
  std::vector<std::unique_ptr<Listener>> listeners_;  // They run on the first thread.
  std::size_t room_turn_ = 0;                         // Whose connections make room next.
  bool stopped_ = false;
};

Server::State::State(Database& database, const ServerOptions& options, std::unique_ptr<Tls> tls)
    : options_(options),
      tls_(std::move(tls)),
      admin_(options.admin_clock != nullptr
                 ? std::optional<AdminApi>(std::in_place, database, *options.admin_clock)
                 : std::nullopt),
      verifier_(MakeVerifier(options)),
      dispatcher_(database, {.region = options.region,
                             .find_operation = options.find_operation,
                             .admin = admin_ ? &*admin_ : nullptr,
                             .verifier = verifier_.get(),
                             .browsers = options.browsers,
                             .not_ready = options.not_ready}),
      memory_(options.limits.memory_bytes_max / 16 * 15),
      calls_(memory_, std::max(kCallThreadsMin, IoThreadCount(options)),
             options.limits.memory_timeout) {
  std::mt19937_64 seeds(SeedOf(options));
  const IoThread::Shared shared{.dispatcher = dispatcher_,
                                .limits = options_.limits,
                                .calls = calls_,
                                .clock = options.clock != nullptr ? *options.clock : SystemClock(),
                                .memory = memory_};
  for (std::size_t i = 0; i < IoThreadCount(options); ++i) {
    threads_.push_back(std::make_unique<IoThread>(shared, seeds()));
  }
}

Status Server::State::Listen() {
  auto listeners = ListenOn(threads_.front()->context(), options_.hosts, options_.port, MakeDoor());
  if (!listeners) return listeners.error();
  listeners_ = *std::move(listeners);
  return Done{};
}

Listener::Door Server::State::MakeDoor() {
  return {.has_room = [this] { return connections() < options_.limits.connections_max; },
          .make_room = [this] { MakeRoom(threads_.size()); },
          .context_for_next = [this]() -> asio::io_context& { return LeastBusy().context(); },
          .enter =
              [this](tcp::socket socket) {
                for (auto& thread : threads_) {
                  if (&thread->context() != &socket.get_executor().context()) continue;
                  thread->Serve(std::move(socket), tls_ != nullptr ? tls_->current() : nullptr);
                  return;
                }
              }};
}

// On one thread after the other, until one has a connection that can go. Runs on the first one's.
void Server::State::MakeRoom(std::size_t threads_left) {
  threads_[room_turn_++ % threads_.size()]->MakeRoom([this, threads_left](bool made) {
    asio::post(threads_.front()->context(), [this, threads_left, made] {
      if (!made && threads_left > 1) return MakeRoom(threads_left - 1);
      if (!made) return;
      for (auto& listener : listeners_) listener->RoomMade();
    });
  });
}

void Server::State::Run() {
  for (auto& listener : listeners_) listener->Accept();
  for (auto& thread : threads_) thread->Run();
}

void Server::State::Stop() {
  if (std::exchange(stopped_, true)) return;
  asio::post(threads_.front()->context(), [this] {
    for (auto& listener : listeners_) listener->Close();
  });
  for (auto& thread : threads_) thread->StopSoon();
  for (auto& thread : threads_) thread->Join();
  calls_.Join();
}

std::size_t Server::State::connections() const {
  std::size_t count = 0;
  for (const auto& thread : threads_) count += thread->connections();
  return count;
}

std::vector<std::string> Server::State::addresses() const {
  std::vector<std::string> addresses;
  for (const auto& listener : listeners_) addresses.push_back(ToText(listener->endpoint()));
  return addresses;
}

IoThread& Server::State::LeastBusy() {
  return **std::ranges::min_element(threads_, {},
                                    [](const auto& thread) { return thread->connections(); });
}

Result<std::unique_ptr<Server>> Server::Start(Database& database, const ServerOptions& options) {
  try {
    std::unique_ptr<Tls> tls;
    if (options.tls) {
      auto loaded = Tls::Load(*options.tls);
      if (!loaded) return loaded.error();
      tls = *std::move(loaded);
    }
    auto state = std::make_unique<State>(database, options, std::move(tls));
    if (auto listening = state->Listen(); !listening) return listening.error();
    state->Run();
    return std::unique_ptr<Server>(new Server(std::move(state)));
  } catch (const std::runtime_error& error) {  // No thread, no file handle: Asio's, or std's.
    return Error{.code = ErrorCode::kInternal,
                 .message = std::string("cannot start the server: ") + error.what()};
  }
}

Server::Server(std::unique_ptr<State> state) : state_(std::move(state)) {}
Server::~Server() = default;

std::uint16_t Server::port() const { return state_->port(); }

std::vector<std::string> Server::addresses() const { return state_->addresses(); }

Status Server::ReloadTls() { return state_->ReloadTls(); }

void Server::Stop() { state_->Stop(); }

}  // namespace basalt::wire
