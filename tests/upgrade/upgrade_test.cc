// Every fixture of every version opens, verifies, reads as it did with the build that wrote it, and
// serves on.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>

#include "basalt/inspect.h"
#include "tests/unit/engine/temporary_folder.h"
#include "tests/upgrade/fixture.h"

namespace basalt::upgrade {
namespace {

namespace fs = std::filesystem;

using engine_test::TemporaryFolder;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

// When the writers of fixtures end.
constexpr std::chrono::milliseconds kWritten{60'000};

std::string ContentOf(const fs::path& path) {
  std::ostringstream content;
  content << std::ifstream(path, std::ios::binary).rdbuf();
  return content.str();
}

const Kind& KindOf(const std::string& name) {
  return *std::ranges::find(Kinds(), name, [](const Kind& kind) { return std::string(kind.name); });
}

// A database on a fixture's directory, at the time at which it was written.
class World {
 public:
  World(const std::string& kind, fs::path directory)
      : kind_(KindOf(kind)), directory_(std::move(directory)) {
    Start(clock);
    clock.Advance(kWritten);
    Open();
  }

  void Open() {
    Close();
    auto opened = Database::Open(OptionsOf(kind_, directory_, clock, sink));
    ASSERT_TRUE(opened) << opened.error().message;
    database = *std::move(opened);
    ASSERT_TRUE(AwaitBuilt(*database));
  }
  void Close() { database.reset(); }

  std::string Ask(const std::string& operation, const std::string& body) {
    return upgrade::Ask(*database, operation, body);
  }

  // Until the reply no longer has that text. False: it always has.
  bool AwaitGone(const std::string& operation, const std::string& body, const std::string& text) {
    for (int look = 0; look < 6'000; ++look) {
      if (Ask(operation, body).find(text) == std::string::npos) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return false;
  }

  VirtualClock clock;
  NotingSink sink{/*takes=*/true};
  std::unique_ptr<Database> database;

 private:
  const Kind& kind_;
  const fs::path directory_;
};

// What is said in other words today, in those of the builds that wrote the directories: the answers
// must tell the same of the data; the words are AWS's, and follow them.
std::string InOlderWords(const std::string& answers) {
  static const std::regex index_of_table(R"((Index: \S+ not found) for table: [^"]+)");
  return std::regex_replace(answers, index_of_table, "$1");
}

// All that a build makes of the directory.
std::string AnswersOf(const std::string& kind, const fs::path& directory) {
  World world(kind, directory);
  std::string answers = world.database ? ReadAll(*world.database) : "it does not open\n";
  world.Close();
  for (const std::string& line : world.sink.lines()) answers += "delivered: " + line + "\n";
  return answers;
}

void ExpectSound(const fs::path& directory) {
  const auto report = Inspect(directory, {.verify = true});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_THAT(report->problems, ElementsAre());
  EXPECT_EQ(report->tables.size(), 5U);
}

// Not a test: see make_fixtures.sh.
TEST(Upgrade, DISABLED_Record) {
  const char* folder = std::getenv("BASALT_UPGRADE_RECORD");
  const char* kind = std::getenv("BASALT_UPGRADE_KIND");
  ASSERT_TRUE(folder != nullptr && kind != nullptr);
  std::ofstream(fs::path(folder) / "answers.txt") << AnswersOf(kind, fs::path(folder) / "data");
}

struct Archive {
  std::string version;
  std::string kind;
};

std::vector<Archive> Archives() {
  std::vector<Archive> archives;
  for (const auto& version : fs::directory_iterator(BASALT_UPGRADE_FOLDER)) {
    if (!version.path().filename().string().starts_with("version-")) continue;
    for (const auto& archive : fs::directory_iterator(version.path())) {
      archives.push_back({version.path().filename(), archive.path().stem().stem()});
    }
  }
  return archives;
}

class Upgrade : public testing::TestWithParam<Archive> {
 protected:
  void SetUp() override {
    const fs::path archive =
        fs::path(BASALT_UPGRADE_FOLDER) / GetParam().version / (GetParam().kind + ".tar.gz");
    const std::string unpack =
        "tar -xzf '" + archive.string() + "' -C '" + folder_.path().string() + "'";
    ASSERT_EQ(std::system(unpack.c_str()), 0);
  }

  fs::path data() const { return folder_.path() / "data"; }

  const TemporaryFolder folder_;
};

TEST_P(Upgrade, IsInspectedAsItIs) {
  const std::string format = ContentOf(data() / "FORMAT");
  ExpectSound(data());
  EXPECT_EQ(ContentOf(data() / "FORMAT"), format);
}

TEST_P(Upgrade, ReadsAsItDid) {
  const std::string expected = ContentOf(folder_.path() / "answers.txt");
  EXPECT_THAT(expected, HasSubstr("delivered: "));
  EXPECT_EQ(InOlderWords(AnswersOf(GetParam().kind, data())), expected);
  ExpectSound(data());
}

// Each round is a start: what one writes, the next finds.
TEST_P(Upgrade, ServesOn) {
  World world(GetParam().kind, data());
  ASSERT_NE(world.database, nullptr);
  for (int round = 1; round <= 3; ++round) {
    const std::string number = std::to_string(round);
    const std::string put = world.Ask(
        "PutItem", R"({"TableName":"orders","Item":{"customer":{"S":"new"},"number":{"N":")" +
                       number + R"("},"status":{"S":"new"},"total":{"N":"1"}}})");
    EXPECT_EQ(put, "{}");
    EXPECT_EQ(
        world.Ask("UpdateItem", R"({"TableName":"orders","Key":{"customer":{"S":"ann"},"number":)"
                                R"({"N":"1"}},"UpdateExpression":"ADD seen :one","ReturnValues":)"
                                R"("UPDATED_NEW","ExpressionAttributeValues":{":one":{"N":"1"}}})"),
        R"({"Attributes":{"seen":{"N":")" + std::to_string(round + 1) + R"("}}})");
    world.Open();
    EXPECT_THAT(world.Ask("Query", R"({"TableName":"orders","IndexName":"by-status","Select":)"
                                   R"("COUNT","KeyConditionExpression":"#s = :new",)"
                                   R"("ExpressionAttributeNames":{"#s":"status"},)"
                                   R"("ExpressionAttributeValues":{":new":{"S":"new"}}})"),
                HasSubstr(R"("Count":)" + number));
  }
  world.Close();
  ExpectSound(data());
}

