#include "expr/update/statement_size.h"

#include <string>
#include <string_view>

#include "expr/overloaded.h"
#include "expr/update/update_tree.h"

namespace basalt {

namespace {

constexpr std::size_t kStatementBytes = 3;
constexpr std::size_t kSetBytes = 19;
constexpr std::size_t kRemoveBytes = 1;
constexpr std::size_t kStepBytes = 4;
constexpr std::size_t kReadBytes = 15;
constexpr std::size_t kReadStepBytes = 14;
constexpr std::size_t kCallBytes = 26;

std::size_t SizeOf(const Path::Step& step) {
  if (const auto* name = std::get_if<std::string>(&step)) return name->size();
  return std::to_string(std::get<std::size_t>(step)).size();
}

std::size_t PathSize(const Path& path, std::size_t step_bytes) {
  std::size_t size = path.root.size();
  for (const Path::Step& step : path.steps) size += step_bytes + SizeOf(step);
  return size;
}

std::string_view LongNameOf(Operator function) {
  if (function == Operator::kPlus) return "addition";
  if (function == Operator::kMinus) return "subtraction";
  return NameOf(function);
}

std::size_t SizeOf(const UpdateOperand& operand) {
  return std::visit(
      Overloaded{
          [](const Path& path) { return kReadBytes + PathSize(path, kReadStepBytes); },
          [](ValueView value) { return value.size_bytes(); },
          [](const UpdateCall& call) {
            std::size_t size = kCallBytes + LongNameOf(call.function).size();
            for (const UpdateOperand& inner : call.operands) size += SizeOf(inner);
            return size;
          },
      },
      operand.node);
}

std::size_t SizeOf(const UpdateAction& action) {
  const std::size_t path = PathSize(action.path, kStepBytes);
  return path +
         std::visit(Overloaded{
                        [](const SetAction& set) { return kSetBytes + SizeOf(set.value); },
                        [](const AddAction& add) { return kSetBytes + add.value.size_bytes(); },
                        [](RemoveAction) { return kRemoveBytes; },
                        [](const DeleteAction&) { return kRemoveBytes; },
                    },
                    action.change);
}

}  // namespace

std::size_t StatementSize(const Update& update) {
  std::size_t size = kStatementBytes;
  for (const UpdateAction& action : update.actions().actions) size += SizeOf(action);
  return size;
}

}  // namespace basalt
