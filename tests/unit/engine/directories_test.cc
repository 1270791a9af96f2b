// Which directories a database opens, and which it leaves alone: one opener at a time whatever the
// spelling, relative names, other users, foreign files, starts that fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <latch>
#include <thread>

#include "basalt/inspect.h"
#include "engine/database.h"
#include "tables_world.h"

namespace basalt::directories_test {
namespace {

namespace fs = std::filesystem;

using tables_test::MessageOf;
using tables_test::OnDemandTable;
using tables_test::PutInto;
using tables_test::TemporaryFolder;
using tables_test::Text;
using testing::HasSubstr;

Result<std::unique_ptr<Database>> Open(const fs::path& directory) {
  return Database::Open({.directory = directory, .durability = Durability::kInterval});
}

void MakeNotes(Database& database) {
  ASSERT_TRUE(database.CreateTable(OnDemandTable("notes", "pk", "pk")));
}

bool HasNote(Database& database, const std::string& key) {
  const auto got = tables_test::GetFrom(database, "notes", {{"pk", Text(key)}});
  return got && got->item;
}

// Changes the working directory while it exists.
class WorkingDirectory {
 public:
  explicit WorkingDirectory(const fs::path& path) : before_(fs::current_path()) {
    fs::current_path(path);
  }
  ~WorkingDirectory() { fs::current_path(before_); }

