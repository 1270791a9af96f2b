#include "wire/json/request_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "wire/json/shape_text.h"
#include "wire/json/value_decoder.h"

namespace basalt::wire {

using protocol::kNameConstraint;
using protocol::kTableNameConstraint;
using protocol::TableNameRule;

namespace {

constexpr std::size_t kViolationsListedMax = 10;

// How often a value is in memory before the error that quotes it has become a reply: in the texts
// of the violation, of the error and, with escapes, of the body.
constexpr std::size_t kCopiesOfValue = 16;
constexpr std::int64_t kArnCharactersMax = 1024;
constexpr std::string_view kNamePattern =
    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+";
constexpr std::string_view kNoTableName =
    "The parameter 'TableName' is required but was not present in the request";

bool IsName(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '.' || c == '-';
  });
}

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

bool IsArn(std::string_view text) { return text.starts_with("arn:"); }

// As Java counts: UTF-16 units. REQUIRES: valid UTF-8.
std::int64_t Characters(std::string_view text) {
  std::int64_t count = 0;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    count += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
  }
  return count;
}

const FieldPath& RootOf(const FieldPath& path) {
  return path.parent == nullptr ? path : RootOf(*path.parent);
}

// "transactItems.1.member.put"; `as_sent` leaves the names' first letters as they are.
void AppendPath(std::string& out, const FieldPath& path, bool as_sent) {
  if (path.parent != nullptr) {
    AppendPath(out, *path.parent, as_sent);
    out += '.';
  }
  switch (path.step) {
    case FieldPath::Step::kMember:
      as_sent ? void(out += path.name) : AppendMemberName(out, path.name);
      break;
    case FieldPath::Step::kListElement:
      out += std::to_string(path.position + 1) + ".member";
      break;
    case FieldPath::Step::kMapValue:
      out += path.name;
      out += ".member";
      break;
  }
}

// Where a member comes in the order.
std::uint32_t BucketOf(std::string_view name, HashBuckets order) {
  if (order.count == 0) return 0;
  std::string member;
  AppendMemberName(member, name);
  return JavaHash(member) & (order.count - 1);
}

}  // namespace

RequestReader::RequestReader(std::string& body, HashBuckets order)
    : document_(body), order_(order) {
  if (!document_.well_formed()) Fail(SerializationError(""));
}

Fields RequestReader::fields() { return {*this, failed() ? nullptr : &document_.root(), nullptr}; }

void RequestReader::Fail(Error error) {
  if (!error_) error_ = std::move(error);
}

void RequestReader::Refuse(std::string message) {
  if (!refusal_) refusal_ = ValidationError(std::move(message));
}

std::optional<Error> RequestReader::TakeError() {
  if (error_) return std::move(error_);
  if (refusal_) return std::move(refusal_);
  if (violations_.empty()) return std::move(objection_);

  if (FailsEarly()) return ReportEarly();
  std::ranges::stable_sort(violations_, {}, &Violation::bucket);
  return Report(&Violation::text);
}

// The front end looks at no request in which a required member is missing.
bool RequestReader::FailsEarly() const {
  return std::ranges::any_of(
             violations_,
             [](const Violation& violation) { return !violation.front_end_text.empty(); }) &&
         std::ranges::none_of(violations_, &Violation::is_null);
}

Error RequestReader::ReportEarly() {
  std::erase_if(violations_,
                [](const Violation& violation) { return violation.front_end_text.empty(); });
  std::ranges::stable_partition(violations_, [](const Violation& violation) {
    return !violation.front_end_text.starts_with("Value at 'TableName'");  // Comes last.
  });
  return Report(&Violation::front_end_text);
}

