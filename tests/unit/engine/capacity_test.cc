#include <gtest/gtest.h>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"

namespace basalt::capacity_test {

struct ReadCase {
  std::size_t bytes;
  double eventual, strong, transactional;
};

constexpr ReadCase kReadCases[] = {
    {0, 0.5, 1, 2}, {1, 0.5, 1, 2}, {4096, 0.5, 1, 2}, {4097, 1, 2, 4}, {409'600, 50, 100, 200},
};

TEST(CapacityUnits, ReadsAreByFourKilobytes) {
  for (const ReadCase& read : kReadCases) {
    SCOPED_TRACE(read.bytes);
    EXPECT_EQ(ReadUnits(read.bytes, ReadConsistency::kEventual), read.eventual);
    EXPECT_EQ(ReadUnits(read.bytes, ReadConsistency::kStrong), read.strong);
    EXPECT_EQ(ReadUnits(read.bytes, ReadConsistency::kTransactional), read.transactional);
  }
}

TEST(CapacityUnits, WritesAreByTheKilobyte) {
  EXPECT_EQ(WriteUnits(0), 1);
  EXPECT_EQ(WriteUnits(1024), 1);
  EXPECT_EQ(WriteUnits(1025), 2);
  EXPECT_EQ(WriteUnits(409'600), 400);
}

const IndexSchema kLocal{.id = 1, .name = "local", .kind = IndexKind::kLocal, .key = {}};
const IndexSchema kGlobal{.id = 2, .name = "global", .kind = IndexKind::kGlobal, .key = {}};

CapacityMeter Meter() {
  CapacityMeter meter;
  meter.AddTable(2);
  meter.AddIndex(kLocal, 1);
  meter.AddIndex(kGlobal, 1);
  meter.AddIndex(kGlobal, 3);
  return meter;
}

TEST(CapacityMeter, SaysAsMuchAsWasAskedFor) {
  EXPECT_FALSE(Meter().Report("t", ReturnConsumedCapacity::kNone));

  const auto total = *Meter().Report("t", ReturnConsumedCapacity::kTotal);
  EXPECT_EQ(total.table_name, "t");
  EXPECT_EQ(total.capacity_units, 7);
  EXPECT_FALSE(total.table);
  EXPECT_TRUE(total.global_secondary_indexes.empty());

  const auto indexes = *Meter().Report("t", ReturnConsumedCapacity::kIndexes);
  EXPECT_EQ(indexes.table->capacity_units, 2);
  EXPECT_EQ(indexes.local_secondary_indexes.at("local").capacity_units, 1);
  EXPECT_EQ(indexes.global_secondary_indexes.at("global").capacity_units, 4);
  EXPECT_FALSE(indexes.write_capacity_units);
}

TEST(CapacityMeter, TransactionsSayWhetherTheyReadOrWrote) {
  const auto wrote =
      *Meter().Report("t", ReturnConsumedCapacity::kIndexes, CapacityKind::kTransactWrite);
  EXPECT_EQ(wrote.write_capacity_units, 7);
  EXPECT_EQ(wrote.table->write_capacity_units, 2);
  EXPECT_EQ(wrote.global_secondary_indexes.at("global").write_capacity_units, 4);
  EXPECT_FALSE(wrote.read_capacity_units);

  const auto read =
      *Meter().Report("t", ReturnConsumedCapacity::kTotal, CapacityKind::kTransactRead);
  EXPECT_EQ(read.read_capacity_units, 7);
  EXPECT_FALSE(read.write_capacity_units);
}

TEST(CapacityMeters, KeepTheOrderOfTheRequest) {
  CapacityMeters meters;
  meters.ForTable("b").AddTable(1);
  meters.ForTable("a").AddTable(1);
  meters.ForTable("b").AddTable(1);
  const auto reports = meters.Report(ReturnConsumedCapacity::kTotal);
  ASSERT_EQ(reports.size(), 2u);
  EXPECT_EQ(reports[0].table_name, "b");
  EXPECT_EQ(reports[0].capacity_units, 2);
  EXPECT_EQ(reports[1].table_name, "a");
}

}  // namespace basalt::capacity_test
