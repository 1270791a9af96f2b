// Structures of the service model of which exactly one member must be given: variants here.
#pragma once

#include <string_view>
#include <variant>

#include "wire/json/request_reader.h"

namespace basalt::wire {

// Reads the alternatives of a variant whose first is std::monostate, which it becomes unless
// exactly one was given:
//
//   OneOf update(fields, value);
//   update.Read<PutRequest>("PutRequest");
//   update.Read<DeleteRequest>("DeleteRequest");
template <typename Variant>
class OneOf {
 public:
  OneOf(Fields& fields, Variant& target) : fields_(fields), target_(target) {}

  template <typename Alternative>
  void Read(std::string_view name) {
    if (!fields_.Has(name)) return;
    fields_.Optional(name, target_.template emplace<Alternative>());
    if (++given_ > 1) target_ = std::monostate();
  }

  int given() const { return given_; }

 private:
  Fields& fields_;
  Variant& target_;
  int given_ = 0;
};

}  // namespace basalt::wire
