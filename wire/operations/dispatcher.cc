#include "wire/operations/dispatcher.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <exception>
#include <new>

#include "wire/admin/admin_api.h"
#include "wire/auth/authorization.h"
#include "wire/auth/signature_verifier.h"
#include "wire/errors/error_map.h"
#include "wire/json/syntax.h"
#include "wire/operations/missing_operations.h"
#include "wire/operations/registry.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kAmzJson = "application/x-amz-json-1.0";
constexpr std::string_view kPlainJson = "application/json";
constexpr std::string_view kReadyPath = "/readyz";

constexpr std::array kServices = {
    std::pair<std::string_view, Service>{"DynamoDB_20120810.", Service::kDynamoDb},
    std::pair<std::string_view, Service>{"DynamoDBStreams_20120810.", Service::kDynamoDbStreams},
};

char ToLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  return std::ranges::equal(text, lower, {}, &ToLower);
}

// The content type of the reply to a request of this content type; empty if it is not acceptable.
std::string_view ReplyContentType(std::string_view content_type) {
  std::string_view media_type = content_type.substr(0, content_type.find(';'));
  while (media_type.ends_with(' ')) media_type.remove_suffix(1);
  if (EqualsIgnoringCase(media_type, kAmzJson)) return kAmzJson;
  if (EqualsIgnoringCase(media_type, kPlainJson)) return kPlainJson;
  return {};
}

constexpr std::string_view kInternalText = "Internal server error";  // AWS's.

// Errors may quote headers, of which anything can come.
ApiReply JsonErrorReply(Error error, std::string_view content_type) {
  ApiReply reply{.status = ToWire(error.code).http_status, .content_type = content_type};
  if (error.code == ErrorCode::kInternal) {
    reply.fault = std::exchange(error.message, std::string(kInternalText));
  }
  error.message = TextOfHeader(error.message);
  reply.body = ErrorBody(error);
  return reply;
}

// What AWS answers to everything that is not its protocol.
ApiReply NotFoundReply() {
  return {
      .status = 404, .content_type = {}, .body = "<UnknownOperationException/>\n", .headers = {}};
}

ApiReply PreflightReply(const ApiRequest& request) {
  ApiReply reply;
  reply.headers.emplace_back("Access-Control-Max-Age", "172800");
  if (!request.access_control_request_headers.empty()) {
    reply.headers.emplace_back("Access-Control-Allow-Headers",
                               request.access_control_request_headers);
  }
  if (!request.access_control_request_method.empty()) {
    reply.headers.emplace_back("Access-Control-Allow-Methods",
                               request.access_control_request_method);
  }
  return reply;
}

void AllowOrigin(ApiReply& reply, std::string_view origin) {
  if (origin.empty()) return;
  reply.headers.emplace_back("Access-Control-Allow-Origin", origin);
  if (origin != "*") reply.headers.emplace_back("Vary", "Origin");
}

ApiReply HostRefusal(std::string_view host) {
  ApiReply reply = ErrorReply(
      {.code = ErrorCode::kAccessDenied,
       .message = "This server is not known as '" + std::string(host) +
                  "'. If it should be, start it with --allowed-host and that name, without port."});
  reply.status = 403;
  return reply;
}

// The one edge at which exceptions end, but for lacks of memory.
template <typename Outcome, typename Call>
Outcome CallHandler(const Operation& operation, Call call) {
  try {
    return call();
  } catch (const std::bad_alloc&) {
    throw;
  } catch (const std::exception& exception) {
    return Error{.message = fmt::format("{} threw: {}", operation.name, exception.what())};
  } catch (...) {
    return Error{.message = fmt::format("{} threw what is not an exception", operation.name)};
  }
}

}  // namespace

ApiReply ErrorReply(const Error& error) { return JsonErrorReply(error, kAmzJson); }

ApiReply BusyReply() {
  const Error error{.message =
                        "The server holds as much of unfinished requests and replies as it may"};
  return {.status = 503, .content_type = kAmzJson, .body = ErrorBody(error)};
}

Dispatcher::Dispatcher(Database& database, DispatcherOptions options)
    : database_(database), options_(std::move(options)), guard_(options_.browsers) {}

std::variant<ApiCall, ApiReply> Dispatcher::Route(const ApiRequest& request) const {
  if (!guard_.AllowsHost(request.host)) return HostRefusal(request.host);
  if (request.target.starts_with(kAdminPath)) {
    if (options_.admin == nullptr) return AdminIsOff();
    const Status authorized = verifies_signatures() ? Authorize(request) : Done{};
    return authorized ? options_.admin->Answer(request) : ErrorReply(authorized.error());
  }
  const std::string_view origin = guard_.AllowedOrigin(request.origin);
  auto route = RouteApi(request, origin);
  if (ApiReply* reply = std::get_if<ApiReply>(&route)) AllowOrigin(*reply, origin);
  return route;
}

