// The values that an update's actions come to.
#pragma once

#include <optional>

#include "basalt/encoded_item.h"
#include "basalt/result.h"
#include "expr/update/update_tree.h"

namespace basalt {

// A value of the item or of the request, or one computed from them.
class UpdateValue {
 public:
  explicit UpdateValue(ValueView view) : view_(view) {}
  explicit UpdateValue(EncodedValue computed) : computed_(std::move(computed)) {}

  ValueView view() const { return computed_ ? computed_->view() : *view_; }

 private:
  std::optional<ValueView> view_;
  std::optional<EncodedValue> computed_;
};

// What ADD and DELETE say of an attribute of another type than their operand.
Error TypeMismatch(UpdateDialect dialect);

// What SET sets. Errors: kValidation: an attribute that is not there, an operand of the wrong type,
// a sum out of range.
Result<UpdateValue> EvaluateOperand(const UpdateOperand& operand, ItemView before);

// What ADD and DELETE make of the value there is, if there is one. Nothing is left of a set without
// elements. Errors: kValidation where the types do not fit.
Result<UpdateValue> EvaluateAdd(std::optional<ValueView> current, ValueView added,
                                UpdateDialect dialect);
Result<std::optional<UpdateValue>> EvaluateDelete(std::optional<ValueView> current,
                                                  ValueView deleted, UpdateDialect dialect);

}  // namespace basalt
