#include "wire/memory/call_memory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "wire/http/gzip.h"
#include "wire/json/json_document.h"
#include "wire/json/request_members.h"

namespace basalt::wire {
namespace {

namespace call_memory_test {

constexpr std::size_t kMegabyte = 1024 * 1024;

TEST(MemoryBudget, HoldsRepliesBackAtHalfAndLeavesTheRestToWork) {
  MemoryBudget budget(100 * kMegabyte);
  budget.TakeReply(50 * kMegabyte);
  EXPECT_TRUE(budget.HasRoomForReply(0));
  EXPECT_FALSE(budget.HasRoomForReply(1));
  EXPECT_TRUE(budget.TryTake(50 * kMegabyte));
  EXPECT_FALSE(budget.TryTake(1));
  budget.GiveReply(50 * kMegabyte);
  EXPECT_TRUE(budget.TryTake(50 * kMegabyte));
  budget.Give(100 * kMegabyte);
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(MemoryBudget, SaysOnceWhenItHasCalmedDown) {
  MemoryBudget budget(100 * kMegabyte);
  EXPECT_FALSE(budget.HasCalmedDown());
  ASSERT_TRUE(budget.TryTake(60 * kMegabyte));
  EXPECT_FALSE(budget.HasCalmedDown());
  budget.Give(60 * kMegabyte);
  EXPECT_TRUE(budget.HasCalmedDown());
  EXPECT_FALSE(budget.HasCalmedDown());
}

// A reply is charged when it is made, and again as what is sent of it.
TEST(MemoryShare, HoldsAReplyOnceHoweverOftenItIsTold) {
  MemoryBudget budget(kMegabyte);
  MemoryShare reply(budget, MemoryShare::Purpose::kReply);
  for (const std::size_t bytes : {300'000U, 300'000U, 500'000U, 100'000U}) {
    reply.Hold(bytes);
    EXPECT_EQ(budget.taken(), bytes);
  }
  reply.Hold(100);
  EXPECT_EQ(budget.taken(), 0U);
  reply.Hold(200'000);
  reply.Release();
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(CallMemory, ChargesWhatIsMoreThanAFewKilobytesAndGivesAllBack) {
  MemoryBudget budget(kMegabyte);
  {
    CallMemory call(budget);
    TakeMemory(CallMemory::kFreeBytes);
    EXPECT_EQ(budget.taken(), 0U);
    TakeMemory(100'000);
    EXPECT_GE(budget.taken(), 100'000U);
    EXPECT_THROW(TakeMemory(kMegabyte), OutOfBudget);
    GiveMemory(100'000);
    TakeMemory(100'000);
    EXPECT_LT(budget.taken(), 200'000U);
  }
  EXPECT_EQ(budget.taken(), 0U);
  EXPECT_EQ(CallMemory::Current(), nullptr);
  TakeMemory(100 * kMegabyte);  // Nobody's: there is no bound.
}

TEST(CallMemory, BeginsWithWhatWasReservedForIt) {
  MemoryBudget budget(kMegabyte);
  ASSERT_TRUE(budget.TryTake(500'000));
  {
    CallMemory call(budget, 500'000);
    TakeMemory(500'000);
    EXPECT_EQ(budget.taken(), 500'000U);
  }
  EXPECT_EQ(budget.taken(), 0U);
}

std::string ListOfZeros(std::string_view member, std::size_t bytes) {
  std::string body = "{\"" + std::string(member) + "\":[0";
  while (body.size() < bytes) body += ",0";
  return body + "]}";
}

TEST(JsonDocument, ChargesItsTree) {
  MemoryBudget budget(100 * kMegabyte);
  CallMemory call(budget);
  std::string body = ListOfZeros("Item", kMegabyte);
  {
    const JsonDocument document(body);
    EXPECT_TRUE(document.well_formed());
    EXPECT_GT(budget.taken(), 8 * kMegabyte);  // 16 bytes for two.
  }
  std::string again = ListOfZeros("Item", kMegabyte);
  const std::size_t taken = budget.taken();
  const JsonDocument document(again);
  EXPECT_EQ(budget.taken(), taken);  // The same memory is charged again.
}

TEST(JsonDocument, EndsWhereTheBudgetDoes) {
  MemoryBudget budget(4 * kMegabyte);
  {
    CallMemory call(budget);
    std::string body = ListOfZeros("Item", kMegabyte);
    EXPECT_THROW(JsonDocument document(body), OutOfBudget);
  }
  EXPECT_EQ(budget.taken(), 0U);
}

TEST(JsonDocument, LeavesOutMembersThatNobodyLooksFor) {
  MemoryBudget budget(kMegabyte);
  CallMemory call(budget);
  std::string body = ListOfZeros("Nothing", kMegabyte);
  body.insert(1, R"("Limit":1,)");
  body.insert(body.size() - 1, R"(,"Other":{"Limit":2,"TableName":{}},"TableName":"abc")");
  const JsonDocument document(body);

  ASSERT_TRUE(document.well_formed());
  EXPECT_EQ(document.root().MemberCount(), 2U);
  EXPECT_EQ(FindMember(document.root(), "Limit")->GetInt(), 1);
  EXPECT_EQ(TextOf(*FindMember(document.root(), "TableName")), "abc");
}

TEST(JsonDocument, ChecksAlsoWhatItLeavesOut) {
  const std::string zeros = ListOfZeros("Nothing", kMegabyte);
  const std::string inner = zeros.substr(1, zeros.size() - 2);
  for (const char* wrong : {R"(,"a":[1,2})", R"(,"a":"\ud800")", R"(,"a":01)", R"(,"\udc00":1)"}) {
    std::string body = "{" + inner + wrong + "}";
    EXPECT_FALSE(JsonDocument(body).well_formed()) << wrong;
  }
  std::string deep = "{" + inner + ",\"a\":" + std::string(600, '[') + std::string(600, ']') + "}";
  EXPECT_FALSE(JsonDocument(deep).well_formed());
}

TEST(Gzip, ChargesWhatItUnpacks) {
  MemoryBudget budget(4 * kMegabyte);
  const std::string bomb = Compress(std::string(10 * kMegabyte, ' '));
  CallMemory call(budget);
  EXPECT_THROW((void)Decompress(bomb, 16 * kMegabyte), OutOfBudget);
}

TEST(CallMemory, PaysForWhatTheEngineStages) {
  MemoryBudget budget(1'000'000);
  {
    CallMemory call(budget);
    const MemoryCharge charge(500'000);
    EXPECT_GE(budget.taken(), 500'000U - CallMemory::kFreeBytes);
    EXPECT_THROW(MemoryCharge(600'000), OutOfBudget);
  }
  EXPECT_EQ(budget.taken(), 0U);
  const MemoryCharge of_nobody(600'000);
  EXPECT_EQ(budget.taken(), 0U);
}

// Members of operations come from their descriptions; those of administrative requests, which are
// read here and there, have to be named.
TEST(RequestMembers, AreAllThatOperationsRead) {
  const std::regex reading(R"re(\b(?:Required|Optional|Has)\(\s*"([A-Za-z]+)")re");
  std::size_t found = 0;
  const std::filesystem::path wire = std::filesystem::path(BASALT_SOURCE_ROOT) / "wire";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(wire)) {
    if (entry.path().extension() != ".cc") continue;
    std::ostringstream text;
    text << std::ifstream(entry.path()).rdbuf();
    const std::string source = text.str();
    for (std::sregex_iterator at(source.begin(), source.end(), reading), end; at != end; ++at) {
      EXPECT_TRUE(IsRequestMember((*at)[1].str())) << entry.path() << ": " << (*at)[1];
      ++found;
    }
  }
  EXPECT_GE(found, 5U);
  EXPECT_TRUE(IsRequestMember("KeyConditionExpression"));
  EXPECT_TRUE(IsRequestMember("PutRequest"));
  EXPECT_TRUE(IsRequestMember("ApproximateCreationDateTimePrecision"));
  EXPECT_FALSE(IsRequestMember("Nothing"));
  EXPECT_FALSE(IsRequestMember(""));
}

}  // namespace call_memory_test
}  // namespace
}  // namespace basalt::wire
