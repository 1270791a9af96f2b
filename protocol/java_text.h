// How AWS shows a request's value in "Value '...' at '...' failed to satisfy constraint": as the
// text that its Java objects make of themselves. Of values that are no JSON any more.
#pragma once

#include <cstdint>
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
#include "protocol/member_path.h"
#include "protocol/shape.h"

namespace basalt::protocol {

// A visitor: "KeySchemaElement(attributeName=id, keyType=HASH)". Members that are absent are left
// out. Items, values and maps are shown by dots: they may be large, and a program knows its own.
class JavaText : public Visitor {
 public:
  template <typename T>
  static std::string Of(const T& value) {
    JavaText text;
    text.Append(value);
    return std::move(text.out_);
  }

  template <typename T>
  void Required(std::string_view name, const T& value, const Constraint& = {}) {
    BeginMember(name);
    Append(value);
  }
  template <typename T>
  void Optional(std::string_view name, const T& value, const Constraint& constraint = {}) {
    Required(name, value, constraint);
  }
  template <typename T>
  void Optional(std::string_view name, const std::optional<T>& value,
                const Constraint& constraint = {}) {
    if (value) Required(name, *value, constraint);
  }
  template <typename Variant, typename... T>
  void OneOf(const Variant& value, const OneOfTexts&, const Alternative<T>&... alternatives) {
    (AppendAlternative<T>(alternatives.name, value), ...);
  }
  template <typename DescribeMembers>
  void RequiredStructure(std::string_view name, std::string_view shape,
                         const DescribeMembers& describe) {
    BeginMember(name);
    out_ += shape;
    out_ += '(';
    describe(*this);
    out_ += ')';
  }

 private:
  void BeginMember(std::string_view name) {
    if (!out_.ends_with('(')) out_ += ", ";
    AppendMemberName(out_, name);
    out_ += '=';
  }
  template <typename T, typename Variant>
  void AppendAlternative(std::string_view name, const Variant& value) {
    if (const T* given = std::get_if<T>(&value)) Required(name, *given);
  }

  void Append(const std::string& text) { out_ += text; }
  void Append(const RequestItem&) { out_ += "{...}"; }
  void Append(const RequestValue&) { out_ += "..."; }
  template <typename T>
  void Append(const std::map<std::string, T, std::less<>>&) {
    out_ += "{...}";
  }
  void Append(bool truth) { out_ += truth ? "true" : "false"; }
  void Append(std::int64_t number) { out_ += std::to_string(number); }
  template <typename T>
  void Append(const std::vector<T>& list) {
    out_ += '[';
    for (std::size_t position = 0; position < list.size(); ++position) {
      if (position > 0) out_ += ", ";
      Append(list[position]);
    }
    out_ += ']';
  }
  template <typename T>
  void Append(const T& value) {
    if constexpr (std::is_enum_v<T>) {
      out_ += NameOf(value);
    } else {
      out_ += kShapeName<T>;
      out_ += '(';
      Describe(*this, value);
      out_ += ')';
    }
  }

  std::string out_;
};

}  // namespace basalt::protocol