 private:
  const fs::path before_;
};

TEST(Directories, AreOpenedOnceWhateverTheSpelling) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  auto first = Open(data);
  ASSERT_TRUE(first) << first.error().message;
  MakeNotes(**first);
  fs::create_directory_symlink(data, folder.path() / "link");
  fs::create_directory(folder.path() / "other");
  const WorkingDirectory here(folder.path());
  for (const fs::path& spelling :
       {data, data / "", folder.path() / "." / "data", folder.path() / "other" / ".." / "data",
        folder.path() / "link", folder.path() / "link" / "", fs::path("data"), fs::path("./data/"),
        fs::path("//" + data.string())}) {
    SCOPED_TRACE(spelling);
    EXPECT_THAT(MessageOf(Open(spelling)), HasSubstr("this process has it open already"));
  }
  PutInto(**first, "notes", {{"pk", Text("one")}});
  (*first).reset();
  auto again = Open(folder.path() / "link");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_TRUE(HasNote(**again, "one"));
}

TEST(Directories, ThatAreRelativeStayWhereTheyWere) {
  const TemporaryFolder folder;
  std::unique_ptr<Database> database;
  {
    const WorkingDirectory here(folder.path());
    auto opened = OpenDatabase({.directory = "data", .write_buffer_bytes = 64 * 1024}, {});
    ASSERT_TRUE(opened) << opened.error().message;
    database = *std::move(opened);
  }
  const TemporaryFolder elsewhere;
  const WorkingDirectory there(elsewhere.path());
  MakeNotes(*database);
  for (int number = 0; number < 30; ++number) {  // So many that new files have to be made.
    PutInto(*database, "notes",
            {{"pk", Text(std::to_string(number))}, {"payload", Text(std::string(20'000, 'x'))}});
  }
  database.reset();
  EXPECT_TRUE(fs::is_empty(elsewhere.path()));
  auto again = Open(folder.path() / "data");
  ASSERT_TRUE(again) << again.error().message;
  for (int number = 0; number < 30; ++number) {
    EXPECT_TRUE(HasNote(**again, std::to_string(number)));
  }
}

TEST(Directories, AreOpenedByOneOfManyThreads) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  for (int round = 0; round < 3; ++round) {
    std::atomic<int> opened = 0;
    std::vector<std::unique_ptr<Database>> databases(8);
    {
      std::vector<std::jthread> threads;
      for (std::size_t i = 0; i < databases.size(); ++i) {
        threads.emplace_back([&, i] {
          auto database = Open(i % 2 == 0 ? data : data / "");
          if (!database) return;
          ++opened;
          databases[i] = *std::move(database);
        });
      }
    }
    EXPECT_EQ(opened, 1);
  }
  EXPECT_TRUE(Open(data));
}

TEST(Directories, OfManyDatabasesAreOpenedByManyThreads) {
  constexpr int kThreads = 10;
  constexpr int kDatabasesEach = 10;
  const TemporaryFolder folder;
  std::vector<std::jthread> threads;
  for (int thread = 0; thread < kThreads; ++thread) {
    threads.emplace_back([&, thread] {
      for (int number = 0; number < kDatabasesEach; ++number) {
        const fs::path data =
            folder.path() / (std::to_string(thread) + "-" + std::to_string(number));
        auto database = number % 2 == 0 ? Open(data) : Database::Open({});
        ASSERT_TRUE(database) << database.error().message;
        MakeNotes(**database);
        PutInto(**database, "notes", {{"pk", Text("one")}});
        EXPECT_TRUE(HasNote(**database, "one"));
      }
    });
  }
}

TEST(Directories, InUseAreNotSalvaged) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  auto database = Open(data);
  ASSERT_TRUE(database) << database.error().message;
  EXPECT_THAT(MessageOf(Salvage(data / "", folder.path() / "new")),
              HasSubstr("this process has it open already"));
  EXPECT_FALSE(fs::exists(folder.path() / "new.unfinished"));
  (*database).reset();
  EXPECT_TRUE(Salvage(data, folder.path() / "new"));
}

TEST(Directories, WithinAnotherAreOfTheirOwn) {
  const TemporaryFolder folder;
  const fs::path outer = folder.path() / "outer";
  auto first = Open(outer);
  ASSERT_TRUE(first) << first.error().message;
  MakeNotes(**first);
  auto second = Open(outer / "inner");
  ASSERT_TRUE(second) << second.error().message;
  MakeNotes(**second);
  PutInto(**second, "notes", {{"pk", Text("inner")}});
  (*first).reset();
  first = Open(outer);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_FALSE(HasNote(**first, "inner"));
  EXPECT_TRUE(HasNote(**second, "inner"));
}

TEST(Directories, ThatAreNoneAreRefused) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "mine";
  EXPECT_THAT(MessageOf(Open("")), HasSubstr("name a directory"));
  EXPECT_THAT(MessageOf(Inspect("")), HasSubstr("has no name"));
  EXPECT_THAT(MessageOf(Open(folder.path() / "file")), HasSubstr("is not a directory"));
  EXPECT_THAT(MessageOf(Inspect(folder.path() / "file")), HasSubstr("is not a directory"));
  EXPECT_THAT(MessageOf(Open(folder.path() / "file" / "data")), HasSubstr("ot a directory"));
}

TEST(Directories, WithAPipeAmongTheirFilesAreRefused) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  ASSERT_TRUE(Open(data));
  ASSERT_EQ(::mkfifo((data / "999999.log").c_str(), 0600), 0);
  EXPECT_THAT(MessageOf(Open(data)), HasSubstr("999999.log' is not a file"));
  EXPECT_THAT(MessageOf(Inspect(data)), HasSubstr("999999.log' is not a file"));
  EXPECT_THAT(MessageOf(Salvage(data, folder.path() / "new")), "it succeeded");
}

TEST(Directories, AreEmptyWithAToolsMarks) {
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  fs::create_directory(data);
  for (const char* name : {".gitkeep", ".gitignore", ".DS_Store", "._.DS_Store"}) {
    std::ofstream(data / name) << "*";
  }
  auto database = Open(data);
  ASSERT_TRUE(database) << database.error().message;
  MakeNotes(**database);
  (*database).reset();
  EXPECT_TRUE(Open(data));
  EXPECT_TRUE(fs::exists(data / ".gitignore"));
}

TEST(Directories, AreForTheirOwnerAlone) {
  const TemporaryFolder folder;
  const mode_t before = ::umask(0);
  const auto database = Open(folder.path() / "made" / "data");
  ::umask(before);
  ASSERT_TRUE(database) << database.error().message;
  for (const char* name : {"made", "made/data"}) {
    EXPECT_EQ(fs::status(folder.path() / name).permissions(), fs::perms::owner_all) << name;
  }
  fs::create_directory(folder.path() / "theirs");
  fs::permissions(folder.path() / "theirs", fs::perms(0750));
  ASSERT_TRUE(Open(folder.path() / "theirs"));
  EXPECT_EQ(fs::status(folder.path() / "theirs").permissions(), fs::perms(0750));
}

// Runs `body` in a process of another user; returns what it says.
template <typename Body>
std::string AsNobody(const Body& body) {
  constexpr uid_t kNobody = 65534;
  int ends[2];
  if (::pipe(ends) != 0) return "no pipe";
  const pid_t child = ::fork();
  if (child == 0) {
    const bool is_nobody =
        ::setresgid(kNobody, kNobody, kNobody) == 0 && ::setresuid(kNobody, kNobody, kNobody) == 0;
    const std::string said = is_nobody ? body() : "cannot become nobody";
    const bool told = ::write(ends[1], said.data(), said.size()) >= 0;
    ::_exit(told ? 0 : 1);
  }
  ::close(ends[1]);
  std::string said(4096, '\0');
  said.resize(static_cast<std::size_t>(std::max<ssize_t>(0, ::read(ends[0], said.data(), 4096))));
  ::close(ends[0]);
  ::waitpid(child, nullptr, 0);
  return said;
}

TEST(Directories, OfAnotherOwnerAreRefusedWithTheCure) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can be somebody else";
  const TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  ASSERT_TRUE(Open(data));
  fs::permissions(folder.path(), fs::perms(0755));
  EXPECT_THAT(AsNobody([&] { return MessageOf(Open(data)); }),
              testing::AllOf(HasSubstr("belongs to uid 0"), HasSubstr("runs as uid 65534"),
                             HasSubstr("chown -R 65534 " + data.string())));
  fs::permissions(data, fs::perms(0777));
  for (const auto& entry : fs::directory_iterator(data)) {
    fs::permissions(entry.path(), fs::perms(0644));
  }
  EXPECT_THAT(AsNobody([&] { return MessageOf(Open(data)); }), HasSubstr("chown -R 65534"));
  EXPECT_EQ(AsNobody([&] { return MessageOf(Inspect(data)); }), "it succeeded");

  fs::create_directory(folder.path() / "empty");
  EXPECT_THAT(AsNobody([&] { return MessageOf(Open(folder.path() / "empty")); }),
              HasSubstr("chown -R 65534"));
  EXPECT_TRUE(Open(data));
}

TEST(Directories, ThatAreNewAreGoneWhenTheirDatabaseCannotBe) {
  const TemporaryFolder folder;
  ASSERT_TRUE(Open(folder.path() / "data"));
  fs::create_directory(folder.path() / "empty");
  rlimit files{};
  ASSERT_EQ(::getrlimit(RLIMIT_NOFILE, &files), 0);
  const rlim_t next = static_cast<rlim_t>(::dup(0));
  ::close(static_cast<int>(next));
  for (const rlim_t more : {0, 1, 2, 3, 4, 5, 6, 8, 10}) {
    SCOPED_TRACE(more);
    const rlimit few{.rlim_cur = next + more, .rlim_max = files.rlim_max};
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &few), 0);
    const auto made = Open(folder.path() / "a" / "b");
    const auto filled = Open(folder.path() / "empty");
    ASSERT_EQ(::setrlimit(RLIMIT_NOFILE, &files), 0);
    if (!made) {
      EXPECT_FALSE(fs::exists(folder.path() / "a")) << MessageOf(made);
    }
    if (!filled) {
      fs::remove(folder.path() / "empty" / "LOCK");
      EXPECT_TRUE(fs::is_empty(folder.path() / "empty"));
    }
    if (more == 0) {
      EXPECT_FALSE(made);
    }
  }
}

