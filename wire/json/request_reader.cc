#include "wire/json/request_reader.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "wire/json/shape_text.h"
#include "wire/json/value_decoder.h"

namespace basalt::wire {

using protocol::CharactersOf;
using protocol::IsArn;
using protocol::kArnCharactersMax;
using protocol::kNameConstraint;
using protocol::kNamePattern;
using protocol::kTableNameConstraint;
using protocol::TableNameRule;

namespace {

// How often a value is in memory before the error that quotes it has become a reply: in the texts
// of the violation, of the error and, with escapes, of the body.
constexpr std::size_t kCopiesOfValue = 16;
constexpr std::string_view kNoTableName =
    "The parameter 'TableName' is required but was not present in the request";

std::string Quoted(std::string_view text) { return "'" + std::string(text) + "'"; }

}  // namespace

RequestReader::RequestReader(std::string& body, HashBuckets order)
    : document_(body), violations_(order) {
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

  return violations_.TakeError();
}

void ChargedViolations::ChargeQuote(std::size_t bytes) {
  TakeMemory(kCopiesOfValue * bytes);
  charged_ += kCopiesOfValue * bytes;
}

void RequestReader::CheckEntries(const FieldPath& path, const JsonValue& value,
                                 std::string_view shape, const Constraint& constraint) {
  const std::int64_t size = value.IsArray() ? value.Size() : value.MemberCount();
  if (size >= constraint.min && size <= constraint.max) return;
  violations_.CheckSize(path, size, ShapeText(value, shape), constraint, "length");
}

// The keys of such maps are names of tables.
void RequestReader::CheckTables(const FieldPath& path, const JsonValue& map, std::string_view shape,
                                const Constraint& constraint) {
  bool keys = true;
  bool values = true;
  for (const auto& member : map.GetObject()) {
    const std::string_view name = TextOf(member.name);
    keys &= IsArn(name) ? CharactersOf(name) <= kArnCharactersMax
                        : protocol::IsName(name) && name.size() >= 3 && name.size() <= 255;
    if (member.value.IsArray() && constraint.element_max < member.value.Size()) values = false;
    if (member.value.IsArray() && member.value.Empty()) values = false;
  }
  if (keys && values) return;

  const std::string text = Quoted(ShapeText(map, shape));
  if (!keys) {
    violations_.Add(
        path, text,
        "Map keys must satisfy constraint: [Member must have length less than or equal to 255, "
        "Member must have length greater than or equal to 3, " +
            std::string(kNamePattern) + "]");
  }
  if (!values) {
    violations_.Add(
        path, text,
        "Map value must satisfy constraint: [Member must have length less than or equal to " +
            std::to_string(constraint.element_max) +
            ", Member must have length greater than or equal to 1]");
  }
}

bool RequestReader::IsStructure(const JsonValue& value, const FieldPath& path,
                                std::string_view shape) {
  if (value.IsObject()) return true;
  Fail(NotStructure(value, PlaceOf(path), shape));
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
  violations_.Add(path, Quoted(TextOf(value)), constraint + "]");
  return std::nullopt;
}

void RequestReader::Read(const JsonValue& value, const FieldPath& path,
                         const Constraint& constraint, std::string& target) {
  if (!value.IsString()) return Fail(NotScalar(value, "java.lang.String"));
  TakeMemory(value.GetStringLength());
  target.assign(TextOf(value));
  violations_.CheckText(path, target, constraint);
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
  violations_.CheckNumber(path, target, constraint);
}

void RequestReader::Read(const JsonValue& value, const FieldPath& path, const Constraint&,
                         RequestItem& target) {
  Result<RequestItem> decoded = DecodeItem(value, PlaceOf(path));
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
    return reader_.violations_.CheckSize(path, 0, target, kFrontEnd, "length");
  }
  const std::int64_t length = CharactersOf(target);
  const bool wrong_length =
      !IsArn(target) && (length < kNameConstraint.min || length > kNameConstraint.max);
  reader_.violations_.CheckText(path, target,
                                wrong_length && !all_faults ? Constraint{.min = kNameConstraint.min,
                                                                         .max = kNameConstraint.max}
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
  const std::int64_t length = CharactersOf(target);
  if (!IsArn(target) && (length < kNameConstraint.min || length > kNameConstraint.max)) {
    return reader_.Refuse(
        "TableName must be at least 3 characters long and at most 255 characters long");
  }
  reader_.violations_.CheckText({.parent = path_, .name = "TableName"}, target,
                                kTableNameConstraint);
}

}  // namespace basalt::wire
