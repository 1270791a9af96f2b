#include "wire/http/server.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <random>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "wire/admin/admin_api.h"
#include "wire/auth/signature_verifier.h"
#include "wire/http/io_thread.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;

// How long to wait before accepting again when there are too many connections or no file handles.
constexpr std::chrono::milliseconds kAcceptPause(50);

Error CannotListen(const ServerOptions& options, const boost::system::error_code& error) {
  return {.code = ErrorCode::kInternal,
          .message = "cannot listen on " + options.host + ":" + std::to_string(options.port) +
                     ": " + error.message()};
}

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
  std::uint16_t port() const { return port_; }
  Status ReloadTls() { return tls_ != nullptr ? tls_->Reload() : Done{}; }

 private:
  void Accept();
  void AwaitRoom();
  void AcceptLater();
  IoThread& LeastBusy();

  const ServerOptions options_;
  const std::unique_ptr<Tls> tls_;  // Null: plain HTTP.
  const std::optional<AdminApi> admin_;
  const std::unique_ptr<const SignatureVerifier> verifier_;
  const Dispatcher dispatcher_;
  MemoryBudget memory_;
  std::vector<std::unique_ptr<IoThread>> threads_;
  std::optional<asio::thread_pool> writers_;
  asio::thread_pool long_calls_;
  std::optional<tcp::acceptor> acceptor_;  // Runs on the first thread, as does the timer.
  std::optional<asio::steady_timer> accept_timer_;
  std::size_t room_turn_ = 0;  // Whose connections make room next.
  std::uint16_t port_ = 0;
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
                             .browsers = options.browsers}),
      memory_(options.limits.memory_bytes_max),
      long_calls_(IoThreadCount(options)) {
  if (database.durability() == Durability::kCommit && options.write_threads != 0) {
    writers_.emplace(options.write_threads);
  }
  std::mt19937_64 seeds(SeedOf(options));
  const IoThread::Shared shared{.dispatcher = dispatcher_,
                                .limits = options_.limits,
                                .writers = writers_ ? &*writers_ : nullptr,
                                .long_calls = long_calls_,
                                .clock = options.clock != nullptr ? *options.clock : SystemClock(),
                                .memory = memory_};
  for (std::size_t i = 0; i < IoThreadCount(options); ++i) {
    threads_.push_back(std::make_unique<IoThread>(shared, seeds()));
  }
  acceptor_.emplace(threads_.front()->context());
  accept_timer_.emplace(threads_.front()->context());
}

Status Server::State::Listen() {
  boost::system::error_code error;
  tcp::resolver resolver(threads_.front()->context());
  const auto found =
      resolver.resolve(options_.host, std::to_string(options_.port), tcp::resolver::passive, error);
  if (error) return CannotListen(options_, error);

  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor_->open(endpoint.protocol(), error);
  if (!error) acceptor_->set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor_->bind(endpoint, error);
  if (!error) acceptor_->listen(asio::socket_base::max_listen_connections, error);
  if (error) return CannotListen(options_, error);

  port_ = acceptor_->local_endpoint(error).port();
  return Done{};
}

void Server::State::Run() {
  Accept();
  for (auto& thread : threads_) thread->Run();
}

void Server::State::Stop() {
  if (std::exchange(stopped_, true)) return;
  asio::post(threads_.front()->context(), [this] {
    boost::system::error_code ignored;  // Closing cannot be refused.
    acceptor_->close(ignored);
    accept_timer_->cancel();
  });
  for (auto& thread : threads_) thread->StopSoon();
  for (auto& thread : threads_) thread->Join();
  if (writers_) writers_->join();
  long_calls_.join();
}

void Server::State::Accept() {
  std::size_t connections = 0;
  for (const auto& thread : threads_) connections += thread->connections();
  if (connections >= options_.limits.connections_max) return AwaitRoom();

  IoThread& thread = LeastBusy();
  acceptor_->async_accept(thread.context(), [this, &thread](const boost::system::error_code& error,
                                                            tcp::socket socket) {
    if (!acceptor_->is_open()) return;
    if (error) {
      spdlog::warn("cannot accept a connection: {}", error.message());
      return AcceptLater();
    }
    thread.Serve(std::move(socket), tls_ != nullptr ? tls_->current() : nullptr);
    Accept();
  });
}

// Nobody has to go before there is somebody to make room for.
void Server::State::AwaitRoom() {
  acceptor_->async_wait(tcp::acceptor::wait_read, [this](const boost::system::error_code& error) {
    if (!acceptor_->is_open()) return;
    if (!error) threads_[room_turn_++ % threads_.size()]->MakeRoom();
    AcceptLater();
  });
}

void Server::State::AcceptLater() {
  accept_timer_->expires_after(kAcceptPause);
  accept_timer_->async_wait([this](const boost::system::error_code& error) {
    if (!error) Accept();
  });
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

Status Server::ReloadTls() { return state_->ReloadTls(); }

void Server::Stop() { state_->Stop(); }

}  // namespace basalt::wire
