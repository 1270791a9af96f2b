// House rules as a test: who may include whom, who may name which library, and how long a file, a
// function and a line may be. The tables below are the architecture; docs/architecture.md draws it.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace {

constexpr std::size_t kSourceLinesMax = 400;
constexpr std::size_t kHeaderLinesMax = 200;
constexpr std::size_t kFunctionLinesMax = 70;
constexpr std::size_t kColumnsMax = 100;

// tests/ and bench/ may include anything.
const std::map<std::string, std::set<std::string>> kMayInclude = {
    {"include", {}},            // The public API: what an embedding program sees.
    {"protocol", {"include"}},  // The shapes of the API: no sockets, no storage.
    {"model", {"include"}},
    {"expr", {"include", "model"}},
    {"index", {"include", "model"}},
    {"engine", {"include", "protocol", "model", "expr", "index"}},
    {"wire", {"include", "protocol"}},  // The server is a client of the public API, like any other.
    {"remote", {"include"}},
    {"tools", {"include", "wire", "remote"}},
    {"examples", {"include"}},
};

// Inside engine/ a part may use what stands before it; files of engine/ itself are "database".
constexpr std::array<std::string_view, 13> kEngineOrder = {
    "storage",    "catalog", "capacity", "streams",  "items",      "query",   "transactions",
    "statements", "jobs",    "backups",  "transfer", "inspection", "database"};

struct Library {
  std::string name;
  std::regex mention;
  std::vector<std::string> folders;
};

const std::array kLibraries = {
    Library{"RocksDB", std::regex(R"(<rocksdb/|\brocksdb::)"), {"engine/storage/"}},
    Library{"Boost", std::regex(R"(<boost/|\bboost::)"), {"wire/http/", "remote/"}},
    Library{"RapidJSON", std::regex(R"(<rapidjson/|\brapidjson::)"), {"wire/json/", "remote/"}},
    Library{"OpenSSL", std::regex("<openssl/"), {"wire/auth/", "wire/http/", "remote/"}},
};

struct Source {
  std::string path;  // From the root of the repository.
  std::string text;
};

using Violations = std::vector<std::string>;

