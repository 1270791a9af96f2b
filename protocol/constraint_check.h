// The constraints of the service model, checked of a request that comes from a program. Those that
// come as JSON were checked when they were read, with what only JSON can get wrong.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "basalt/request_values.h"
#include "basalt/result.h"
#include "protocol/java_text.h"
#include "protocol/shape.h"
#include "protocol/violations.h"

namespace basalt::protocol {

// A visitor of a constant request.
class ConstraintCheck : public Visitor {
 public:
  explicit ConstraintCheck(Violations& violations, const MemberPath* path = nullptr)
      : violations_(violations), path_(path) {}

  template <typename T>
  void Required(std::string_view name, const T& value, const Constraint& constraint = {}) {
    Check({.parent = path_, .name = name}, value, constraint);
  }
  template <typename T>
  void Optional(std::string_view name, const T& value, const Constraint& constraint = {}) {
    Check({.parent = path_, .name = name}, value, constraint);
  }
  template <typename Variant, typename... T>
  void OneOf(const Variant& value, const OneOfTexts&, const Alternative<T>&... alternatives) {
    (CheckAlternative<T>(alternatives.name, value), ...);
  }
  template <typename DescribeMembers>
  void RequiredStructure(std::string_view name, std::string_view, const DescribeMembers& describe) {
    const MemberPath path{.parent = path_, .name = name};
    ConstraintCheck members(violations_, &path);
    describe(members);
  }
  template <typename DescribeMembers>
  void OptionalStructure(std::string_view name, std::string_view shape,
                         const DescribeMembers& describe) {
    RequiredStructure(name, shape, describe);
  }
  void Unsupported(std::string_view, std::string_view) {}
  // The name of a table that exists is checked where it is looked up.
  void TableName(const std::string& name, TableNameRule rule) {
    if (rule == TableNameRule::kNewTable) Required("TableName", name, kNameConstraint);
  }

 private:
  template <typename T, typename Variant>
  void CheckAlternative(std::string_view name, const Variant& value) {
    if (const T* given = std::get_if<T>(&value)) Required(name, *given);
  }

  void Check(const MemberPath& path, const std::string& text, const Constraint& constraint) {
    violations_.CheckText(path, text, constraint);
  }
  void Check(const MemberPath& path, std::int64_t number, const Constraint& constraint) {
    violations_.CheckNumber(path, number, constraint);
  }
  void Check(const MemberPath&, bool, const Constraint&) {}
  // Their faults, and the number of tables in a batch, are told later, in words of their own.
  void Check(const MemberPath&, const RequestItem&, const Constraint&) {}
  void Check(const MemberPath&, const RequestValue&, const Constraint&) {}
  template <typename T>
  void Check(const MemberPath&, const std::map<std::string, T, std::less<>>&, const Constraint&) {}
  template <typename T>
  void Check(const MemberPath&, const std::vector<std::pair<std::string, T>>&, const Constraint&) {}

  template <typename T>
  void Check(const MemberPath& path, const std::optional<T>& value, const Constraint& constraint) {
    if (value) Check(path, *value, constraint);
  }
  template <typename T>
  void Check(const MemberPath& path, const std::vector<T>& list, const Constraint& constraint) {
    const auto size = static_cast<std::int64_t>(list.size());
    if constexpr (!std::is_same_v<T, RequestItem> && !std::is_same_v<T, RequestValue>) {
      if (size < constraint.min || size > constraint.max) {
        violations_.CheckSize(path, size, JavaText::Of(list), constraint, "length");
      }
    }
    for (std::size_t position = 0; position < list.size(); ++position) {
      Check({.parent = &path, .step = MemberPath::Step::kListElement, .position = position},
            list[position], constraint.OfElements());
    }
  }
  // A word of a closed set, or a structure.
  template <typename T>
  void Check(const MemberPath& path, const T& value, const Constraint&) {
    if constexpr (!std::is_enum_v<T>) {
      ConstraintCheck members(violations_, &path);
      Describe(members, value);
    }
  }

  Violations& violations_;
  const MemberPath* path_;
};

// Errors: kValidation ("2 validation errors detected: ...") if anything is not met.
template <typename Request>
Status CheckConstraints(const Request& request) {
  Violations violations(kViolationOrder<Request>);
  ConstraintCheck check(violations);
  Describe(check, request);
  if (violations.empty()) return Done{};
  return violations.TakeError();
}

}  // namespace basalt::protocol
