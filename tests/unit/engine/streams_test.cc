#include <algorithm>
#include <map>
#include <set>
#include <thread>

#include "engine/streams/keyed_hash.h"
#include "engine/streams/sequence_number.h"
#include "tests/unit/engine/streams_world.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::streams_test {
namespace {

using namespace std::chrono_literals;

TEST(KeyedHash, IsThatOfThePaper) {
  const HashKey key{0x0706050403020100, 0x0f0e0d0c0b0a0908};
  std::string bytes;
  for (char byte = 0; byte < 15; ++byte) bytes.push_back(byte);
  EXPECT_EQ(KeyedHash(key, bytes), 0xa129ca6149be45e5);
}

TEST(SequenceNumber, TextsSortAsNumbersDoAndReadBack) {
  EXPECT_EQ(SequenceText(0), "100000000000000000000");
  EXPECT_EQ(SequenceText(UINT64_MAX), "118446744073709551615");
  EXPECT_LT(SequenceText(9), SequenceText(10));
  EXPECT_EQ(ParseSequence(SequenceText(4711)), 4711U);
  for (const char* text : {"", "4711", "200000000000000000000", "10000000000000000000x",
                           "199999999999999999999", "1000000000000000000000"}) {
    EXPECT_FALSE(ParseSequence(text)) << text;
  }
}

TEST(Streams, TellOfInsertsChangesAndRemovals) {
  StreamsWorld world;
  world.Put("a", 1);
  world.Put("a", 1);  // Changes nothing.
  world.Put("a", 25);
  world.Delete("a");
  world.Delete("a");  // Nothing is there.

  const auto records = world.All();
  ASSERT_EQ(records.size(), 3U);
  EXPECT_EQ(records[0].event_name, OperationType::kInsert);
  EXPECT_FALSE(records[0].old_image);
  EXPECT_EQ(records[1].event_name, OperationType::kModify);
  EXPECT_EQ(records[1].old_image->ToItem(), (Item{{"pk", S("a")}, {"value", N(1)}}));
  EXPECT_EQ(records[1].new_image->ToItem(), (Item{{"pk", S("a")}, {"value", N(25)}}));
  EXPECT_EQ(records[1].keys.ToItem(), (Item{{"pk", S("a")}}));
  EXPECT_EQ(records[1].size_bytes, 3 + 10 + 10);
  EXPECT_EQ(records[2].event_name, OperationType::kRemove);
  EXPECT_FALSE(records[2].new_image);
  EXPECT_FALSE(records[2].user_identity);
  EXPECT_EQ(records[0].approximate_creation_date_time,
            std::chrono::floor<std::chrono::seconds>(world.clock.Now()));
  EXPECT_EQ(records[0].event_id.size(), 32U);
  EXPECT_EQ(records[0].event_id, world.All()[0].event_id);
  EXPECT_NE(records[0].event_id, records[1].event_id);
}

struct ViewCase {
  StreamViewType view;
  bool has_old, has_new;
};

TEST(Streams, ShowWhatTheirViewTypeSays) {
  for (const auto& [view, has_old, has_new] :
       {ViewCase{StreamViewType::kKeysOnly, false, false},
        ViewCase{StreamViewType::kNewImage, false, true},
        ViewCase{StreamViewType::kOldImage, true, false},
        ViewCase{StreamViewType::kNewAndOldImages, true, true}}) {
    SCOPED_TRACE(NameOf(view));
    StreamsWorld world(1, view);
    world.Put("a", 1);
    world.Put("a", 2);
    const auto records = world.All();
    ASSERT_EQ(records.size(), 2U);
    EXPECT_EQ(records[1].old_image.has_value(), has_old);
    EXPECT_EQ(records[1].new_image.has_value(), has_new);
    EXPECT_EQ(records[1].stream_view_type, view);
  }
}

TEST(Streams, AreReadFromWhereTheIteratorSays) {
  StreamsWorld world;
  const std::string shard = world.Describe().shards[0].shard_id;
  world.Put("a", 1);
  const std::string latest = world.IteratorOf(shard, ShardIteratorType::kLatest);
  world.Put("a", 2);
  world.Put("a", 3);

  const auto page = world.Read(world.IteratorOf(shard, ShardIteratorType::kTrimHorizon), 2);
  ASSERT_TRUE(page);
  ASSERT_EQ(page->records.size(), 2U);
  const auto rest = world.Read(*page->next_shard_iterator);
  ASSERT_EQ(rest->records.size(), 1U);
  EXPECT_TRUE(world.Read(*rest->next_shard_iterator)->records.empty());
  EXPECT_EQ(world.Read(latest)->records.size(), 2U);

  const std::string second = page->records[1].sequence_number;
  const auto at = world.IteratorOf(shard, ShardIteratorType::kAtSequenceNumber, second);
  EXPECT_EQ(world.Read(at)->records.size(), 2U);
  const auto after = world.IteratorOf(shard, ShardIteratorType::kAfterSequenceNumber, second);
  EXPECT_EQ(world.Read(after)->records.size(), 1U);
}

TEST(Streams, AnswerWithOneMegabyteAtMost) {
  StreamsWorld world(1, StreamViewType::kNewImage);
  for (const char* pk : {"a", "b", "c", "d", "e"}) {
    ASSERT_TRUE(world.database->PutItem(
        {.table_name = "notes",
         .item = Item{{"pk", S(pk)}, {"text", S(std::string(300 * 1024, 'x'))}}}));
  }
  const std::string shard = world.Describe().shards[0].shard_id;
  const auto page = world.Read(world.IteratorOf(shard, ShardIteratorType::kTrimHorizon));
  ASSERT_TRUE(page);
  EXPECT_EQ(page->records.size(), 3U);
  EXPECT_EQ(world.Read(*page->next_shard_iterator)->records.size(), 2U);
}

TEST(Streams, TakeNoIteratorTheyDidNotGive) {
  StreamsWorld world;
  world.Put("a", 1);
  const std::string shard = world.Describe().shards[0].shard_id;
  std::string iterator = world.IteratorOf(shard, ShardIteratorType::kTrimHorizon);
  for (std::size_t position = iterator.find("|1|") + 3; position < iterator.size(); ++position) {
    std::string forged = iterator;
    forged[position] = forged[position] == '0' ? '1' : '0';
    const auto read = world.Read(forged);
    ASSERT_FALSE(read) << forged;
    EXPECT_EQ(read.error().message, "Invalid ShardIterator");
  }
  world.clock.Advance(15min);
  EXPECT_TRUE(world.Read(iterator));
  world.clock.Advance(1ms);
  const auto expired = world.Read(iterator);
  ASSERT_FALSE(expired);
  EXPECT_EQ(expired.error().code, ErrorCode::kExpiredIterator);
}

TEST(Streams, HandTheirShardsOverToChildren) {
  StreamsWorld world(3);
  for (int i = 0; i < 30; ++i) world.Put("item" + std::to_string(i), 1);
  world.clock.Advance(4h);
  for (int i = 0; i < 30; ++i) world.Put("item" + std::to_string(i), 2);

  const auto shards = world.Describe().shards;
  ASSERT_EQ(shards.size(), 6U);
  for (std::size_t i = 0; i < 3; ++i) {
    const ShardDescription& parent = shards[i];
    const ShardDescription& child = shards[i + 3];
    ASSERT_TRUE(parent.ending_sequence_number);
    EXPECT_EQ(child.parent_shard_id, parent.shard_id);
    EXPECT_LT(*parent.ending_sequence_number, child.starting_sequence_number);
    EXPECT_FALSE(child.ending_sequence_number);

    const auto old_page =
        world.Read(world.IteratorOf(parent.shard_id, ShardIteratorType::kTrimHorizon));
    const auto new_page =
        world.Read(world.IteratorOf(child.shard_id, ShardIteratorType::kTrimHorizon));
    EXPECT_FALSE(old_page->next_shard_iterator);
    EXPECT_TRUE(new_page->next_shard_iterator);
    std::set<std::string> old_items, new_items;
    for (const auto& record : old_page->records) {
      old_items.insert(std::get<std::string>(record.keys.ToItem().at("pk").data));
    }
    for (const auto& record : new_page->records) {
      new_items.insert(std::get<std::string>(record.keys.ToItem().at("pk").data));
    }
    EXPECT_EQ(old_items, new_items);
    EXPECT_FALSE(old_items.empty());
  }
  const auto children = world.database->DescribeStream(
      {.stream_arn = world.arn,
       .shard_filter = ShardFilter{ShardFilterType::kChildShards, shards[1].shard_id}});
  ASSERT_EQ(children->shards.size(), 1U);
  EXPECT_EQ(children->shards[0].shard_id, shards[4].shard_id);

  ASSERT_TRUE(world.database->RollOverShards(world.arn));
  EXPECT_EQ(world.Describe().shards.size(), 9U);
}

TEST(Streams, PageThroughShards) {
  StreamsWorld world(5);
  DescribeStreamRequest request{.stream_arn = world.arn, .limit = 2};
  std::vector<std::string> seen;
  for (int page = 0; page < 3; ++page) {
    const auto response = world.database->DescribeStream(request);
    for (const auto& shard : response->shards) seen.push_back(shard.shard_id);
    EXPECT_EQ(response->last_evaluated_shard_id.has_value(), page < 2);
    request.exclusive_start_shard_id = response->last_evaluated_shard_id;
  }
  EXPECT_EQ(seen.size(), 5U);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
}

TEST(Streams, KeepRecordsForADay) {
  StreamsWorld world;
  world.Put("a", 1);
  const std::string shard = world.Describe().shards[0].shard_id;
  const std::string first = world.All()[0].sequence_number;
  const auto end = world.Read(world.IteratorOf(shard, ShardIteratorType::kTrimHorizon));
  world.clock.Advance(3h);
  world.Put("a", 2);
  world.clock.Advance(21h - 5min);
  const std::string old_iterator =
      world.IteratorOf(shard, ShardIteratorType::kAtSequenceNumber, first);
  EXPECT_EQ(world.Read(old_iterator)->records.size(), 2U);
  world.clock.Advance(5min);

  const auto trimmed = world.Iterator(shard, ShardIteratorType::kAtSequenceNumber, first);
  ASSERT_FALSE(trimmed);
  EXPECT_EQ(trimmed.error().code, ErrorCode::kTrimmedDataAccess);
  EXPECT_EQ(trimmed.error().message, "The data you are trying to access has been trimmed");
  EXPECT_FALSE(world.Read(old_iterator));
  const auto horizon = world.Read(world.IteratorOf(shard, ShardIteratorType::kTrimHorizon));
  ASSERT_EQ(horizon->records.size(), 1U);
  EXPECT_EQ(horizon->records[0].new_image->ToItem().at("value"), N(2));

  world.clock.Advance(24h);
  const auto shards = world.Describe().shards;
  EXPECT_TRUE(std::ranges::none_of(
      shards, [&](const ShardDescription& other) { return other.shard_id == shard; }));
  EXPECT_EQ(world.Iterator(shard, ShardIteratorType::kLatest).error().message,
            "Requested resource not found: Shard does not exist");
}

TEST(Streams, OutliveTheirTableForADay) {
  StreamsWorld world;
  world.Put("a", 1);
  world.SetStream(std::nullopt);
  world.Put("a", 2);
  const std::string first = world.arn;
  EXPECT_EQ(world.Describe().stream_status, StreamStatus::kDisabled);
  EXPECT_EQ(world.All().size(), 1U);

  world.SetStream(StreamViewType::kKeysOnly);  // In the same millisecond.
  EXPECT_NE(world.arn, first);
  world.Put("a", 3);
  ASSERT_TRUE(world.database->DeleteTable({.table_name = "notes"}));
  EXPECT_EQ(world.Describe().stream_status, StreamStatus::kDisabled);
  EXPECT_EQ(world.All().size(), 1U);
  EXPECT_EQ(world.database->ListStreams({.table_name = "notes"})->streams.size(), 2U);

  world.clock.Advance(24h);
  EXPECT_TRUE(world.database->ListStreams({})->streams.empty());
  const auto gone = world.database->DescribeStream({.stream_arn = first});
  ASSERT_FALSE(gone);
  EXPECT_EQ(gone.error().message, "Requested resource not found: Stream: " + first + " not found");
}

TEST(Streams, TellWhatTheServiceItselfRemoves) {
  StreamsWorld world;
  ASSERT_TRUE(world.database->UpdateTimeToLive(
      {.table_name = "notes",
       .time_to_live_specification = {.enabled = true, .attribute_name = "until"}}));
  const auto now = world.clock.Now().time_since_epoch() / 1s;
  ASSERT_TRUE(world.database->PutItem(
      {.table_name = "notes", .item = Item{{"pk", S("a")}, {"until", N(now + 60)}}}));
  world.clock.Advance(2min);
  for (int i = 0; i < 2000 && world.All().size() < 2; ++i) std::this_thread::sleep_for(5ms);

  const auto records = world.All();
  ASSERT_EQ(records.size(), 2U);
  EXPECT_EQ(records[1].event_name, OperationType::kRemove);
  ASSERT_TRUE(records[1].user_identity);
  EXPECT_EQ(records[1].user_identity->type, "Service");
  EXPECT_EQ(records[1].user_identity->principal_id, "dynamodb.amazonaws.com");
}

TEST(Streams, GoOnBehindTheirLastNumberAfterARestart) {
  const engine_test::TemporaryFolder folder;
  StreamsWorld world(1, StreamViewType::kNewImage, folder.path());
  const std::string shard = world.Describe().shards[0].shard_id;
  const std::string iterator = world.IteratorOf(shard, ShardIteratorType::kTrimHorizon);
  world.Put("a", 1);
  world.Open();
  world.Put("a", 2);
  world.Open();
  world.Put("b", 3);
  const auto page = world.Read(iterator);  // Given out two restarts ago.
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->records.size(), 3U);
  EXPECT_LT(page->records[0].sequence_number, page->records[1].sequence_number);
  EXPECT_LT(page->records[1].sequence_number, page->records[2].sequence_number);
}

