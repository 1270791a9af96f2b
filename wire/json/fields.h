// Visiting the description of a shape (protocol/shape.h) to read it. Part of request_reader.h.
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "protocol/shape.h"
#include "wire/json/request_reader.h"

namespace basalt::wire {

// The fields of one JSON object: of the request, or of a structure inside it.
class Fields : public protocol::Visitor {
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
    if (value == nullptr) return reader_.AddNull(path);
    reader_.Read(*value, path, constraint, target);
  }

  void TableName(std::string& target, protocol::TableNameRule rule);

  // A variant whose first alternative is std::monostate becomes that unless one is given.
  template <typename Variant, typename... T>
  void OneOf(Variant& target, const protocol::OneOfTexts& texts,
             const protocol::Alternative<T>&... alternatives) {
    int given = 0;
    (ReadAlternative<T>(alternatives.name, target, given), ...);
    const std::string_view text = given == 0 ? texts.none : given > 1 ? texts.several : "";
    if (!text.empty()) Object(std::string(text));
  }

  template <typename ReadMembers>
  void RequiredStructure(std::string_view name, std::string_view shape,
                         const ReadMembers& read_members) {
    if (!Has(name)) return reader_.AddNull({.parent = path_, .name = name});
    OptionalStructure(name, shape, read_members);
  }

  template <typename ReadMembers>
  void OptionalStructure(std::string_view name, std::string_view shape,
                         const ReadMembers& read_members) {
    const JsonValue* value = Find(name);
    if (value == nullptr) return;
    const FieldPath path{.parent = path_, .name = name};
    if (!reader_.IsStructure(*value, path, shape)) return;
    Fields members(reader_, value, &path);
    read_members(members);
  }

  // Refuses the member where the request has it.
  void Unsupported(std::string_view name, std::string_view why) const;

  bool Has(std::string_view name) const { return Find(name) != nullptr; }

  // Says what is wrong with a request of the right shape. Answered as kValidation.
  void Object(std::string message) const;

 private:
  template <typename T, typename Variant>
  void ReadAlternative(std::string_view name, Variant& target, int& given) {
    if (!Has(name)) return;
    Optional(name, target.template emplace<T>());
    if (++given > 1) target = std::monostate();
  }

  void TableNameOfItems(std::string& target, bool all_faults);
  void TableNameOfTable(std::string& target);
  void TableNameOfNewTable(std::string& target);

  const JsonValue* Find(std::string_view name) const {
    return object_ == nullptr ? nullptr : FindMember(*object_, name);
  }

  RequestReader& reader_;
  const JsonValue* object_;
  const FieldPath* path_;
};

// A whole request. `check(fields, request)` may object to what constraints cannot say. Errors: what
// is wrong with it.
template <typename Request, typename Check>
Result<Request> Decode(std::string& body, const Check& check) {
  RequestReader reader(body, protocol::kViolationOrder<Request>);
  Fields fields = reader.fields();
  Request request;
  Describe(fields, request);
  check(fields, request);
  return reader.Finish(std::move(request));
}
template <typename Request>
Result<Request> Decode(std::string& body) {
  return Decode<Request>(body, [](const Fields&, const Request&) {});
}

}  // namespace basalt::wire
