// What an operation of the API is to the server: a name, how it behaves under load, and the
// function that turns a request's JSON into a reply's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/database.h"
#include "basalt/result.h"

namespace basalt::wire {

// Whether an operation writes. Storage may hold up writes for as long as the disk is behind.
enum class Access : std::uint8_t { kRead, kWrite };

// How much an operation may do, whatever its body says. Placement (placement.h) follows from it.
enum class Length : std::uint8_t {
  kShort,  // One item, a few small ones, or a description: microseconds.
  kLong,   // A page, a batch of reads, or a change of a table: milliseconds and more.
};

// DynamoDB's two APIs: the prefix of X-Amz-Target says which one a request means.
enum class Service : std::uint8_t { kDynamoDb, kDynamoDbStreams };

// What a handler is given to parse: nearly always the body.
enum class Input : std::uint8_t { kBody, kHostHeader };

// Decodes `body`, calls the database once, encodes the answer. `body` is the request's JSON as it
// arrived, followed by a zero byte as in every std::string; a handler may parse it in place, so its
// content is lost. Thread-safe for distinct bodies.
using Handler = Result<std::string> (*)(Database& database, std::string& body);

// As a handler, and nothing if it turned out to be long: then it gave up after some ten
// microseconds, nothing has happened, and the handler is to be called elsewhere, with the body as
// it was.
using ShortHandler = std::optional<Result<std::string>> (*)(Database& database, std::string& body);

// REQUIRES: `name` is a literal.
struct Operation {
  std::string_view name;
  Access access;
  Handler handler;
  Service service = Service::kDynamoDb;
  Input input = Input::kBody;
  Length length = Length::kShort;
  ShortHandler short_handler = nullptr;  // Null: whether it is long is not found out by trying.
  std::size_t reads_bytes_max = 0;       // Of items in memory at once, where it may be megabytes.
};

}  // namespace basalt::wire
