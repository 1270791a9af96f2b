// What lies under /_basalt/: not DynamoDB's, and off unless the server is told otherwise. Paths and
// bodies are described in docs/clock.md, docs/streams.md and docs/contributor-insights.md.
#pragma once

#include <string_view>

#include "basalt/database.h"
#include "basalt/virtual_clock.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {

inline constexpr std::string_view kAdminPath = "/_basalt/";

// What is answered below kAdminPath where nothing lies there: how it could.
ApiReply AdminIsOff();

// Borrows both, which must outlive it. Thread-safe.
class AdminApi {
 public:
  AdminApi(Database& database, VirtualClock& clock) : database_(database), clock_(clock) {}

  // REQUIRES: the request's target starts with kAdminPath. A change must be sent as
  // application/json, which no web page of another origin can do without being asked first.
  // Refusals say what is wanted.
  ApiReply Answer(const ApiRequest& request) const;

 private:
  Database& database_;
  VirtualClock& clock_;
};

}  // namespace basalt::wire
