// Reading requests. A request is described once, as the list of its fields, by the calls that read
// them:
//
//   Result<GetItemRequest> Decode(std::string& body) {
//     RequestReader reader(body, HashBuckets{16});
//     GetItemRequest request;
//     Fields fields = reader.fields();
//     fields.TableName(request.table_name);
//     fields.Required("Key", request.key);
//     fields.Optional("ConsistentRead", request.consistent_read);
//     ...
//     return reader.Finish(std::move(request));
//   }
//
// From the C++ type of a field follow the JSON it accepts and AWS's words for any other. What shape
// a field must have beyond that is its Constraint. A structure T of the service model is read by a
// function `void Describe(Fields& fields, T& value)` in this namespace, and named by kShapeName<T>.
//
// Order of answers: JSON of a wrong type (kSerialization), a missing table name, all violated
// constraints together, objections. Source: what AWS answers; its documentation lacks the words.
#pragma once

#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "basalt/enums.h"
#include "basalt/request_values.h"
#include "wire/json/field_path.h"
#include "wire/json/json_document.h"

namespace basalt::wire {

template <typename T>
inline constexpr std::string_view kShapeName{};

// What a value must satisfy: the length of a string (in characters), list or map, or the value of a
// number.
struct Constraint {
  std::int64_t min = std::numeric_limits<std::int64_t>::min();
  std::int64_t max = std::numeric_limits<std::int64_t>::max();
  bool is_name = false;      // Of the characters allowed in names of tables and indexes.
  bool arn_allowed = false;  // A name, or an ARN, of which only the maximum is checked.
  bool is_integer = false;   // A number of 32 bits in the model, of 64 otherwise.
  bool front_end = false;    // Checked before all others, in words of its own.
  std::int64_t element_max =
      std::numeric_limits<std::int64_t>::max();  // Of lists in a map, from 1.
};

inline constexpr Constraint kNameConstraint{.min = 3, .max = 255, .is_name = true};
inline constexpr Constraint kTableNameConstraint{
    .min = 3, .max = 255, .is_name = true, .arn_allowed = true};
inline constexpr Constraint kNotEmpty{.min = 1};

// The service lists violations in the order of a Java hash map of so many buckets, filled with the
// names of the request's members. 0: in the order in which the fields are read.
struct HashBuckets {
  std::uint32_t count = 0;
};

class Fields;

// One request being read. Remembers what is wrong with it. Thread-safety: none.
class RequestReader {
 public:
  // `body` is parsed in place and must outlive the reader. A body that is no JSON object is a fault
  // like any other: all fields then read as absent.
  explicit RequestReader(std::string& body, HashBuckets order = {});

  RequestReader(const RequestReader&) = delete;
  RequestReader& operator=(const RequestReader&) = delete;

  Fields fields();

  // The request, or what is wrong with it.
  template <typename T>
  Result<T> Finish(T request) {
    if (std::optional<Error> error = TakeError()) return *std::move(error);
    return request;
  }

 private:
  friend class Fields;

  struct Violation {
    std::uint32_t bucket = 0;
    std::string text = {};
    std::string front_end_text = {};  // Empty: has none.
    bool is_null = false;             // A required member is missing.
  };
  enum class Kind : std::uint8_t { kUsual, kFrontEnd, kNull };

  bool failed() const { return error_.has_value(); }
  void Fail(Error error);
  void Refuse(std::string message);
  std::optional<Error> TakeError();
  bool FailsEarly() const;
  Error ReportEarly();
  Error Report(std::string Violation::*text) const;

  bool IsListable(const Violation& violation, Kind kind) const;
  void Violate(const FieldPath& path, std::string_view value, const std::string& constraint,
               Kind kind = Kind::kUsual);
  void ViolateNull(const FieldPath& path);
  void CheckSize(const FieldPath& path, std::int64_t size, std::string_view value,
                 const Constraint& constraint, std::string_view measure);
  void CheckText(const FieldPath& path, std::string_view text, const Constraint& constraint);
  void CheckEntries(const FieldPath& path, const JsonValue& value, std::string_view shape,
                    const Constraint& constraint);
  void CheckTables(const FieldPath& path, const JsonValue& map, std::string_view shape,
                   const Constraint& constraint);
  std::optional<std::size_t> FindWord(const FieldPath& path, const JsonValue& value,
                                      const std::string_view* words, std::size_t count);

  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::string& target);
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            bool& target);
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::int64_t& target);
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            RequestItem& target);

  template <typename T>
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::optional<T>& target);
  template <typename T>
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::vector<T>& target);
  template <typename T>
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::map<std::string, T, std::less<>>& target);
  template <typename T>
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
            std::vector<std::pair<std::string, T>>& target);
  template <typename T>
  void Read(const JsonValue& value, const FieldPath& path, const Constraint& constraint, T& target);

  JsonDocument document_;
  HashBuckets order_;
  std::optional<Error> error_;      // The first of kSerialization.
  std::optional<Error> refusal_;    // Answered before violations; the first.
  std::optional<Error> objection_;  // Answered after violations; the first.
  std::vector<Violation> violations_;
};

// The fields of one JSON object: of the request, or of a structure inside it.
class Fields {
 public:
  Fields(RequestReader& reader, const JsonValue* object, const FieldPath* path)
      : reader_(reader), object_(object), path_(path) {}

  // `target` keeps its value where the field is absent.
  template <typename T>
  void Optional(std::string_view name, T& target, const Constraint& constraint = {}) {
    if (const JsonValue* value = Find(name)) {
      reader_.Read(*value, {.parent = path_, .name = name}, constraint, target);
    }
  }

  template <typename T>
  void Required(std::string_view name, T& target, const Constraint& constraint = {}) {
    const JsonValue* value = Find(name);
    const FieldPath path{.parent = path_, .name = name};
    if (value == nullptr) return reader_.ViolateNull(path);
    reader_.Read(*value, path, constraint, target);
  }

  // TableName of operations on items: a name or an ARN. UpdateItem tells all that is wrong with it.
  enum class NameFaults : std::uint8_t { kFirst, kAll };
  void TableName(std::string& target, NameFaults told = NameFaults::kFirst);
  // TableName of operations on tables, which refuse a missing one, or a wrong length, at once.
  void TableNameOfTable(std::string& target);
  // TableName of CreateTable, which refuses a missing one at once.
  void TableNameOfNewTable(std::string& target);

  bool Has(std::string_view name) const { return Find(name) != nullptr; }

  // Says what is wrong with a request of the right shape. Answered as kValidation.
  void Object(std::string message) const;

 private:
  const JsonValue* Find(std::string_view name) const {
    return object_ == nullptr ? nullptr : FindMember(*object_, name);
  }

  RequestReader& reader_;
  const JsonValue* object_;
  const FieldPath* path_;
};

}  // namespace basalt::wire

#include "wire/json/request_reader_inline.h"
