// What lies under /_basalt/: not DynamoDB's, and off unless the server is told otherwise.
//
//   GET  /_basalt/clock            {"Frozen":false,"Now":1795361298.123}
//   POST /_basalt/clock            Changes it, and answers as GET does:
//     {"Action":"FREEZE"}              it stands still,
//     {"Action":"RUN"}                 it runs on from where it stands,
//     {"Action":"ADVANCE","Seconds":N} it moves ahead, frozen or not,
//     {"Action":"SET","Time":N}        it shows that second since 1970, frozen or not.
#pragma once

#include <string_view>

#include "basalt/virtual_clock.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {

inline constexpr std::string_view kAdminPath = "/_basalt/";

// Borrows the clock, which must outlive it. Thread-safe.
class AdminApi {
 public:
  explicit AdminApi(VirtualClock& clock) : clock_(clock) {}

  // REQUIRES: the request's target starts with kAdminPath. A change must be sent as
  // application/json, which no web page of another origin can do without being asked first.
  ApiReply Answer(const ApiRequest& request) const;

 private:
  VirtualClock& clock_;
};

}  // namespace basalt::wire
