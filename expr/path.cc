#include "expr/path.h"

#include "expr/path_text.h"

namespace basalt {

namespace {

std::optional<ValueView> Descend(ValueView value, const Path::Step& step) {
  if (const auto* name = std::get_if<std::string>(&step)) {
    if (value.type() != ValueType::kMap) return std::nullopt;
    return value.AsMap().Find(*name);
  }
  if (value.type() != ValueType::kList) return std::nullopt;
  return value.AsList().At(std::get<std::size_t>(step));
}

}  // namespace

std::optional<ValueView> Resolve(const Path& path, ItemView item) {
  std::optional<ValueView> value = item.Find(path.root);
  for (const Path::Step& step : path.steps) {
    if (!value) return std::nullopt;
    value = Descend(*value, step);
  }
  return value;
}

std::string PathText(const Path& path) {
  std::string text = "[" + path.root;
  for (const Path::Step& step : path.steps) {
    text += ", ";
    if (const auto* name = std::get_if<std::string>(&step)) {
      text += *name;
    } else {
      text += '[';
      text += std::to_string(std::get<std::size_t>(step));
      text += ']';
    }
  }
  text += ']';
  return text;
}

}  // namespace basalt
