#include "engine/query/page_constraints.h"

#include "engine/catalog/violations.h"
#include "model/limits.h"

namespace basalt {
namespace {

void AddCommon(Violations& violations, const ReadPage& request) {
  if (request.attributes_to_get && request.attributes_to_get->empty()) {
    violations.Length("attributesToGet", "[]", 0, 1, 1);
  }
  if (request.index_name) violations.Name("indexName", *request.index_name);
  violations.AtLeast("limit", request.limit, 1, "Limit");
}

}  // namespace

Status CheckConstraints(const QueryRequest& request) {
  Violations violations;
  AddCommon(violations, request);
  return violations.Report();
}

Status CheckConstraints(const ScanRequest& request) {
  Violations violations;
  AddCommon(violations, request);
  violations.AtLeast("segment", request.segment, 0, "Segment");
  violations.AtMost("segment", request.segment, kScanSegmentsMax - 1, "Segment");
  violations.AtLeast("totalSegments", request.total_segments, 1, "TotalSegments");
  violations.AtMost("totalSegments", request.total_segments, kScanSegmentsMax, "TotalSegments");
  return violations.Report();
}

}  // namespace basalt