Error RequestReader::Report(std::string Violation::*text) const {
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
bool RequestReader::IsListable(const Violation& violation, Kind kind) const {
  const auto alike = [&](const Violation& other) {
    return other.bucket == violation.bucket && other.is_null == violation.is_null &&
           other.front_end_text.empty() == (kind != Kind::kFrontEnd);
  };
  const auto known = std::ranges::count_if(violations_, alike);
  return static_cast<std::size_t>(known) < kViolationsListedMax;
}

void RequestReader::Violate(const FieldPath& path, std::string_view value,
                            const std::string& constraint, Kind kind) {
  Violation violation{.bucket = BucketOf(RootOf(path).name, order_),
                      .is_null = kind == Kind::kNull};
  if (!IsListable(violation, kind)) return;
  const std::size_t charge = kCopiesOfValue * value.size();
  TakeMemory(charge);
  quoted_bytes_ += charge;
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

void RequestReader::ViolateNull(const FieldPath& path) {
  if (failed()) return;
  Violate(path, "null", "Member must not be null", Kind::kNull);
}

void RequestReader::CheckSize(const FieldPath& path, std::int64_t size, std::string_view value,
                              const Constraint& constraint, std::string_view measure) {
  const auto violate = [&](std::string_view relation, std::int64_t limit) {
    std::string text = "Member must have ";
    text += measure;
    text += relation;
    text += std::to_string(limit);
    Violate(path, Quoted(value), text, constraint.front_end ? Kind::kFrontEnd : Kind::kUsual);
  };
  if (size < constraint.min) violate(" greater than or equal to ", constraint.min);
  if (size > constraint.max) violate(" less than or equal to ", constraint.max);
}

void RequestReader::CheckText(const FieldPath& path, std::string_view text,
                              const Constraint& constraint) {
  if (constraint.arn_allowed && IsArn(text)) {
    return CheckSize(path, Characters(text), text, {.max = kArnCharactersMax}, "length");
  }
  if (constraint.is_name && !IsName(text)) {
    Violate(path, Quoted(text), std::string(kNamePattern));
  }
  CheckSize(path, Characters(text), text, constraint, "length");
}

void RequestReader::CheckEntries(const FieldPath& path, const JsonValue& value,
                                 std::string_view shape, const Constraint& constraint) {
  const std::int64_t size = value.IsArray() ? value.Size() : value.MemberCount();
  if (size >= constraint.min && size <= constraint.max) return;
  CheckSize(path, size, ShapeText(value, shape), constraint, "length");
}

// The keys of such maps are names of tables.
void RequestReader::CheckTables(const FieldPath& path, const JsonValue& map, std::string_view shape,
                                const Constraint& constraint) {
  bool keys = true;
  bool values = true;
  for (const auto& member : map.GetObject()) {
    const std::string_view name = TextOf(member.name);
    keys &= IsArn(name) ? Characters(name) <= kArnCharactersMax
                        : IsName(name) && name.size() >= 3 && name.size() <= 255;
    if (member.value.IsArray() && constraint.element_max < member.value.Size()) values = false;
    if (member.value.IsArray() && member.value.Empty()) values = false;
  }
  if (keys && values) return;

  const std::string text = Quoted(ShapeText(map, shape));
  if (!keys) {
    Violate(path, text,
            "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
            "Member must have length greater than or equal to 3, " +
                std::string(kNamePattern) + "]");
  }
  if (!values) {
    Violate(path, text,
            "Map value must satisfy constraint: [Member must have length less than or equal to " +
                std::to_string(constraint.element_max) +
                ", Member must have length greater than or equal to 1]");
  }
}

bool RequestReader::IsStructure(const JsonValue& value, const FieldPath& path,
                                std::string_view shape) {
  if (value.IsObject()) return true;
  Fail(NotStructure(value, path.place(), shape));
  return false;
}

std::optional<std::size_t> RequestReader::FindWord(const FieldPath& path, const JsonValue& value,
                                                   const std::string_view* words,
                                                   std::size_t count) {
  if (!value.IsString()) {
    Fail(NotScalar(value, "java.lang.String"));
    return std::nullopt;
  }
  const std::span<const std::string_view> set(words, count);
  const auto found = std::ranges::find(set, TextOf(value));
  if (found != set.end()) return static_cast<std::size_t>(found - set.begin());

  std::string constraint = "Member must satisfy enum value set: [";
  for (const std::string_view word : set) {
    if (constraint.back() != '[') constraint += ", ";
    constraint += word;
  }
  Violate(path, Quoted(TextOf(value)), constraint + "]");
  return std::nullopt;
}

void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint, std::string& target) {
  if (!value.IsString()) return Fail(NotScalar(value, "java.lang.String"));
  TakeMemory(value.GetStringLength());
  target.assign(TextOf(value));
  CheckText(path, target, constraint);
}

void RequestReader::Read(const JsonValue& value, const FieldPath&, const Constraint&,
                         bool& target) {
  const std::optional<bool> truth = TruthOf(value);
  if (!truth) return Fail(NotScalar(value, "java.lang.Boolean"));
  target = *truth;
}

void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint, std::int64_t& target) {
  if (value.IsInt64()) {
    target = value.GetInt64();
  } else if (value.IsNumber()) {  // Fractions are cut off; what is too large becomes the largest.
    constexpr double kTooLarge = 9223372036854775808.0;
    const double number = value.GetDouble();
    target = number >= kTooLarge    ? std::numeric_limits<std::int64_t>::max()
             : number <= -kTooLarge ? std::numeric_limits<std::int64_t>::min()
                                    : static_cast<std::int64_t>(number);
  } else {
    return Fail(NotScalar(value, constraint.is_integer ? "java.lang.Integer" : "java.lang.Long"));
  }
  CheckSize(path, target, std::to_string(target), constraint, "value");
}

