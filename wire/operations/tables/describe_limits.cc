// DescribeLimits: one call to the database, JSON out.
#include "wire/json/json_writer.h"
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"

namespace basalt::wire {
namespace {

std::string Encode(const DescribeLimitsResponse& limits) {
  std::string out;
  {
    JsonObject reply(out);
    reply.Integer("AccountMaxReadCapacityUnits", limits.account_max_read_capacity_units);
    reply.Integer("AccountMaxWriteCapacityUnits", limits.account_max_write_capacity_units);
    reply.Integer("TableMaxReadCapacityUnits", limits.table_max_read_capacity_units);
    reply.Integer("TableMaxWriteCapacityUnits", limits.table_max_write_capacity_units);
  }
  return out;
}

}  // namespace

Result<std::string> DescribeLimits(Database& database, std::string& body) {
  RequestReader reader(body);
  if (Status read = reader.Finish(Done{}); !read) return std::move(read).error();

  Result<DescribeLimitsResponse> response = database.DescribeLimits();
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