// A clock that lets a thread that asked to be held wait for its release.
class HoldingClock final : public Clock {
 public:
  TimePoint Now() const override {
    if (held_thread == std::this_thread::get_id()) {
      entered.count_down();
      released.wait();
    }
    return SystemClock().Now();
  }

  mutable std::latch entered{1};
  std::latch released{1};
  std::atomic<std::thread::id> held_thread{};
};

TEST(Ending, WaitsForCallsThatAreUnderWay) {
  HoldingClock clock;
  auto opened = Database::Open({.clock = &clock});
  ASSERT_TRUE(opened) << opened.error().message;
  std::unique_ptr<Database> database = *std::move(opened);
  Database* borrowed = database.get();

  std::string answer;
  std::jthread caller([&] {
    clock.held_thread = std::this_thread::get_id();
    answer = MessageOf(borrowed->CreateTable(OnDemandTable("notes", "pk", "pk")));
  });
  clock.entered.wait();
  std::atomic<bool> ended = false;
  std::jthread ending([&] {
    database.reset();
    ended = true;
  });
  std::this_thread::sleep_for(std::chrono::milliseconds(100));
  EXPECT_FALSE(ended);
  clock.held_thread = std::thread::id();
  clock.released.count_down();
  ending.join();
  EXPECT_TRUE(ended);
  caller.join();
  EXPECT_EQ(answer, "it succeeded");
}

}  // namespace
}  // namespace basalt::directories_test
