// The shapes of DynamoDB's API, each described once by a function that shows its members to a
// visitor, in the order in which they are to be visited:
//
//   void Describe(auto& shape, Of<Tag> auto& tag) {
//     shape.Required("Key", tag.key, Length(1, 128));
//     shape.Required("Value", tag.value, Length(0, 256));
//   }
//
// Who reads JSON, checks constraints or lists members is such a visitor; so a member of a shape
// costs one line. The C++ type of a member says what JSON it is; std::optional and the words
// Required and Optional say whether it may be absent. Names, order, lengths and ranges are those of
// AWS's service model (botocore, dynamodb/2012-08-10), unless a line says otherwise.
//
// A visitor has
//   Required(name, member, constraint = {})   and Optional(the same)
//   OneOf(variant, Alternative<T>{name}...)   the members of a structure that wants one of them
//   RequiredStructure(name, shape_name, describe)   a structure whose members are the owner's here:
//   and OptionalStructure(the same)                 `describe(visitor)` shows them
//   Unsupported(name, why)                    a member that is refused, and not passed over
//   TableName(member, rule)                   see TableNameRule
// and derives from Visitor, so that the functions in shapes/ are found.
#pragma once

#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>
#include <type_traits>

namespace basalt::protocol {

struct Visitor {};

// `T` is the shape, to be read into, or constant.
template <typename T, typename Shape>
concept Of = std::same_as<std::remove_const_t<T>, Shape>;

// The service model's name of a structure.
template <typename T>
inline constexpr std::string_view kShapeName{};

// What a value must satisfy: the length of a string (in UTF-16 units, as Java counts), list or map,
// or the value of a number.
struct Constraint {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  bool is_name = false;      // Of the characters allowed in names of tables and indexes.
  bool arn_allowed = false;  // A name, or an ARN, of which only the maximum is checked.
  bool is_integer = false;   // A number of 32 bits in the model, of 64 otherwise.
  bool front_end = false;    // Checked before all others, in words of its own.
  // Of the lengths of the elements of a list, or of the lists in a map, which are 1 at least then.
  std::int64_t element_max = kUnbounded;

  static constexpr std::int64_t kUnbounded = std::numeric_limits<std::int64_t>::max();

  constexpr Constraint OfElements() const {
    return element_max == kUnbounded ? Constraint{} : Constraint{.min = 1, .max = element_max};
  }
};

constexpr Constraint Length(std::int64_t min, std::int64_t max) { return {.min = min, .max = max}; }
// Of a number of 32 bits.
constexpr Constraint IntegerRange(std::int64_t min, std::int64_t max) {
  return {.min = min, .max = max, .is_integer = true};
}

inline constexpr Constraint kNotEmpty{.min = 1};
inline constexpr Constraint kNameConstraint{.min = 3, .max = 255, .is_name = true};
inline constexpr Constraint kTableNameConstraint{
    .min = 3, .max = 255, .is_name = true, .arn_allowed = true};
inline constexpr Constraint kResourceArnConstraint = Length(1, 1283);

// How AWS answers a TableName that is missing or wrong depends on the operation.
enum class TableNameRule : std::uint8_t {
  kItems,           // Of operations on items: the first of a name's faults, with the others'.
  kItemsAllFaults,  // UpdateItem: all of a name's faults.
  kTables,          // Of operations on tables: a missing name or a wrong length is told alone.
  kNewTable,        // CreateTable: a missing name is told alone.
};

// AWS lists violations in the order of a Java hash map of so many buckets, filled with the names of
// the request's members. 0: in the order in which the members are described.
struct HashBuckets {
  std::uint32_t count = 0;
};

// Of a request.
template <typename Request>
inline constexpr HashBuckets kViolationOrder{};

template <typename T>
struct Alternative {
  using Type = T;
  std::string_view name;
};

// What is answered where not exactly one alternative is given. Empty: nothing, here.
struct OneOfTexts {
  std::string_view none;
  std::string_view several;
};

}  // namespace basalt::protocol
