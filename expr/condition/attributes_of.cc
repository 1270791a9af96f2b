#include "expr/condition/condition.h"
#include "expr/condition/condition_tree.h"
#include "expr/overloaded.h"

namespace basalt {

namespace {

// Collects the roots of all paths.
class RootCollector {
 public:
  std::set<std::string, std::less<>> Take() && { return std::move(roots_); }

  void Add(const Path& path) { roots_.insert(path.root); }
  void Add(ValueView) {}
  void Add(const SizeOf& size) {
    std::visit([this](const auto& measured) { Add(measured); }, size.measured);
  }
  void Add(const Operand& operand) {
    std::visit([this](const auto& alternative) { Add(alternative); }, operand);
  }
  void Add(const ConditionNode& condition) {
    std::visit(Overloaded{
                   [this](const Comparison& node) { AddAll(node.left, node.right); },
                   [this](const Between& node) { AddAll(node.value, node.lower, node.upper); },
                   [this](const In& node) {
                     Add(node.value);
                     AddEach(node.candidates);
                   },
                   [this](const AttributeExists& node) { Add(node.path); },
                   [this](const AttributeType& node) { AddAll(node.path, node.type); },
                   [this](const BeginsWith& node) { AddAll(node.value, node.prefix); },
                   [this](const Contains& node) { AddAll(node.container, node.element); },
                   [this](const Not& node) { Add(*node.part); },
                   [this](const And& node) { AddEach(node.parts); },
                   [this](const Or& node) { AddEach(node.parts); },
               },
               condition.node);
  }

 private:
  template <typename... Parts>
  void AddAll(const Parts&... parts) {
    (Add(parts), ...);
  }
  template <typename Part>
  void AddEach(const std::vector<Part>& parts) {
    for (const Part& part : parts) Add(part);
  }

  std::set<std::string, std::less<>> roots_;
};

}  // namespace

std::set<std::string, std::less<>> AttributesOf(const Condition& condition) {
  RootCollector collector;
  collector.Add(condition.root());
  return std::move(collector).Take();
}

}  // namespace basalt
