#include "wire/memory/call_memory.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "basalt/value_builder.h"
#include "wire/http/gzip.h"
#include "wire/json/item_json.h"
#include "wire/json/json_document.h"
#include "wire/json/request_members.h"
#include "wire/json/request_reader.h"
#include "wire/memory/free_body.h"
#include "wire/memory/free_pages.h"

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
    ASSERT_EQ(MemoryAccount::Current(), &call);
    MemoryAccount::Current()->Take(500'000);
    EXPECT_GE(budget.taken(), 500'000U - CallMemory::kFreeBytes);
    EXPECT_THROW(MemoryAccount::Current()->Take(600'000), OutOfBudget);
  }
  EXPECT_EQ(budget.taken(), 0U);
  EXPECT_EQ(MemoryAccount::Current(), nullptr);
}

TEST(FreeBody, LetsTheCallUseWhatTheBodyWasChargedFor) {
  MemoryBudget budget(3 * kMegabyte);
  ASSERT_TRUE(budget.TryTake(kMegabyte));  // As a connection does for the body.
  CallMemory call(budget);
  std::string body(kMegabyte, ' ');
  TakeMemory(2 * kMegabyte);  // The decoded request.
  EXPECT_THROW(TakeMemory(kMegabyte), OutOfBudget);
  FreeBody(body);
  EXPECT_LT(body.capacity(), kMegabyte);
  TakeMemory(kMegabyte);
  EXPECT_THROW(TakeMemory(kMegabyte), OutOfBudget);
}

struct KeysRequest {
  std::vector<RequestItem> keys;
};

Result<KeysRequest> ReadKeys(std::string body, std::int64_t keys_max) {
  RequestReader reader(body);
  KeysRequest request;
  reader.fields().Required("Keys", request.keys, {.max = keys_max});
  return reader.Finish(std::move(request));
}

// What the error takes that quotes a megabyte of the list.
constexpr std::size_t kQuoteBytes = 18 * kMegabyte;

// What the tree takes of a list of a megabyte; the items would take as much again.
constexpr std::size_t kTreeBytes = 11 * kMegabyte;

TEST(RequestReader, KeepsNothingOfARequestThatItRefuses) {
  const std::string key = R"({"a":{"S":"b"}})";
  std::string body = R"({"Keys":[)" + key;
  while (body.size() < kMegabyte) body += "," + key;
  body += "]}";
  {
    MemoryBudget budget(kTreeBytes);
    CallMemory call(budget);
    EXPECT_THROW((void)ReadKeys(body, 1'000'000), OutOfBudget);
  }
  MemoryBudget budget(kTreeBytes + kQuoteBytes);
  CallMemory call(budget);
  const auto request = ReadKeys(body, 100);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, ErrorCode::kValidation);
}

TEST(RequestReader, ChecksAlsoWhatItDoesNotKeep) {
  const auto request = ReadKeys(R"({"Keys":[{},{},{"a":{"S":1}}]})", 1);
  ASSERT_FALSE(request);
  EXPECT_EQ(request.error().code, ErrorCode::kSerialization);
}

TEST(AppendItemJson, ChargesWhatEscapesAdd) {
  MemoryBudget budget(3 * kMegabyte);
  const Item item{{"a", AttributeValue{std::string(kMegabyte, '\x01')}}};
  const EncodedItem encoded = *Encode(item);
  CallMemory call(budget);
  std::string out;
  EXPECT_THROW(AppendItemJson(out, encoded.view()), OutOfBudget);
}

TEST(AppendItemJson, ChargesWhatBase64Adds) {
  MemoryBudget budget(kMegabyte);
  const Item item{{"a", AttributeValue{Binary{std::string(kMegabyte, '\x01')}}}};
  const EncodedItem encoded = *Encode(item);
  CallMemory call(budget);
  std::string out;
  EXPECT_THROW(AppendItemJson(out, encoded.view()), OutOfBudget);
}

#if !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)  // They have heaps of their own.
// What is freed in small pieces stays with the C library, unless it is asked for.
TEST(FreePages, GoBackToTheSystemWhileTheCallPaysForThem) {
  MemoryBudget budget(200 * kMegabyte);
  const std::size_t before = ResidentBytes();
  CallMemory call(budget);
  {
    std::vector<std::string> pieces(1'000'000);
    TakeMemory(pieces.size() * (sizeof(std::string) + HeapBytes(41)));
    for (std::string& piece : pieces) piece.assign(40, 'a');
    EXPECT_GT(ResidentBytes(), before + 60 * kMegabyte);
    const std::vector<std::string> behind(1000, std::string(40, 'a'));  // These stay.
    pieces.clear();
    pieces.shrink_to_fit();
    EXPECT_GT(ResidentBytes(), before + 40 * kMegabyte);
    call.ReturnFreePages(0);
    EXPECT_GT(budget.taken(), 60 * kMegabyte);
    EXPECT_LT(ResidentBytes(), before + 30 * kMegabyte);
  }
}
#endif

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
