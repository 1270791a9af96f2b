#include "wire/admin/routes.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

Result<std::string> PostRollOver(const AdminSubject& subject, std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  std::string stream_arn;
  fields.Required("StreamArn", stream_arn);
  const Result<std::string> request = reader.Finish(std::move(stream_arn));
  if (!request) return request.error();
  if (auto done = subject.database.RollOverShards(*request); !done) return done.error();
  return std::string("{}");
}

}  // namespace basalt::wire
