// What errors are called on the wire, and the JSON that carries them: the one place that knows.
#pragma once

#include <string>
#include <string_view>

#include "basalt/error.h"

namespace basalt::wire {

struct WireError {
  int http_status;
  std::string_view type;            // "__type": the namespace and the exception's name.
  std::string_view message_member;  // "message" or "Message": AWS has both, by exception.
};

// Statuses and names: "Error handling with DynamoDB" in the Developer Guide; the spelling of the
// message's member: the service model, and for exceptions outside it what AWS sends.
WireError ToWire(ErrorCode code);

// The body of an error's reply. An empty message is left out, as AWS does for
// UnknownOperationException and for bodies that are not JSON.
std::string ErrorBody(const Error& error);

}  // namespace basalt::wire
