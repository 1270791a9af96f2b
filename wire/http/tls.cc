#include "wire/http/tls.h"

#include <openssl/ssl.h>

#include <utility>

namespace basalt::wire {
namespace {

namespace ssl = boost::asio::ssl;

// Of TLS 1.2; those of 1.3 are all good.
constexpr const char* kCiphers = "ECDHE+AESGCM:ECDHE+CHACHA20";

Error CannotUse(const std::string& what, const boost::system::error_code& error) {
  return {.code = ErrorCode::kInternal, .message = "cannot use " + what + ": " + error.message()};
}

Result<std::shared_ptr<ssl::context>> MakeContext(const TlsFiles& files) {
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  SSL_CTX* native = context->native_handle();
  SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION);
  SSL_CTX_set_options(native, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  SSL_CTX_set_cipher_list(native, kCiphers);

  boost::system::error_code error;
  // A key behind a password is refused, not asked for.
  context->set_password_callback([](std::size_t, auto) { return std::string(); }, error);
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return CannotUse("the certificate in '" + files.certificate + "'", error);
  context->use_private_key_file(files.key, ssl::context::pem, error);
  if (error) return CannotUse("the key in '" + files.key + "'", error);
  return context;
}

}  // namespace

Result<std::unique_ptr<Tls>> Tls::Load(TlsFiles files) {
  std::unique_ptr<Tls> tls(new Tls(std::move(files)));
  if (auto loaded = tls->Reload(); !loaded) return loaded.error();
  return tls;
}

Status Tls::Reload() {
  auto context = MakeContext(files_);
  if (!context) return context.error();
  const std::lock_guard lock(mutex_);
  current_ = *std::move(context);
  return Done{};
}

std::shared_ptr<ssl::context> Tls::current() const {
  const std::lock_guard lock(mutex_);
  return current_;
}

}  // namespace basalt::wire
