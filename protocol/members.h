// The members of a shape, listed: for whoever wants to know an API rather than a request.
#pragma once

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

namespace basalt::protocol {

struct ShapeMember {
  enum class Presence : std::uint8_t { kOptional, kRequired, kUnsupported };

  std::string name;
  Presence presence = Presence::kOptional;
  // As in the service model: "string", "boolean", "integer", "long", "list", "map", "structure";
  // empty where it is unsupported. Of the elements of lists and maps, within each other, "list of
  // string". An item is a "map of AttributeValue".
  std::string type;
  std::string shape = {};  // The structure's, or that of the elements; empty: there is none.
  Constraint constraint = {};
  std::vector<std::string_view> words = {};  // Of an enumeration.
  std::vector<ShapeMember> members = {};     // Of the structure, or of the elements.
};

// A visitor. Describe(lister, request) leaves `members` as the request has them.
class MemberLister : public Visitor {
 public:
  std::vector<ShapeMember> members;

  template <typename T>
  void Required(std::string_view name, const T&, const Constraint& constraint = {}) {
    Add<T>(name, ShapeMember::Presence::kRequired, constraint);
  }
  template <typename T>
  void Optional(std::string_view name, const T&, const Constraint& constraint = {}) {
    Add<T>(name, ShapeMember::Presence::kOptional, constraint);
  }
  template <typename Variant, typename... T>
  void OneOf(const Variant&, const OneOfTexts&, const Alternative<T>&... alternatives) {
    (Add<T>(alternatives.name, ShapeMember::Presence::kOptional, {}), ...);
  }
  template <typename DescribeMembers>
  void RequiredStructure(std::string_view name, std::string_view shape,
                         const DescribeMembers& describe) {
    AddStructure(name, ShapeMember::Presence::kRequired, shape, describe);
  }
  template <typename DescribeMembers>
  void OptionalStructure(std::string_view name, std::string_view shape,
                         const DescribeMembers& describe) {
    AddStructure(name, ShapeMember::Presence::kOptional, shape, describe);
  }
  void Unsupported(std::string_view name, std::string_view) {
    members.push_back({.name = std::string(name), .presence = ShapeMember::Presence::kUnsupported});
  }
  void TableName(const std::string& name, TableNameRule rule) {
    Required("TableName", name,
             rule == TableNameRule::kNewTable ? kNameConstraint : kTableNameConstraint);
  }

 private:
  template <typename T>
  struct Type {};

  template <typename T>
  void Add(std::string_view name, ShapeMember::Presence presence, const Constraint& constraint) {
    ShapeMember member{.name = std::string(name), .presence = presence, .constraint = constraint};
    member.type = TypeOf(Type<T>(), member);
    members.push_back(std::move(member));
  }

  template <typename DescribeMembers>
  void AddStructure(std::string_view name, ShapeMember::Presence presence, std::string_view shape,
                    const DescribeMembers& describe) {
    MemberLister inner;
    describe(inner);
    members.push_back({.name = std::string(name),
                       .presence = presence,
                       .type = "structure",
                       .shape = std::string(shape),
                       .members = std::move(inner.members)});
  }

  // Each also fills in what `member` is to say of the type.
  static std::string TypeOf(Type<std::string>, ShapeMember&) { return "string"; }
  static std::string TypeOf(Type<bool>, ShapeMember&) { return "boolean"; }
  static std::string TypeOf(Type<std::int64_t>, ShapeMember& member) {
    return member.constraint.is_integer ? "integer" : "long";
  }
  static std::string TypeOf(Type<RequestItem>, ShapeMember&) { return "map of AttributeValue"; }
  static std::string TypeOf(Type<RequestValue>, ShapeMember&) { return "AttributeValue"; }
  template <typename T>
  static std::string TypeOf(Type<std::optional<T>>, ShapeMember& member) {
    return TypeOf(Type<T>(), member);
  }
  template <typename T>
  static std::string TypeOf(Type<std::vector<T>>, ShapeMember& member) {
    return "list of " + TypeOf(Type<T>(), member);
  }
  template <typename T>
  static std::string TypeOf(Type<std::map<std::string, T, std::less<>>>, ShapeMember& member) {
    return "map of " + TypeOf(Type<T>(), member);
  }
  template <typename T>
  static std::string TypeOf(Type<std::vector<std::pair<std::string, T>>>, ShapeMember& member) {
    return "map of " + TypeOf(Type<T>(), member);
  }
  // A word of a closed set, or a structure.
  template <typename T>
  static std::string TypeOf(Type<T>, ShapeMember& member) {
    if constexpr (std::is_enum_v<T>) {
      for (const std::string_view word : kNames<T>) member.words.push_back(word);
      return "string";
    } else {
      const T value{};
      MemberLister inner;
      Describe(inner, value);
      member.shape = kShapeName<T>;
      member.members = std::move(inner.members);
      return "structure";
    }
  }
};

}  // namespace basalt::protocol
