#include "wire/admin/admin_api.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"

namespace basalt {

enum class ClockAction : std::uint8_t { kFreeze, kRun, kAdvance, kSet };
template <>
inline constexpr std::array<std::string_view, 4> kNames<ClockAction>{"FREEZE", "RUN", "ADVANCE",
                                                                     "SET"};

}  // namespace basalt

namespace basalt::wire {
namespace {

constexpr std::string_view kJson = "application/json";
constexpr std::string_view kClockPath = "/_basalt/clock";
constexpr std::int64_t kSecondMax = 253'402'300'799;  // The end of the year 9999.

struct ClockRequest {
  ClockAction action = ClockAction::kFreeze;
  std::optional<std::int64_t> seconds;
  std::optional<std::int64_t> time;
};

Result<ClockRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  ClockRequest request;
  fields.Required("Action", request.action);
  if (request.action == ClockAction::kAdvance) {
    fields.Required("Seconds", request.seconds, {.min = 0, .max = kSecondMax});
  }
  if (request.action == ClockAction::kSet) {
    fields.Required("Time", request.time, {.min = 0, .max = kSecondMax});
  }
  return reader.Finish(std::move(request));
}

Status Change(VirtualClock& clock, const ClockRequest& request) {
  switch (request.action) {
    case ClockAction::kFreeze:
      clock.Freeze();
      return Done{};
    case ClockAction::kRun:
      clock.Run();
      return Done{};
    case ClockAction::kAdvance: {
      const std::chrono::seconds by(*request.seconds);
      if (clock.Now() + by > TimePoint(std::chrono::seconds(kSecondMax))) {
        return ValidationError("The clock cannot go beyond the year 9999");
      }
      clock.Advance(by);
      return Done{};
    }
    case ClockAction::kSet:
      clock.Set(TimePoint(std::chrono::seconds(*request.time)));
      return Done{};
  }
  return Done{};
}

ApiReply ClockReply(const VirtualClock& clock) {
  ApiReply reply{.status = 200, .content_type = kJson, .body = {}, .headers = {}};
  {
    JsonObject object(reply.body);
    object.Bool("Frozen", clock.frozen());
    object.Time("Now", clock.Now());
  }
  return reply;
}

ApiReply Refusal(const Error& error) {
  ApiReply reply = ErrorReply(error);
  reply.content_type = kJson;
  return reply;
}

ApiReply NoSuchReply(int status) {
  return {.status = status, .content_type = {}, .body = {}, .headers = {}};
}

}  // namespace

ApiReply AdminApi::Answer(const ApiRequest& request) const {
  if (request.target != kClockPath) return NoSuchReply(404);
  if (request.method == "GET") return ClockReply(clock_);
  if (request.method != "POST") return NoSuchReply(405);
  if (!request.content_type.starts_with(kJson)) return NoSuchReply(415);

  std::string body(request.body);
  const Result<ClockRequest> change = Decode(body);
  if (!change) return Refusal(change.error());
  if (auto done = Change(clock_, *change); !done) return Refusal(done.error());
  return ClockReply(clock_);
}

}  // namespace basalt::wire
