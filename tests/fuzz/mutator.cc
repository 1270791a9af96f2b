#include "tests/fuzz/mutator.h"

#include <algorithm>
#include <fstream>

namespace basalt::fuzz {
namespace {

constexpr std::size_t kChangesMax = 4;

// A word as it stands between the quotes of a dictionary: \\, \" and \xAB.
std::string Unescaped(const std::string& text) {
  std::string word;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '\\' || at + 1 == text.size()) {
      word += text[at];
    } else if (text[++at] == 'x' && at + 2 < text.size()) {
      word += static_cast<char>(std::stoi(text.substr(at + 1, 2), nullptr, 16));
      at += 2;
    } else {
      word += text[at];
    }
  }
  return word;
}

}  // namespace

std::string Mutator::Next(const std::vector<std::string>& inputs) {
  std::string text = inputs[Below(inputs.size())];
  const std::string& other = inputs[Below(inputs.size())];
  for (std::size_t changes = 1 + Below(kChangesMax); changes > 0; --changes) Change(text, other);
  return text;
}

void Mutator::Change(std::string& text, const std::string& other) {
  const std::size_t at = Below(text.size() + 1);
  const std::size_t length = Below(std::min<std::size_t>(text.size() - at, 32) + 1);
  switch (Below(words_.empty() ? 5 : 7)) {
    case 0:
      text.insert(at, 1, static_cast<char>(Below(256)));
      return;
    case 1:
      if (at < text.size()) text[at] = static_cast<char>(text[at] ^ 1 << Below(8));
      return;
    case 2:
      text.erase(at, length);
      return;
    case 3:
      text.insert(at, text.substr(at, length));
      return;
    case 4: {
      const std::size_t from = Below(other.size() + 1);
      text.replace(at, length, other.substr(from, Below(64)));
      return;
    }
    default:
      text.replace(at, Below(2) == 0 ? 0 : length, words_[Below(words_.size())]);
  }
}

std::vector<std::string> ReadDictionary(const std::filesystem::path& file) {
  std::vector<std::string> words;
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t begin = line.find('"');
    const std::size_t end = line.rfind('"');
    if (line.starts_with('#') || begin == end) continue;
    words.push_back(Unescaped(line.substr(begin + 1, end - begin - 1)));
  }
  return words;
}

}  // namespace basalt::fuzz
