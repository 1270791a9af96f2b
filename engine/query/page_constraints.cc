#include "engine/query/page_constraints.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/limits.h"

namespace basalt {
namespace {

constexpr std::size_t kIndexNameBytesMin = 3;
constexpr std::size_t kIndexNameBytesMax = 255;

// Collects the constraints that are not met.
class Violations {
 public:
  void AtLeast(std::string_view member, std::optional<std::int64_t> value, std::int64_t minimum) {
    if (!value || *value >= minimum) return;
    Add(member, std::to_string(*value),
        "Member must have value greater than or equal to " + std::to_string(minimum));
  }

  void AtMost(std::string_view member, std::optional<std::int64_t> value, std::int64_t maximum) {
    if (!value || *value <= maximum) return;
    Add(member, std::to_string(*value),
        "Member must have value less than or equal to " + std::to_string(maximum));
  }

  void Add(std::string_view member, std::string_view value, std::string_view constraint) {
    std::string text = "Value '";
    text.append(value).append("' at '").append(member);
    text.append("' failed to satisfy constraint: ").append(constraint);
    violations_.push_back(std::move(text));
  }

  Status Report() const {
    if (violations_.empty()) return Done{};
    std::string message = std::to_string(violations_.size());
    message +=
        violations_.size() == 1 ? " validation error detected: " : " validation errors detected: ";
    for (std::size_t position = 0; position < violations_.size(); ++position) {
      if (position > 0) message += "; ";
      message += violations_[position];
    }
    return ValidationError(std::move(message));
  }

 private:
  std::vector<std::string> violations_;
};

bool IsNameByte(char byte) {
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || byte == '_' || byte == '.' || byte == '-';
}

void AddIndexName(Violations& violations, const std::string& name) {
  if (!std::ranges::all_of(name, IsNameByte) || name.empty()) {
    violations.Add("indexName", name,
                   "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
  }
  if (name.size() < kIndexNameBytesMin) {
    violations.Add("indexName", name, "Member must have length greater than or equal to 3");
  }
  if (name.size() > kIndexNameBytesMax) {
    violations.Add("indexName", name, "Member must have length less than or equal to 255");
  }
}

void AddCommon(Violations& violations, const ReadPage& request) {
  if (request.attributes_to_get && request.attributes_to_get->empty()) {
    violations.Add("attributesToGet", "[]", "Member must have length greater than or equal to 1");
  }
  if (request.index_name) AddIndexName(violations, *request.index_name);
  violations.AtLeast("limit", request.limit, 1);
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
  violations.AtLeast("segment", request.segment, 0);
  violations.AtMost("segment", request.segment, kScanSegmentsMax - 1);
  violations.AtLeast("totalSegments", request.total_segments, 1);
  violations.AtMost("totalSegments", request.total_segments, kScanSegmentsMax);
  return violations.Report();
}

}  // namespace basalt
