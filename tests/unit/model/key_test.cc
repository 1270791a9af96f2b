#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "basalt/encoded_item.h"
#include "basalt/value_builder.h"
#include "model/key/key_codec.h"
#include "model/key/row_key.h"
#include "model/value/compare.h"
#include "tests/unit/model/random_values.h"

namespace basalt {
namespace {

using namespace std::string_literals;

std::string EncodedNumber(const Number& number) {
  std::string key;
  AppendKeyNumber(key, number);
  return key;
}

std::string EncodedString(std::string_view bytes) {
  std::string key;
  AppendKeyString(key, bytes);
  return key;
}

// Guards the frozen form: these bytes are on users' disks.
TEST(KeyCodec, WritesTheFrozenBytes) {
  EXPECT_EQ(EncodedString("a\0b"s), "a\0\xff"s + "b\0\x01"s);
  EXPECT_EQ(EncodedString(""), "\0\x01"s);
  EXPECT_EQ(EncodedNumber(Number()), "\x01");
  EXPECT_EQ(EncodedNumber(Number(1)), "\x02\x82\x0b\0"s);
  EXPECT_EQ(EncodedNumber(Number(-1)), "\0\x7d\xf4\xff"s);
  EXPECT_EQ(EncodedNumber(Number(12345)), "\x02\x86\x0d\x23\x33\0"s);
  EXPECT_EQ(PartitionHash(EncodedString("dialogue#1")), 23453);
  EXPECT_EQ(PartitionHash(EncodedNumber(Number(7))), 20848);
}

TEST(KeyCodec, SuccessorIsTheFirstKeyPastAPrefix) {
  EXPECT_EQ(KeySuccessor("a"), "b");
  EXPECT_EQ(KeySuccessor("a\xff\xff"), "b");
  EXPECT_EQ(KeySuccessor("\xff\xff"), "");
  EXPECT_EQ(KeySuccessor(""), "");
  EXPECT_EQ(KeySuccessor("a\0"s), "a\x01"s);
}

TEST(KeyCodecProperty, StringsSortAsTheirBytesDo) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 50'000; ++round) {
    const std::string left = random.Bytes();
    const std::string right = random.Bytes();
    const std::string left_key = EncodedString(left);
    const std::string right_key = EncodedString(right);
    ASSERT_EQ(left <=> right, left_key <=> right_key);
    // No key is another's prefix, whatever follows.
    ASSERT_EQ(left == right, right_key.starts_with(left_key));

    std::string_view rest = left_key;
    ASSERT_EQ(TakeKeyString(rest), left);
    ASSERT_TRUE(rest.empty());

    std::string prefix;
    AppendKeyPrefix(prefix, left);
    const std::string end = KeySuccessor(prefix);
    ASSERT_EQ(right_key >= prefix && (end.empty() || right_key < end), right.starts_with(left));
  }
}

TEST(KeyCodecProperty, NumbersSortByValue) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 50'000; ++round) {
    const Number left = random.ANumber();
    const Number right = random.ANumber();
    const std::string left_key = EncodedNumber(left);
    const std::string right_key = EncodedNumber(right);
    ASSERT_EQ(left <=> right, left_key <=> right_key)
        << left.ToString() << " and " << right.ToString();
    ASSERT_EQ(left == right, right_key.starts_with(left_key));

    std::string_view rest = left_key;
    ASSERT_EQ(TakeKeyNumber(rest), left);
    ASSERT_TRUE(rest.empty());
  }
}

TEST(KeyCodecProperty, TakingFromDamagedBytesNeverCrashes) {
  const std::uint64_t seed = SeedOfThisRun();
  SCOPED_TRACE(HowToRepeat(seed));
  RandomValues random(seed);
  for (int round = 0; round < 50'000; ++round) {
    std::string key = random.Below(2) == 0 ? EncodedNumber(random.ANumber()) : random.Bytes();
    if (!key.empty()) {
      const auto position = static_cast<std::size_t>(random.Below(static_cast<int>(key.size())));
      key[position] = static_cast<char>(random.Below(256));
    }
    std::string_view rest = key;
    if (const auto bytes = TakeKeyString(rest)) {
      ASSERT_EQ(EncodedString(*bytes) + std::string(rest), key);
    }
    rest = key;
    if (const auto number = TakeKeyNumber(rest)) {
      ASSERT_EQ(EncodedNumber(*number) + std::string(rest), key);
    }
  }
}

