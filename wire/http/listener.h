// The addresses at which a server accepts connections.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "basalt/result.h"

namespace basalt::wire {

// Accepts connections at one address, one after the other, for as long as there is room. Runs on
// the thread of its context. Thread-safety: none.
class Listener {
 public:
  using Tcp = boost::asio::ip::tcp;

  // What it is given: all are called on its thread.
  struct Door {
    std::function<bool()> has_room;
    // Asks for some, which need not be there on return. Once it is, RoomMade is to be called.
    std::function<void()> make_room;
    std::function<boost::asio::io_context&()> context_for_next;
    std::function<void(Tcp::socket)> enter;  // The socket belongs to that context.
  };

  Listener(Tcp::acceptor acceptor, Door door);

  void Accept();    // The first one; the rest follows.
  void RoomMade();  // Who waits for it need not wait any longer.
  void Close();
  const Tcp::endpoint& endpoint() const { return endpoint_; }

 private:
  void AcceptNext();
  void AwaitRoom();
  void AcceptLater();
  void Complain(const std::string& what);
  void OnAccept(const boost::system::error_code& error, Tcp::socket socket);

  Tcp::acceptor acceptor_;
  boost::asio::steady_timer timer_;
  const Door door_;
  const Tcp::endpoint endpoint_;
  std::chrono::steady_clock::time_point quiet_until_;
  bool failed_ = false;  // The last attempt to accept, for want of files or the like.
  bool hurries_ = true;  // Tries again when there is room, otherwise after a pause.
};

// Listens at all addresses that `hosts` stand for (ServerOptions::hosts), all with one port.
// Errors: kInternal with a text for people.
Result<std::vector<std::unique_ptr<Listener>>> ListenOn(boost::asio::io_context& context,
                                                        const std::vector<std::string>& hosts,
                                                        std::uint16_t port,
                                                        const Listener::Door& door);

// "127.0.0.1:8000", "[::1]:8000".
std::string ToText(const Listener::Tcp::endpoint& endpoint);

}  // namespace basalt::wire
