// PutResourcePolicy, GetResourcePolicy, DeleteResourcePolicy.
// Source: API reference of the three; developer guide, "Resource-based policy considerations".
#include <algorithm>
#include <cstdlib>
#include <string_view>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/setting_operations.h"
#include "model/schema/table_name.h"

namespace basalt {
namespace {

constexpr std::size_t kPolicyBytesMax = 20 * 1024;
constexpr std::string_view kNoPolicy = "NO_POLICY";

// A table, and under which label it keeps the policy of a resource: empty, or a stream's.
struct Resource {
  std::shared_ptr<const Table> table;
  std::string label;

  const ResourcePolicy* policy() const {
    const auto found = table->features.resource_policies.find(label);
    return found == table->features.resource_policies.end() ? nullptr : &found->second;
  }
};

Result<Resource> FindResource(const Catalog& catalog, const std::string& arn) {
  const auto parsed = ParseTableArn(arn);
  if (!parsed || !parsed->index_name.empty()) {
    return ValidationError("Invalid ResourceArn: Invalid ResourceArn provided as input " + arn);
  }
  const Account& account = catalog.account();
  const bool ours = parsed->region == account.region && parsed->account == account.id;
  Resource resource{.table = ours ? catalog.Find(parsed->table_name) : nullptr,
                    .label = std::string(parsed->stream_label)};
  const bool there =
      resource.table &&
      (resource.label.empty() || resource.table->description.latest_stream_label == resource.label);
  if (there) return resource;
  return Error{.code = ErrorCode::kResourceNotFound,
               .message = "Requested resource not found: ResourceArn: " + arn + " not found"};
}

// Empty where the ARN names none.
std::string TableNameIn(const std::string& arn) {
  const auto parsed = ParseTableArn(arn);
  return parsed ? std::string(parsed->table_name) : std::string();
}

Error PolicyNotFound(const std::string& arn) {
  return {.code = ErrorCode::kPolicyNotFound,
          .message = "Resource-based policy not found for the provided ResourceArn: " + arn};
}

// That the policy there is the one expected, if any is.
Status CheckRevision(const ResourcePolicy* policy, const std::optional<std::string>& expected,
                     const std::string& arn) {
  if (!expected) return Done{};
  const bool as_expected =
      policy == nullptr ? *expected == kNoPolicy : policy->revision_id == *expected;
  if (as_expected) return Done{};
  return Error{.code = ErrorCode::kPolicyNotFound,
               .message = "Resource-based policy not found for the provided ResourceArn: " + arn +
                          " and RevisionId: " + *expected};
}

// AWS's are the milliseconds of the change; two changes at once still differ.
std::string NextRevision(const ResourcePolicy* before, TimePoint now) {
  const std::int64_t revision = now.time_since_epoch().count();
  if (before == nullptr) return std::to_string(revision);
  return std::to_string(
      std::max<std::int64_t>(revision, std::atoll(before->revision_id.c_str()) + 1));
}

Status CheckPolicySize(const std::string& policy) {
  if (policy.size() <= kPolicyBytesMax) return Done{};
  return InvalidParameter("Invalid policy document: Policy size exceeds the maximum of 20 KB");
}

}  // namespace

Result<ResourcePolicy> NewResourcePolicy(const std::string& policy, TimePoint now) {
  if (auto fits = CheckPolicySize(policy); !fits) return fits.error();
  return ResourcePolicy{.policy = policy, .revision_id = NextRevision(nullptr, now)};
}

Result<PutResourcePolicyResponse> SettingOperations::PutResourcePolicy(
    const PutResourcePolicyRequest& request) {
  if (auto fits = CheckPolicySize(request.policy); !fits) return fits.error();
  const TableLock lock = catalog_.LockTable(TableNameIn(request.resource_arn));
  const auto resource = FindResource(catalog_, request.resource_arn);
  if (!resource) return resource.error();
  if (auto idle = CheckNotInUse(*resource->table); !idle) return idle.error();
  const ResourcePolicy* before = resource->policy();
  const auto expected = CheckRevision(before, request.expected_revision_id, request.resource_arn);
  if (!expected) return expected.error();
  if (before != nullptr && before->policy == request.policy) {
    return PutResourcePolicyResponse{before->revision_id};
  }
  const ResourcePolicy policy{.policy = request.policy,
                              .revision_id = NextRevision(before, clock_.Now())};
  const auto done = Change(*resource->table, [&](Table& copy) {
    copy.features.resource_policies.insert_or_assign(resource->label, policy);
  });
  if (!done) return done.error();
  return PutResourcePolicyResponse{policy.revision_id};
}

Result<GetResourcePolicyResponse> SettingOperations::GetResourcePolicy(
    const GetResourcePolicyRequest& request) const {
  const auto resource = FindResource(catalog_, request.resource_arn);
  if (!resource) return resource.error();
  const ResourcePolicy* policy = resource->policy();
  if (policy == nullptr) return PolicyNotFound(request.resource_arn);
  return GetResourcePolicyResponse{.policy = policy->policy, .revision_id = policy->revision_id};
}

Result<DeleteResourcePolicyResponse> SettingOperations::DeleteResourcePolicy(
    const DeleteResourcePolicyRequest& request) {
  const TableLock lock = catalog_.LockTable(TableNameIn(request.resource_arn));
  const auto resource = FindResource(catalog_, request.resource_arn);
  if (!resource) return resource.error();
  if (auto idle = CheckNotInUse(*resource->table); !idle) return idle.error();
  const ResourcePolicy* before = resource->policy();
  const auto expected = CheckRevision(before, request.expected_revision_id, request.resource_arn);
  if (!expected) return expected.error();
  if (before == nullptr) return DeleteResourcePolicyResponse{};

  DeleteResourcePolicyResponse response{before->revision_id};
  const auto done = Change(*resource->table, [&](Table& copy) {
    copy.features.resource_policies.erase(resource->label);
  });
  if (!done) return done.error();
  return response;
}

}  // namespace basalt
