// Reading requests by the descriptions of their shapes (protocol/shape.h):
//
//   Result<GetItemRequest> request = Decode<GetItemRequest>(body);
//
// From the C++ type of a member follow the JSON it accepts and AWS's words for any other. What it
// must satisfy beyond that is its Constraint.
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
#include <variant>
#include <vector>

#include "basalt/enums.h"
#include "basalt/request_values.h"
#include "protocol/shape.h"
#include "protocol/violations.h"
#include "wire/json/field_path.h"
#include "wire/json/json_document.h"

namespace basalt::wire {

using protocol::Constraint;
using protocol::HashBuckets;
using protocol::kShapeName;

class Fields;

// Charges the call for what the texts of violations quote.
class ChargedViolations final : public protocol::Violations {
 public:
  using Violations::Violations;

  const std::size_t& charged() const { return charged_; }

 private:
  void ChargeQuote(std::size_t bytes) override;

  std::size_t charged_ = 0;
};

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

  bool failed() const { return error_.has_value(); }
  // Whether it cannot succeed any more. The rest is then read for what else is wrong, and not kept.
  bool is_refused() const { return !violations_.empty() || refusal_ || failed(); }
  void Fail(Error error);
  void Refuse(std::string message);
  std::optional<Error> TakeError();

  void AddNull(const FieldPath& path) {
    if (!failed()) violations_.AddNull(path);
  }
  void CheckEntries(const FieldPath& path, const JsonValue& value, std::string_view shape,
                    const Constraint& constraint);
  void CheckTables(const FieldPath& path, const JsonValue& map, std::string_view shape,
                   const Constraint& constraint);
  bool IsStructure(const JsonValue& value, const FieldPath& path, std::string_view shape);
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
  template <typename T>
  void ReadElement(const JsonValue& value, const FieldPath& path, const Constraint& constraint,
                   std::vector<T>& target);

  JsonDocument document_;
  std::optional<Error> error_;      // The first of kSerialization.
  std::optional<Error> refusal_;    // Answered before violations; the first.
  std::optional<Error> objection_;  // Answered after violations; the first.
  ChargedViolations violations_;
};

}  // namespace basalt::wire

#include "wire/json/fields.h"
#include "wire/json/request_reader_inline.h"