TEST_P(Upgrade, TimeGoesOn) {
  World world(GetParam().kind, data());
  ASSERT_NE(world.database, nullptr);
  const std::string scan = R"({"TableName":"orders"})";
  EXPECT_THAT(world.Ask("Scan", scan), HasSubstr("1700000200"));
  world.clock.Advance(std::chrono::hours(1));
  EXPECT_TRUE(world.AwaitGone("Scan", scan, "1700000200")) << "an item does not expire";

  // Records, streams that have ended and tokens are forgotten when they are old enough.
  const std::string streams = world.Ask("ListStreams", "{}");
  EXPECT_THAT(streams, HasSubstr(R"("TableName":"gone")"));
  world.clock.Advance(std::chrono::hours(25));
  EXPECT_TRUE(world.AwaitGone("ListStreams", "{}", R"("TableName":"gone")"));
  EXPECT_EQ(world.Ask("TransactWriteItems",
                      R"({"ClientRequestToken":"token-of-the-fixture","TransactItems":[{"Delete":)"
                      R"({"TableName":"orders","Key":{"customer":{"S":"eve"},"number":)"
                      R"({"N":"6"}}}}]})"),
            "{}");
  world.Close();
  ExpectSound(data());
}

INSTANTIATE_TEST_SUITE_P(Fixtures, Upgrade, testing::ValuesIn(Archives()), [](const auto& archive) {
  std::string name = archive.param.version + "_" + archive.param.kind;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace basalt::upgrade
