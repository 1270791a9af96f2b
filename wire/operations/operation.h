// What an operation of the API is to the server: a name, how it behaves under load, and the
// function that turns a request's JSON into a reply's.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "basalt/database.h"
#include "basalt/result.h"

namespace basalt::wire {

// Whether an operation may wait for the disk. Reads are answered on the thread that received them;
// writes that wait for fsync go to a pool, so that they do not hold up other connections.
enum class Access : std::uint8_t { kRead, kWrite };

// DynamoDB's two APIs: the prefix of X-Amz-Target says which one a request means.
enum class Service : std::uint8_t { kDynamoDb, kDynamoDbStreams };

// What a handler is given to parse: nearly always the body.
enum class Input : std::uint8_t { kBody, kHostHeader };

// Decodes `body`, calls the database once, encodes the answer. `body` is the request's JSON as it
// arrived, followed by a zero byte as in every std::string; a handler may parse it in place, so its
// content is lost. Thread-safe for distinct bodies.
using Handler = Result<std::string> (*)(Database& database, std::string& body);

// REQUIRES: `name` is a literal.
struct Operation {
  std::string_view name;
  Access access;
  Handler handler;
  Service service = Service::kDynamoDb;
  Input input = Input::kBody;
};

}  // namespace basalt::wire
