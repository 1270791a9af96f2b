// How AWS lists the violated constraints of a request, and in which words.
#include "protocol/violations.h"

#include <algorithm>
#include <utility>

namespace basalt::protocol {
namespace {

constexpr std::size_t kViolationsListedMax = 10;

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

// Where a member comes in the order.
std::uint32_t BucketOf(std::string_view name, HashBuckets order) {
  if (order.count == 0) return 0;
  std::string member;
  AppendMemberName(member, name);
  return JavaHash(member) & (order.count - 1);
}

}  // namespace

std::int64_t CharactersOf(std::string_view text) {
  std::int64_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
  }
  return count;
}

bool IsArn(std::string_view text) { return text.starts_with("arn:"); }

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

Error Violations::TakeError() {
  if (FailsEarly()) return ReportEarly();
  std::ranges::stable_sort(violations_, {}, &Violation::bucket);
  return Report(&Violation::text);
}

// The front end looks at no request in which a required member is missing.
bool Violations::FailsEarly() const {
  return std::ranges::any_of(
             violations_,
             [](const Violation& violation) { return !violation.front_end_text.empty(); }) &&
         std::ranges::none_of(violations_, &Violation::is_null);
}

Error Violations::ReportEarly() {
  std::erase_if(violations_,
                [](const Violation& violation) { return violation.front_end_text.empty(); });
  std::ranges::stable_partition(violations_, [](const Violation& violation) {
    return !violation.front_end_text.starts_with("Value at 'TableName'");  // Comes last.
  });
  return Report(&Violation::front_end_text);
}

Error Violations::Report(std::string Violation::*text) const {
  const std::size_t count = std::min(violations_.size(), kViolationsListedMax);
  std::string message = std::to_string(count);
  message += count == 1 ? " validation error detected: " : " validation errors detected: ";
  for (std::size_t position = 0; position < count; ++position) {
    if (position > 0) message += "; ";
    message += violations_[position].*text;
  }
  return ValidationError(std::move(message));
}

// An answer lists a few. More of one kind and place could not get into it, and a hostile request
// has millions.
bool Violations::IsListable(const Violation& violation, Kind kind) const {
  const auto alike = [&](const Violation& other) {
    return other.bucket == violation.bucket && other.is_null == violation.is_null &&
           other.front_end_text.empty() == (kind != Kind::kFrontEnd);
  };
  const auto known = std::ranges::count_if(violations_, alike);
  return static_cast<std::size_t>(known) < kViolationsListedMax;
}

void Violations::Add(const MemberPath& path, std::string_view value, const std::string& constraint,
                     Kind kind) {
  Violation violation{.bucket = BucketOf(RootNameOf(path), order_), .is_null = kind == Kind::kNull};
  if (!IsListable(violation, kind)) return;
  ChargeQuote(value.size());
  const std::string failed = "' failed to satisfy constraint: " + constraint;
  violation.text = "Value " + std::string(value) + " at '";
  AppendPath(violation.text, path, /*as_sent=*/false);
  violation.text += failed;
  if (kind == Kind::kFrontEnd) {
    violation.front_end_text = "Value at '";
    AppendPath(violation.front_end_text, path, /*as_sent=*/true);
    violation.front_end_text += failed;
  }
  violations_.push_back(std::move(violation));
}

void Violations::CheckSize(const MemberPath& path, std::int64_t size, std::string_view value,
                           const Constraint& constraint, std::string_view measure) {
  const auto violate = [&](std::string_view relation, std::int64_t limit) {
    std::string text = "Member must have ";
    text += measure;
    text += relation;
    text += std::to_string(limit);
    Add(path, Quoted(value), text, constraint.front_end ? Kind::kFrontEnd : Kind::kUsual);
  };
  if (size < constraint.min) violate(" greater than or equal to ", constraint.min);
  if (size > constraint.max) violate(" less than or equal to ", constraint.max);
}

void Violations::CheckText(const MemberPath& path, std::string_view text,
                           const Constraint& constraint) {
  if (constraint.arn_allowed && IsArn(text)) {
    return CheckSize(path, CharactersOf(text), text, {.max = kArnCharactersMax}, "length");
  }
  if (constraint.is_name && !IsName(text)) Add(path, Quoted(text), std::string(kNamePattern));
  CheckSize(path, CharactersOf(text), text, constraint, "length");
}

}  // namespace basalt::protocol
