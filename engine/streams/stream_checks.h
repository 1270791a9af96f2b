// What the stream operations check of requests, and the errors that they share.
#pragma once

#include <string>
#include <string_view>

#include "basalt/result.h"
#include "basalt/stream_requests.h"

namespace basalt {

// That it reads "arn:...:dynamodb:REGION:ACCOUNT:table/NAME/stream/LABEL". Errors: kValidation.
Status CheckStreamArn(std::string_view arn);

Error ShardNotFound();
Error TrimmedData();

}  // namespace basalt
