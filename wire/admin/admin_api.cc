#include "wire/admin/admin_api.h"

#include <algorithm>
#include <array>
#include <string>

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

ApiReply NoSuchReply(int status) {
  return {.status = status, .content_type = {}, .body = {}, .headers = {}};
}

ApiReply ReplyOf(const Result<std::string>& outcome) {
  if (outcome) return {.status = 200, .content_type = kJson, .body = *outcome, .headers = {}};
  ApiReply reply = ErrorReply(outcome.error());
  reply.content_type = kJson;
  return reply;
}

}  // namespace

ApiReply AdminApi::Answer(const ApiRequest& request) const {
  const std::string_view path = request.target.substr(0, request.target.find('?'));
  const auto* route = std::ranges::find(kRoutes, path, &Route::path);
  if (route == kRoutes.end()) return NoSuchReply(404);

  const AdminSubject subject{.database = database_, .clock = clock_};
  if (request.method == "GET" && route->get != nullptr) {
    const std::size_t query = std::min(path.size() + 1, request.target.size());
    return ReplyOf(route->get(subject, request.target.substr(query)));
  }
  if (request.method != "POST" || route->post == nullptr) return NoSuchReply(405);
  if (!request.content_type.starts_with(kJson)) return NoSuchReply(415);

  std::string body(request.body);
  return ReplyOf(route->post(subject, body));
}

}  // namespace basalt::wire
