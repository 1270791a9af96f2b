// TagResource, UntagResource, ListTagsOfResource.
// Source: API reference of the three; developer guide, "Tagging restrictions in DynamoDB"; the
// texts are those that AWS answers with.
#include "protocol/shapes/tags.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/setting_operations.h"
#include "model/limits.h"
#include "model/schema/table_name.h"
#include "protocol/constraint_check.h"

namespace basalt {
namespace {

constexpr std::string_view kReservedPrefix = "aws:";

// The name of the table that an ARN means.
Result<std::string> TableOf(const std::string& arn) {
  if (arn.empty()) return ValidationError("Invalid TableArn");
  const auto parsed = ParseTableArn(arn);
  if (!parsed || !parsed->stream_label.empty()) {
    return ValidationError("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
  }
  return std::string(parsed->table_name);
}

// As AWS answers, a table has no tags to speak of before it is active and once it is being deleted.
Result<std::shared_ptr<const Table>> FindTagged(const Catalog& catalog, const std::string& arn) {
  const auto name = TableOf(arn);
  if (!name) return name.error();
  const auto parsed = ParseTableArn(arn);
  const Account& account = catalog.account();
  const bool ours = parsed->region == account.region && parsed->account == account.id;
  auto table = ours ? catalog.Find(*name) : nullptr;
  const auto is = [&](TableStatus status) { return table->description.table_status == status; };
  if (table && !is(TableStatus::kCreating) && !is(TableStatus::kDeleting)) return table;
  return Error{.code = ErrorCode::kResourceNotFound,
               .message = "Requested resource not found: ResourcArn: " + arn + " not found"};
}

bool IsReserved(std::string_view key) {
  return key.size() >= kReservedPrefix.size() &&
         std::ranges::equal(key.substr(0, kReservedPrefix.size()), kReservedPrefix, {},
                            [](char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; });
}

Status CheckCount(std::size_t count) {
  if (count <= kTagsMax) return Done{};
  return ValidationError("Number of Tags exceed the current limit for the provided ResourceArn");
}

Status CheckNotReserved(const std::string& key) {
  if (!IsReserved(key)) return Done{};
  return ValidationError("Tag Key cannot be prefixed with aws:, Key: " + key);
}

Status CheckAdded(const std::vector<Tag>& tags) {
  if (auto few = CheckCount(tags.size()); !few) return few;
  std::set<std::string_view> keys;
  for (const Tag& tag : tags) {
    if (auto fine = CheckNotReserved(tag.key); !fine) return fine;
    if (!keys.insert(tag.key).second) {
      return ValidationError("Duplicate Tag Keys provided as input: Duplicate Tag Key found " +
                             tag.key);
    }
  }
  return Done{};
}

Status CheckRemoved(const std::vector<std::string>& keys) {
  if (keys.empty()) return ValidationError("Atleast one Tag Key needs to be provided as Input.");
  if (auto few = CheckCount(keys.size()); !few) return few;
  for (const std::string& key : keys) {
    if (key.empty() || key.size() > kTagKeyBytesMax) {
      return ValidationError("The Tag Key provided is invalid, Key: " + key);
    }
    if (auto fine = CheckNotReserved(key); !fine) return fine;
  }
  return Done{};
}

}  // namespace

Result<std::vector<Tag>> WithTags(std::vector<Tag> current, const std::vector<Tag>& added) {
  if (auto fine = CheckAdded(added); !fine) return fine.error();
  std::map<std::string, std::string, std::less<>> tags;
  for (Tag& tag : current) tags.insert_or_assign(std::move(tag.key), std::move(tag.value));
  for (const Tag& tag : added) tags.insert_or_assign(tag.key, tag.value);
  if (auto few = CheckCount(tags.size()); !few) return few.error();
  std::vector<Tag> all;
  for (const auto& [key, value] : tags) all.push_back({key, value});
  return all;
}

Result<TagResourceResponse> SettingOperations::TagResource(const TagResourceRequest& request) {
  if (auto fine = protocol::CheckConstraints(request); !fine) return fine.error();
  const auto name = TableOf(request.resource_arn);
  if (!name) return name.error();
  if (request.tags.empty()) {
    return ValidationError("Atleast one Tag needs to be provided as Input.");
  }
  if (auto fine = WithTags({}, request.tags); !fine) return fine.error();

  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindTagged(catalog_, request.resource_arn);
  if (!table) return table.error();
  if (auto idle = CheckNotInUse(**table); !idle) return idle.error();
  const auto tags = WithTags((*table)->tags, request.tags);
  if (!tags) return tags.error();
  return Change(**table, [&](Table& copy) { copy.tags = *tags; });
}

Result<UntagResourceResponse> SettingOperations::UntagResource(
    const UntagResourceRequest& request) {
  const auto name = TableOf(request.resource_arn);
  if (!name) return name.error();
  if (auto fine = CheckRemoved(request.tag_keys); !fine) return fine.error();
  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindTagged(catalog_, request.resource_arn);
  if (!table) return table.error();
  if (auto idle = CheckNotInUse(**table); !idle) return idle.error();
  return Change(**table, [&](Table& copy) {
    std::erase_if(copy.tags, [&](const Tag& tag) {
      return std::ranges::count(request.tag_keys, tag.key) > 0;
    });
  });
}

Result<ListTagsOfResourceResponse> SettingOperations::ListTagsOfResource(
    const ListTagsOfResourceRequest& request) const {
  const auto table = FindTagged(catalog_, request.resource_arn);
  if (!table) return table.error();
  return ListTagsOfResourceResponse{(*table)->tags};
}

}  // namespace basalt
