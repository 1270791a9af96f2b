#include "expr/binder.h"

#include <string>

namespace basalt {

Result<Path> Binder::BindPath(const PathSyntax& syntax) {
  Path path;
  path.steps.reserve(syntax.steps.size() - 1);
  bool is_root = true;
  for (const PathSyntax::Step& step : syntax.steps) {
    if (const auto* index = std::get_if<std::size_t>(&step)) {
      path.steps.emplace_back(*index);
      continue;
    }
    std::string_view name;
    if (const auto* placeholder = std::get_if<NamePlaceholder>(&step)) {
      const auto defined = placeholders_.Name(placeholder->text);
      if (!defined) {
        std::string what =
            "An expression attribute name used in the document path is not defined; attribute "
            "name: ";
        return ExpressionError(kind_, what.append(placeholder->text));
      }
      name = *defined;
    } else {
      name = std::get<std::string_view>(step);
    }
    if (is_root) {
      path.root = name;
    } else {
      path.steps.emplace_back(std::string(name));
    }
    is_root = false;
  }
  return path;
}

Result<ValueView> Binder::BindValue(ValuePlaceholder placeholder) {
  const auto value = placeholders_.Value(placeholder.text);
  if (!value) {
    std::string what =
        "An expression attribute value used in expression is not defined; attribute value: ";
    return ExpressionError(kind_, what.append(placeholder.text));
  }
  return *value;
}

}  // namespace basalt