// Writers hold numbers for different times; a reader that keeps up must miss none of them.
TEST(Streams, HideNothingFromAReaderThatKeepsUp) {
  constexpr int kWriters = 4;
  constexpr int kWrites = 400;
  StreamsWorld world(2);
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&world, writer] {
      for (int i = 1; i <= kWrites; ++i) world.Put("w" + std::to_string(writer), i);
    });
  }
  std::map<std::string, std::int64_t> last;
  std::vector<std::string> iterators;
  for (const auto& shard : world.Describe().shards) {
    iterators.push_back(world.IteratorOf(shard.shard_id, ShardIteratorType::kTrimHorizon));
  }
  int seen = 0;
  for (int round = 0; round < 100'000 && seen < kWriters * kWrites; ++round) {
    for (std::string& iterator : iterators) {
      const auto page = world.Read(iterator);
      ASSERT_TRUE(page) << page.error().message;
      for (const auto& record : page->records) {
        const Item item = record.new_image->ToItem();
        const auto& pk = std::get<std::string>(item.at("pk").data);
        ASSERT_EQ(item.at("value"), N(++last[pk])) << pk;
        ++seen;
      }
      iterator = *page->next_shard_iterator;
    }
  }
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(seen, kWriters * kWrites);
}

}  // namespace
}  // namespace basalt::streams_test
