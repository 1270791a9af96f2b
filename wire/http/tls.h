// What a server needs to speak TLS: its certificate and key, kept current.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <mutex>
#include <string>

#include "basalt/result.h"

namespace basalt::wire {

// PEM files. The certificate's may hold the whole chain, its own first.
struct TlsFiles {
  std::string certificate;
  std::string key;
};

// Thread-safe.
class Tls {
 public:
  // Errors: kInternal with a text for people: a file cannot be read, or they do not belong
  // together.
  static Result<std::unique_ptr<Tls>> Load(TlsFiles files);

  // Reads the files again, for connections from now on. After an error all is as before.
  Status Reload();

  // TLS 1.2 and 1.3, with forward secrecy. Never null.
  std::shared_ptr<boost::asio::ssl::context> current() const;

 private:
  explicit Tls(TlsFiles files) : files_(std::move(files)) {}

  const TlsFiles files_;
  mutable std::mutex mutex_;
  std::shared_ptr<boost::asio::ssl::context> current_;  // Guarded by mutex_.
};

}  // namespace basalt::wire
