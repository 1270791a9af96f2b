// The status line and headers of replies.
#pragma once

#include <string>
#include <string_view>

#include "basalt/clock.h"
#include "wire/http/request_ids.h"
#include "wire/operations/dispatcher.h"

namespace basalt::wire {

// How one reply goes out.
struct ReplyFraming {
  bool keep_alive = true;
  bool gzip = false;  // The body is compressed already.
};

// Writes replies' heads, in the order in which AWS has them. Thread-safety: none. The clock must
// outlive it.
class ReplyHeads {
 public:
  ReplyHeads(const Clock& clock, std::uint64_t request_id_seed)
      : clock_(clock), request_ids_(request_id_seed) {}

  // Everything up to the empty line that ends the head. The checksum is over reply.body as it is.
  // Returns the reply's request id, a view into `out`.
  std::string_view Append(std::string& out, const ApiReply& reply, ReplyFraming framing);

 private:
  const std::string& Date();

  const Clock& clock_;
  RequestIds request_ids_;
  std::string date_;  // Of date_second_: it is formatted once a second.
  std::chrono::sys_seconds date_second_ = std::chrono::sys_seconds::min();
};

}  // namespace basalt::wire
