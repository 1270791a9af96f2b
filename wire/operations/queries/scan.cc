// Scan: JSON in, one call to the database, JSON out.
#include "wire/operations/handlers.h"
#include "wire/operations/legacy_fields.h"
#include "wire/operations/queries/page.h"

namespace basalt::wire {
namespace {

constexpr Constraint kSegmentConstraint{
    .min = 0, .max = 999'999, .is_integer = true, .front_end = true};
constexpr Constraint kTotalSegmentsConstraint{
    .min = 1, .max = 1'000'000, .is_integer = true, .front_end = true};

Result<ScanRequest> Decode(std::string& body) {
  RequestReader reader(body, HashBuckets{32});
  Fields fields = reader.fields();
  ScanRequest request;
  ReadPageFields(fields, request);
  fields.Optional("ScanFilter", request.scan_filter);
  fields.Optional("Segment", request.segment, kSegmentConstraint);
  fields.Optional("TotalSegments", request.total_segments, kTotalSegmentsConstraint);
  return reader.Finish(std::move(request));
}

}  // namespace

std::optional<Result<std::string>> ShortScan(Database& database, std::string& body) {
  Result<ScanRequest> request = Decode(body);
  if (!request) return std::move(request).error();
  request->give_up_beyond = kShortPage;

  Result<ScanResponse> response = database.Scan(*request);
  if (!response) return std::move(response).error();
  if (response->gave_up) return std::nullopt;

  return Encode(*response);
}

Result<std::string> Scan(Database& database, std::string& body) {
  Result<ScanRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<ScanResponse> response = database.Scan(*request);
  if (!response) return std::move(response).error();

  return Encode(*response);
}

}  // namespace basalt::wire
