#include <array>
#include <chrono>
#include <cstdint>
#include <optional>

#include "wire/admin/routes.h"
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

}  // namespace

Result<std::string> GetClock(const AdminSubject& subject, std::string_view /*query*/) {
  std::string out;
  {
    JsonObject object(out);
    object.Bool("Frozen", subject.clock.frozen());
    object.Time("Now", subject.clock.Now());
  }
  return out;
}

Result<std::string> PostClock(const AdminSubject& subject, std::string& body) {
  const Result<ClockRequest> change = Decode(body);
  if (!change) return change.error();
  if (auto done = Change(subject.clock, *change); !done) return done.error();
  return GetClock(subject, {});
}

}  // namespace basalt::wire
