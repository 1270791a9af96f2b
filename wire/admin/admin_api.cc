#include "wire/admin/admin_api.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

#include "wire/admin/routes.h"

namespace basalt::wire {
namespace {

constexpr std::string_view kJson = "application/json";

// What answers at a path; null: the method is not allowed there.
struct Route {
  std::string_view path;
  Result<std::string> (*get)(const AdminSubject& subject, std::string_view query);
  Result<std::string> (*post)(const AdminSubject& subject, std::string& body);
};

constexpr std::array kRoutes = {
    Route{"/_basalt/clock", &GetClock, &PostClock},
    Route{"/_basalt/contributor-insights", &GetContributorInsights, nullptr},
    Route{"/_basalt/streams/roll-over", nullptr, &PostRollOver},
};

ApiReply ReplyOf(const Result<std::string>& outcome) {
  if (outcome) return {.status = 200, .content_type = kJson, .body = *outcome, .headers = {}};
  ApiReply reply = ErrorReply(outcome.error());
  reply.content_type = kJson;
  return reply;
}

ApiReply Refusal(int status, std::string message) {
  ApiReply reply = ReplyOf(ValidationError(std::move(message)));
  reply.status = status;
  return reply;
}

ApiReply NoSuchPath() {
  std::string paths;
  for (const Route& route : kRoutes) paths += (paths.empty() ? "" : ", ") + std::string(route.path);
  return Refusal(404, "There are " + paths);
}

ApiReply NoSuchMethod(const Route& route) {
  const bool both = route.get != nullptr && route.post != nullptr;
  const std::string methods = both ? "GET and POST" : route.get != nullptr ? "GET" : "POST";
  return Refusal(405, std::string(route.path) + " takes " + methods);
}

}  // namespace

ApiReply AdminIsOff() {
  return Refusal(
      404, "Nothing lies under " + std::string(kAdminPath) + ": start the server with --admin");
}

ApiReply AdminApi::Answer(const ApiRequest& request) const {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const auto* route = std::ranges::find(kRoutes, path, &Route::path);
  if (route == kRoutes.end()) return NoSuchPath();

  const AdminSubject subject{.database = database_, .clock = clock_};
  if (request.method == "GET" && route->get != nullptr) {
    const std::size_t query = std::min(path.size() + 1, request.target.size());
    return ReplyOf(route->get(subject, request.target.substr(query)));
  }
  if (request.method != "POST" || route->post == nullptr) return NoSuchMethod(*route);
  if (!request.content_type.starts_with(kJson)) {
    return Refusal(415, "A change must be sent with the header Content-Type: " +
                            std::string(kJson) + ", which web pages cannot send to other servers");
  }

  std::string body(request.body);
  return ReplyOf(route->post(subject, body));
}

}  // namespace basalt::wire
