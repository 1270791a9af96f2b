#include "tools/help.h"

#include <memory>
#include <sstream>
#include <string>
#include <utility>

namespace basalt::tools {
namespace {

constexpr std::size_t kNameColumns = 32;
constexpr std::size_t kTextColumns = 66;

// Broken between words; CLI11 indents the lines.
std::string Wrapped(const std::string& text) {
  std::istringstream words(text);
  std::string wrapped;
  std::size_t line_begin = 0;
  for (std::string word; words >> word;) {
    const bool fits = wrapped.size() + 1 + word.size() - line_begin <= kTextColumns;
    if (!wrapped.empty()) wrapped += fits ? ' ' : '\n';
    if (!fits) line_begin = wrapped.size();
    wrapped += word;
  }
  return wrapped;
}

class HelpFormatter final : public CLI::Formatter {
 public:
  HelpFormatter() { column_width(kNameColumns); }

  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override {
    std::string text = Formatter::make_help(app, std::move(name), mode);
    for (std::size_t at = 0; (at = text.find("\n\n\n", at)) != std::string::npos;)
      text.erase(at, 1);
    return text;
  }

  // What else CLI11 knows of an option, its types and ranges, is for its refusals.
  std::string make_option_opts(const CLI::Option* option) const override {
    const std::string& text = option->get_option_text();
    return text.empty() ? text : " " + text;
  }

  std::string make_option_desc(const CLI::Option* option) const override {
    const std::string& without = option->get_default_str();
    return Wrapped(option->get_description() + (without.empty() ? "" : " [" + without + "]"));
  }
};

}  // namespace

void LayOutHelp(CLI::App& app) { app.formatter(std::make_shared<HelpFormatter>()); }

}  // namespace basalt::tools