std::variant<ApiCall, ApiReply> Dispatcher::RouteApi(const ApiRequest& request,
                                                     std::string_view allowed_origin) const {
  const bool asks = request.method == "GET" || request.method == "HEAD";
  if (asks && TargetPath(request.target) == kReadyPath) return ReadyReply();
  if (TargetPath(request.target) != "/") return NotFoundReply();
  if (asks) {
    return ApiReply{.body = "healthy: dynamodb." + options_.region + ".amazonaws.com "};
  }
  if (request.method == "OPTIONS" && !allowed_origin.empty()) return PreflightReply(request);
  if (request.method != "POST") return NotFoundReply();

  const std::string_view content_type = ReplyContentType(request.content_type);
  if (content_type.empty()) return NotFoundReply();

  // Operations parse their body themselves: only a request that fails is parsed here, because a
  // body that is not JSON goes before what else is wrong.
  const auto refuse = [&](const Error& error) {
    const bool readable = request.body.empty() || IsJson(request.body);
    return JsonErrorReply(
        readable ? error : Error{.code = ErrorCode::kSerialization, .message = {}}, content_type);
  };
  const Operation* operation = Find(request.x_amz_target);
  if (operation == nullptr) {
    return refuse({.code = ErrorCode::kUnknownOperation,
                   .message = TextOfMissingOperation(request.x_amz_target)});
  }

  if (auto authorized = Authorize(request); !authorized) return refuse(authorized.error());

  return ApiCall{.operation = operation,
                 .content_type = content_type,
                 .allowed_origin = allowed_origin,
                 .host = request.host};
}

Status Dispatcher::Authorize(const ApiRequest& request) const {
  const auto authorization = ParseAuthorization({.query = TargetQuery(request.target),
                                                 .authorization = request.authorization,
                                                 .has_date = request.has_date});
  if (!authorization) return authorization.error();
  if (!verifies_signatures()) return Done{};
  return options_.verifier->Verify({.method = request.method,
                                    .target = request.target,
                                    .fields = request.fields,
                                    .payload = request.payload},
                                   *authorization);
}

const Operation* Dispatcher::Find(std::string_view x_amz_target) const {
  const auto find = options_.find_operation != nullptr ? options_.find_operation : &FindOperation;
  for (const auto& [prefix, service] : kServices) {
    if (!x_amz_target.starts_with(prefix)) continue;
    const Operation* operation = find(x_amz_target.substr(prefix.size()));
    return operation != nullptr && operation->service == service ? operation : nullptr;
  }
  return nullptr;
}

ApiReply Dispatcher::ReadyReply() const {
  const auto reason = options_.not_ready ? options_.not_ready() : std::nullopt;
  if (!reason) return {.body = "ready\n"};
  return {.status = 503, .body = "not ready: " + *reason + "\n"};
}

ApiReply Dispatcher::Run(const ApiCall& call, std::string& body) const {
  try {
    if (call.operation->input == Input::kHostHeader) {
      if (!IsJson(body)) {
        return JsonErrorReply({.code = ErrorCode::kSerialization, .message = {}},
                              call.content_type);
      }
      body = TextOfHeader(call.host);
    }
    return Reply(call, CallHandler<Result<std::string>>(*call.operation, [&] {
                   return call.operation->handler(database_, body);
                 }));
  } catch (const std::bad_alloc&) {
    return BusyReply();
  }
}

std::optional<ApiReply> Dispatcher::RunShort(const ApiCall& call, std::string& body) const {
  try {
    auto result = CallHandler<std::optional<Result<std::string>>>(
        *call.operation, [&] { return call.operation->short_handler(database_, body); });
    if (!result) return std::nullopt;
    return Reply(call, *std::move(result));
  } catch (const std::bad_alloc&) {
    return BusyReply();
  }
}

ApiReply Dispatcher::Reply(const ApiCall& call, Result<std::string> result) const {
  ApiReply reply;
  if (result) {
    reply.content_type = call.content_type;
    reply.body = *std::move(result);
  } else {
    reply = JsonErrorReply(result.error(), call.content_type);
    if (!reply.fault.empty())
      reply.fault = fmt::format("{}: {}", call.operation->name, reply.fault);
  }
  AllowOrigin(reply, call.allowed_origin);
  return reply;
}

}  // namespace basalt::wire