void RequestReader::Read(const JsonValue& value, const FieldPath& path, const Constraint&,
                         RequestItem& target) {
  Result<RequestItem> decoded = DecodeItem(value, path.place());
  if (!decoded) return Fail(std::move(decoded).error());
  target = *std::move(decoded);
}

void Fields::Object(std::string message) const {
  if (!reader_.objection_) reader_.objection_ = ValidationError(std::move(message));
}

void Fields::Unsupported(std::string_view name, std::string_view why) const {
  if (!Has(name)) return;
  Object("One or more parameter values were invalid: " + std::string(name) +
         " is not supported: " + std::string(why));
}

void Fields::TableName(std::string& target, TableNameRule rule) {
  switch (rule) {
    case TableNameRule::kItems:
      return TableNameOfItems(target, /*all_faults=*/false);
    case TableNameRule::kItemsAllFaults:
      return TableNameOfItems(target, /*all_faults=*/true);
    case TableNameRule::kTables:
      return TableNameOfTable(target);
    case TableNameRule::kNewTable:
      return TableNameOfNewTable(target);
  }
}

void Fields::TableNameOfItems(std::string& target, bool all_faults) {
  Required("TableName", target);
  if (reader_.failed() || !Has("TableName")) return;

  const FieldPath path{.parent = path_, .name = "TableName"};
  if (target.empty()) {
    constexpr Constraint kFrontEnd{.min = 1, .front_end = true};
    return reader_.CheckSize(path, 0, target, kFrontEnd, "length");
  }
  const std::int64_t length = Characters(target);
  const bool wrong_length =
      !IsArn(target) && (length < kNameConstraint.min || length > kNameConstraint.max);
  reader_.CheckText(path, target,
                    wrong_length && !all_faults
                        ? Constraint{.min = kNameConstraint.min, .max = kNameConstraint.max}
                        : kTableNameConstraint);
}

void Fields::TableNameOfNewTable(std::string& target) {
  Optional("TableName", target, kNameConstraint);
  if (!reader_.failed() && !Has("TableName")) reader_.Refuse(std::string(kNoTableName));
}

void Fields::TableNameOfTable(std::string& target) {
  Optional("TableName", target);
  if (reader_.failed()) return;
  if (!Has("TableName")) return reader_.Refuse(std::string(kNoTableName));
  const std::int64_t length = Characters(target);
  if (!IsArn(target) && (length < kNameConstraint.min || length > kNameConstraint.max)) {
    return reader_.Refuse(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  reader_.CheckText({.parent = path_, .name = "TableName"}, target, kTableNameConstraint);
}

}  // namespace basalt::wire