const KeyAttribute kPk{.name = "pk", .type = ScalarAttributeType::kS};
const KeyAttribute kSk{.name = "sk", .type = ScalarAttributeType::kN};
const KeyAttribute kOwner{.name = "owner", .type = ScalarAttributeType::kB};

TableSchema Notes() {
  return {.id = 7,
          .name = "notes",
          .key = {.partition = {kPk}, .sort = {kSk}},
          .indexes = {{.id = 8,
                       .name = "ByOwner",
                       .kind = IndexKind::kGlobal,
                       .key = {.partition = {kOwner}, .sort = {kSk}}},
                      {.id = 9,
                       .name = "Local",
                       .kind = IndexKind::kLocal,
                       .key = {.partition = {kPk}, .sort = {kOwner}}}}};
}

EncodedItem Note(const std::string& pk, int sk, std::optional<std::string> owner) {
  Item item{{"pk", {pk}}, {"sk", {Number(sk)}}};
  if (owner) item["owner"] = {Binary{*owner}};
  return *Encode(item);
}

TEST(RowKey, PlacesAnItemInItsPartition) {
  const TableSchema table = Notes();
  const std::string partition = PartitionPrefix(7, EncodedString("a"));
  EXPECT_EQ(partition.substr(0, 4), "\0\0\0\7"s);
  EXPECT_EQ(ItemRowKey(table, Note("a", 3, {}).view()), partition + EncodedNumber(Number(3)));
  EXPECT_LT(ItemRowKey(table, Note("a", 9, {}).view()),
            ItemRowKey(table, Note("a", 10, {}).view()));
}

TEST(RowKey, GivesEveryItemAnIndexRowOfItsOwn) {
  const TableSchema table = Notes();
  const EncodedItem note = Note("a", 3, "me");
  EXPECT_EQ(
      IndexRowKey(table, table.indexes[0], note.view()),
      PartitionPrefix(8, EncodedString("me")) + EncodedNumber(Number(3)) + EncodedString("a"));
  EXPECT_EQ(
      IndexRowKey(table, table.indexes[1], note.view()),
      PartitionPrefix(9, EncodedString("a")) + EncodedString("me") + EncodedNumber(Number(3)));
  EXPECT_EQ(IndexRowKey(table, table.indexes[0], Note("a", 3, {}).view()), std::nullopt);
}

TEST(RowKey, SegmentsAreDisjointAndComplete) {
  for (const std::uint32_t id : {0u, 7u, 0xffff'ffffu}) {
    for (const std::int64_t total : {1, 2, 3, 7, 4096, 65'536, 100'000, 1'000'000}) {
      std::string reached = RowsOf(id).begin;
      for (std::int64_t segment = 0; segment < total; ++segment) {
        const RowRange range = RowsOfSegment(id, segment, total);
        ASSERT_EQ(range.begin, reached) << segment << " of " << total;
        reached = range.end;
      }
      ASSERT_EQ(reached, RowsOf(id).end) << total;
    }
  }
  EXPECT_EQ(RowsOf(7).begin, "\0\0\0\7"s);
  EXPECT_EQ(RowsOf(7).end, "\0\0\0\x08"s);
  EXPECT_EQ(RowsOf(0xffff'ffff).end, "");
}

TEST(RowKey, ScattersPartitionsEvenly) {
  constexpr std::size_t kSegments = 16;
  constexpr int kKeys = 16'000;
  std::vector<int> counts(kSegments);
  for (int index = 0; index < kKeys; ++index) {
    ++counts[PartitionHash(EncodedNumber(Number(index))) * kSegments / 65'536];
  }
  for (const int count : counts) EXPECT_NEAR(count, kKeys / 16, 200);
}

}  // namespace
}  // namespace basalt