std::vector<std::string> LinesOf(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

std::string FirstFolder(std::string_view path) {
  return std::string(path.substr(0, path.find('/')));
}

// The part of engine/ that a path lies in; empty if it is not in engine/.
std::string EnginePart(std::string_view path) {
  constexpr std::string_view kEngine = "engine/";
  if (!path.starts_with(kEngine)) return "";
  const std::string_view rest = path.substr(kEngine.size());
  return rest.find('/') == std::string_view::npos ? "database" : FirstFolder(rest);
}

// Paths in quotes, as from the root of the repository.
std::vector<std::string> IncludesOf(const Source& source) {
  static const std::regex include_line(R"re(^\s*#\s*include\s*"([^"]+)")re");
  std::vector<std::string> includes;
  for (const std::string& line : LinesOf(source.text)) {
    std::smatch match;
    if (!std::regex_search(line, match, include_line)) continue;
    const std::string path = match[1];
    includes.push_back(path.starts_with("basalt/") ? "include/" + path : path);
  }
  return includes;
}

Violations CheckArrows(const Source& source) {
  Violations violations;
  const std::string folder = FirstFolder(source.path);
  const auto allowed = kMayInclude.find(folder);
  if (allowed == kMayInclude.end()) return violations;
  for (const std::string& include : IncludesOf(source)) {
    const std::string target = FirstFolder(include);
    if (target != folder && !allowed->second.contains(target)) {
      violations.push_back(source.path + " includes " + include);
    }
  }
  return violations;
}

Violations CheckEngineOrder(const Source& source) {
  const auto rank = [](const std::string& part) {
    return std::ranges::find(kEngineOrder, part) - kEngineOrder.begin();
  };
  Violations violations;
  const std::string part = EnginePart(source.path);
  if (part.empty()) return violations;
  if (!std::ranges::count(kEngineOrder, part)) {
    return {source.path + " is in a part of engine/ that has no place in the order"};
  }
  for (const std::string& include : IncludesOf(source)) {
    const std::string target = EnginePart(include);
    if (!target.empty() && rank(target) > rank(part)) {
      violations.push_back(source.path + " includes " + include + ", which stands right of it");
    }
  }
  return violations;
}

Violations CheckLibraries(const Source& source) {
  Violations violations;
  if (!kMayInclude.contains(FirstFolder(source.path))) return violations;
  for (const Library& library : kLibraries) {
    const bool at_home = std::ranges::any_of(
        library.folders, [&](const std::string& home) { return source.path.starts_with(home); });
    if (!at_home && std::regex_search(source.text, library.mention)) {
      violations.push_back(source.path + " names " + library.name);
    }
  }
  return violations;
}

std::size_t ColumnsOf(std::string_view line) {  // UTF-8: continuation bytes take no column.
  return static_cast<std::size_t>(
      std::ranges::count_if(line, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

Violations CheckLengths(const Source& source) {
  Violations violations;
  const std::vector<std::string> lines = LinesOf(source.text);
  const std::size_t lines_max = source.path.ends_with(".h") ? kHeaderLinesMax : kSourceLinesMax;
  if (lines.size() > lines_max) {
    violations.push_back(source.path + " has " + std::to_string(lines.size()) + " lines");
  }
  for (std::size_t number = 0; number < lines.size(); ++number) {
    if (ColumnsOf(lines[number]) <= kColumnsMax) continue;
    violations.push_back(source.path + ":" + std::to_string(number + 1) + " is too wide");
  }
  return violations;
}

// The end of the literal or comment that begins at `at`, or `at` if none does.
std::size_t SkipOpaque(std::string_view code, std::size_t at) {
  const auto after = [&](std::string_view end, std::size_t from) {
    const std::size_t found = code.find(end, from);
    return found == std::string_view::npos ? code.size() : found + end.size();
  };
  const std::string_view rest = code.substr(at);
  if (rest.starts_with("//")) return after("\n", at) - 1;
  if (rest.starts_with("/*")) return after("*/", at + 2);
  if (rest.starts_with("R\"")) {
    const std::size_t open = code.find('(', at);
    const std::string closing = ")" + std::string(code.substr(at + 2, open - at - 2)) + "\"";
    return after(closing, open);
  }
  const bool digit_separator = rest[0] == '\'' && at > 0 && std::isalnum(code[at - 1]) != 0;
  if ((rest[0] != '"' && rest[0] != '\'') || digit_separator) return at;
  std::size_t end = at + 1;
  while (end < code.size() && code[end] != rest[0]) end += code[end] == '\\' ? 2 : 1;
  return end + 1;
}

// A block is a function's (or something inside one) if what leads to it has a whole parameter list.
bool OpensFunction(std::string_view head) {
  return std::ranges::count(head, '(') > 0 &&
         std::ranges::count(head, '(') == std::ranges::count(head, ')');
}

Violations CheckFunctions(const Source& source) {
  struct Block {
    std::size_t first_line;
    bool function;
  };
  Violations violations;
  std::vector<Block> blocks;
  std::string head;
  std::size_t line = 1;
  const std::string& code = source.text;
  for (std::size_t at = 0; at < code.size();) {
    if (const std::size_t end = SkipOpaque(code, at); end > at) {
      line += static_cast<std::size_t>(
          std::ranges::count(std::string_view(code).substr(at, end - at), '\n'));
      at = end;
      continue;
    }
    const char byte = code[at++];
    if (byte == '\n') ++line;
    if (byte == '{') blocks.push_back({line, OpensFunction(head)});
    if (byte == '}' && !blocks.empty()) {
      const Block block = blocks.back();
      blocks.pop_back();
      if (block.function && line - block.first_line + 1 > kFunctionLinesMax) {
        violations.push_back(source.path + ":" + std::to_string(block.first_line) +
                             " begins a function that is too long");
      }
    }
    if (byte == '{' || byte == '}' || byte == ';') {
      head.clear();
    } else {
      head += byte;
    }
  }
  return violations;
}

std::vector<Source> AllSources() {
  const std::filesystem::path root = BASALT_SOURCE_ROOT;
  std::vector<Source> sources;
  for (const char* folder : {"include", "protocol", "model", "expr", "index", "engine", "wire",
                             "remote", "tools", "tests", "bench", "examples"}) {
    if (!std::filesystem::exists(root / folder)) continue;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const auto extension = entry.path().extension();
      if (extension != ".h" && extension != ".cc") continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << file.rdbuf();
      sources.push_back({entry.path().lexically_relative(root).generic_string(), text.str()});
    }
  }
  return sources;
}

using Check = Violations (*)(const Source&);

Violations CheckAll(Check check) {
  Violations all;
  for (const Source& source : AllSources()) {
    for (std::string& violation : check(source)) all.push_back(std::move(violation));
  }
  return all;
}

std::string Listed(const Violations& violations) {
  std::string text;
  for (const std::string& violation : violations) text += "  " + violation + "\n";
  return text;
}

TEST(Architecture, ThereAreSources) { EXPECT_GT(AllSources().size(), 20U); }

TEST(Architecture, IncludesFollowTheArrows) { EXPECT_EQ(Listed(CheckAll(CheckArrows)), ""); }

TEST(Architecture, EnginePartsUseOnlyWhatStandsLeftOfThem) {
  EXPECT_EQ(Listed(CheckAll(CheckEngineOrder)), "");
}

TEST(Architecture, LibrariesStayInTheirFolders) { EXPECT_EQ(Listed(CheckAll(CheckLibraries)), ""); }

TEST(Architecture, FilesAndLinesAreShort) { EXPECT_EQ(Listed(CheckAll(CheckLengths)), ""); }

TEST(Architecture, FunctionsAreShort) { EXPECT_EQ(Listed(CheckAll(CheckFunctions)), ""); }

// The rules must be able to fail: each on a source made up to break it, or just not to.

struct RuleCase {
  const char* name;
  Check check;
  Source source;
  std::size_t violations;
};

std::string Lines(std::size_t count) {
  std::string text;
  for (std::size_t line = 0; line < count; ++line) text += "  Call();\n";
  return text;
}

std::string Function(std::size_t lines) { return "void F(int a) {\n" + Lines(lines - 2) + "}\n"; }

const RuleCase kRuleCases[] = {
    {"WireMayNotUseModel", CheckArrows, {"wire/a.cc", "#include \"model/limits.h\"\n"}, 1},
    {"WireMayUseInclude", CheckArrows, {"wire/a.cc", "#include \"basalt/item.h\"\n"}, 0},
    {"ExprMayNotUseIndex", CheckArrows, {"expr/a.h", "#include \"index/change.h\"\n"}, 1},
    {"IncludeStandsAlone", CheckArrows, {"include/basalt/a.h", "#include \"model/a.h\"\n"}, 1},
    {"TestsMayUseAll", CheckArrows, {"tests/a.cc", "#include \"model/a.h\"\n"}, 0},
    {"ItemsMayNotUseQuery",
     CheckEngineOrder,
     {"engine/items/a.cc", "#include \"engine/query/a.h\"\n"},
     1},
    {"QueryMayUseItems",
     CheckEngineOrder,
     {"engine/query/a.cc", "#include \"engine/items/a.h\"\n"},
     0},
    {"DatabaseMayUseAll",
     CheckEngineOrder,
     {"engine/database.cc", "#include \"engine/jobs/a.h\"\n"},
     0},
    {"NobodyMayUseDatabase",
     CheckEngineOrder,
     {"engine/jobs/a.cc", "#include \"engine/database_impl.h\"\n"},
     1},
    {"NoPartWithoutAPlace", CheckEngineOrder, {"engine/helpers/a.cc", ""}, 1},
    {"RocksDbInStorage", CheckLibraries, {"engine/storage/a.cc", "#include <rocksdb/db.h>\n"}, 0},
    {"RocksDbInItems", CheckLibraries, {"engine/items/a.cc", "#include <rocksdb/db.h>\n"}, 1},
    {"RocksDbByName", CheckLibraries, {"engine/items/a.h", "rocksdb::DB* db;\n"}, 1},
    {"AsioInOperations", CheckLibraries, {"wire/operations/a.cc", "boost::asio::post();\n"}, 1},
    {"RapidJsonInHttp", CheckLibraries, {"wire/http/a.cc", "#include <rapidjson/reader.h>\n"}, 1},
    {"OpenSslInAuth", CheckLibraries, {"wire/auth/a.cc", "#include <openssl/evp.h>\n"}, 0},
    {"LongSource", CheckLengths, {"model/a.cc", Lines(401)}, 1},
    {"SourceAtTheLimit", CheckLengths, {"model/a.cc", Lines(400)}, 0},
    {"LongHeader", CheckLengths, {"model/a.h", Lines(201)}, 1},
    {"WideLine", CheckLengths, {"model/a.cc", std::string(101, 'x') + "\n"}, 1},
    {"LineAtTheLimit", CheckLengths, {"model/a.cc", std::string(99, 'x') + "\u00e9\n"}, 0},
    {"LongFunction", CheckFunctions, {"model/a.cc", Function(71)}, 1},
    {"FunctionAtTheLimit", CheckFunctions, {"model/a.cc", Function(70)}, 0},
    {"LongMethod", CheckFunctions, {"model/a.h", "class A {\n" + Function(71) + "};\n"}, 1},
    {"LongClassIsNoFunction", CheckFunctions, {"model/a.h", "class A {\n" + Lines(90) + "};\n"}, 0},
    {"LongTableIsNoFunction",
     CheckFunctions,
     {"a.cc", "const T t[] = {\n" + Lines(90) + "};\n"},
     0},
    {"BracesInText",
     CheckFunctions,
     {"a.cc", "auto a = R\"({{{)\"; /* { */ // {\n" + Function(9)},
     0},
    {"LongAfterText",
     CheckFunctions,
     {"a.cc", "auto a = R\"x({)\")x\" \"\\\"{\" '{';\n" + Function(71)},
     1},
    {"DigitSeparator", CheckFunctions, {"a.cc", "int a = 1'000;\n" + Function(71)}, 1},
};

class ArchitectureRule : public testing::TestWithParam<RuleCase> {};

TEST_P(ArchitectureRule, FindsWhatItIsFor) {
  const Violations found = GetParam().check(GetParam().source);
  EXPECT_EQ(found.size(), GetParam().violations) << Listed(found);
}

INSTANTIATE_TEST_SUITE_P(Cases, ArchitectureRule, testing::ValuesIn(kRuleCases),
                         [](const auto& rule) { return std::string(rule.param.name); });

}  // namespace
