// From an HTTP request to an operation, and from its outcome to a reply. Knows nothing of sockets:
// wire/http fills in requests and sends replies.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "basalt/database.h"
#include "wire/auth/browser_guard.h"
#include "wire/operations/operation.h"

namespace basalt::wire {

// What the API looks at in an HTTP request. Borrows everything; an absent header is empty, except
// where absent and empty differ.
struct ApiRequest {
  std::string_view method;
  std::string_view target;  // Path and query as sent, such as "/?X-Amz-Algorithm=...".
  std::string_view content_type;
  std::string_view x_amz_target;
  std::string_view host;
  std::optional<std::string_view> authorization;
  bool has_date = false;  // X-Amz-Date or Date.
  std::string_view origin;
  std::string_view access_control_request_method;
  std::string_view access_control_request_headers;
  std::string_view body;
  // For signatures that are verified: the headers as SignedRequest has them, and the body as sent.
  std::string_view fields;
  std::string_view payload;
};

struct ApiReply {
  int status = 200;
  std::string_view content_type;  // Empty: the reply has none. Otherwise a literal.
  std::string body;
  std::vector<std::pair<std::string_view, std::string>> headers = {};  // Beside those of all.

  // What went wrong in the server, for its log, together with the id that the reply's sender gives
  // it. Clients are not told: it may name files. Empty: nothing did.
  std::string fault = {};
  std::optional<std::uint32_t> crc32 = {};  // Of the body, if it has been computed.
};

// A request that reached an operation.
struct ApiCall {
  const Operation* operation;
  std::string_view content_type;    // Of the reply.
  std::string_view allowed_origin;  // Of the page that may read the reply; empty: none.
  std::string_view host;            // Borrowed from the request, which must outlive the call.
};

class AdminApi;
class SignatureVerifier;

struct DispatcherOptions {
  std::string region = "us-east-1";                                     // As GET / reports.
  const Operation* (*find_operation)(std::string_view name) = nullptr;  // Null: the registry's.
  const AdminApi* admin = nullptr;              // Null: nothing lies under /_basalt/.
  const SignatureVerifier* verifier = nullptr;  // Null: any well-formed signature will do.
  BrowserOptions browsers;

  // Why the server is not ready for requests, for GET /readyz; nothing: it is. From any thread.
  std::function<std::optional<std::string>()> not_ready = {};  // Null: it always is.
};

// Thread-safe. What it is given must outlive it.
class Dispatcher {
 public:
  Dispatcher(Database& database, DispatcherOptions options);

  // Finds the operation that a request means, or the reply that it gets without one. Checks in
  // AWS's order, after the host: method and path, content type, body (if any) is JSON, operation,
  // signature.
  std::variant<ApiCall, ApiReply> Route(const ApiRequest& request) const;

  // The operation that a header names; null: none that is known.
  const Operation* Find(std::string_view x_amz_target) const;

  Database& database() const { return database_; }

  // Whether Route looks at a request's fields and payload.
  bool verifies_signatures() const { return options_.verifier != nullptr; }

  // Runs an operation; blocks as long as it takes. Consumes `body`. Exceptions end here: a lack of
  // memory is answered as by BusyReply, all others are bugs and answered as InternalServerError.
  ApiReply Run(const ApiCall& call, std::string& body) const;

  // Likewise, by the operation's short_handler; nothing if that gave up. REQUIRES: it has one.
  std::optional<ApiReply> RunShort(const ApiCall& call, std::string& body) const;

 private:
  std::variant<ApiCall, ApiReply> RouteApi(const ApiRequest& request,
                                           std::string_view allowed_origin) const;
  ApiReply ReadyReply() const;
  ApiReply Reply(const ApiCall& call, Result<std::string> result) const;
  Status Authorize(const ApiRequest& request) const;

  Database& database_;
  const DispatcherOptions options_;
  const BrowserGuard guard_;
};

// A reply that says what is wrong, in JSON. Of kInternal it says just that; the text is its fault.
ApiReply ErrorReply(const Error& error);

// Status 503: the server has no memory for this request now. SDKs send it again a little later.
ApiReply BusyReply();

}  // namespace basalt::wire
