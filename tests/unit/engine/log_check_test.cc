// What of a log that is not whole is damage, and what a loss of power explains.
#include "engine/storage/log_check.h"

#include <gtest/gtest.h>
#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/write_batch.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>

#include "engine/storage/log_reader.h"
#include "engine/storage/sync_mark.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::log_check_test {
namespace {

using engine_test::TemporaryFolder;

constexpr std::size_t kPage = 4096;
constexpr std::uint64_t kWrites = 20;

// A log of kWrites records of two pages each, with the marks that `mark_of` gives by number.
class LogCheckTest : public testing::Test {
 protected:
  using MarkOf = std::optional<LogSequence> (*)(LogSequence write);

  void Write(MarkOf mark_of) {
    rocksdb::Options options;
    options.create_if_missing = true;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, path(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    for (LogSequence write = 1; write <= kWrites; ++write) {
      rocksdb::WriteBatch batch;
      if (const auto mark = mark_of(write)) {
        ASSERT_TRUE(batch.PutLogData(EncodeSyncMark(*mark)).ok());
      }
      ASSERT_TRUE(batch.Put("key", std::string(2 * kPage, 'x')).ok());
      ASSERT_TRUE(database->Write({}, &batch).ok());
    }
  }

  // A start after a loss of power, which goes on with a higher number than was due.
  void GoOn(std::optional<LogSequence> recovered) {
    rocksdb::Options options;
    options.avoid_flush_during_recovery = true;
    options.avoid_flush_during_shutdown = true;
    rocksdb::DB* opened = nullptr;
    ASSERT_TRUE(rocksdb::DB::Open(options, path(), &opened).ok());
    const std::unique_ptr<rocksdb::DB> database(opened);
    if (recovered) {
      rocksdb::WriteBatch mark;
      ASSERT_TRUE(mark.PutLogData(EncodeRecoveryMark(*recovered)).ok());
      ASSERT_TRUE(database->Write({}, &mark).ok());
    }
    rocksdb::WriteOptions without_log;
    without_log.disableWAL = true;
    for (int i = 0; i < 10; ++i) ASSERT_TRUE(database->Put(without_log, "key", "value").ok());
    rocksdb::WriteBatch batch;
    const LogSequence before = database->GetLatestSequenceNumber();
    ASSERT_TRUE(batch.PutLogData(EncodeSyncMark(before)).ok());
    ASSERT_TRUE(batch.Put("key", "value").ok());
    ASSERT_TRUE(database->Write({}, &batch).ok());
  }

  void Overwrite(std::size_t offset, const std::string& bytes) {
    for (const auto& entry : std::filesystem::directory_iterator(folder_.path())) {
      if (entry.path().extension() != ".log") continue;
      std::fstream file(entry.path(), std::ios::binary | std::ios::in | std::ios::out);
      file.seekp(static_cast<std::streamoff>(offset));
      file << bytes;
    }
  }
  void MakeHole(std::size_t page) { Overwrite(page * kPage, std::string(kPage, '\0')); }

  LogContents Read(bool holes_are_normal = true) {
    auto contents =
        ReadLogs(*rocksdb::Env::Default(), path(), {.holes_are_normal = holes_are_normal});
    EXPECT_TRUE(contents) << contents.error().message;
    return contents ? *std::move(contents) : LogContents();
  }

  std::string path() const { return folder_.path().string(); }

 private:
  TemporaryFolder folder_;
};

TEST_F(LogCheckTest, AWholeLogHasAllItsWrites) {
  Write([](LogSequence write) { return std::optional(write / 2); });
  const LogContents contents = Read();
  EXPECT_EQ(contents.last_sequence, kWrites);
  EXPECT_FALSE(contents.damage);
}

TEST_F(LogCheckTest, AHoleInWhatNoMarkVouchesForIsALossOfPower) {
  Write([](LogSequence write) { return std::optional<LogSequence>(write > 4 ? 4 : 0); });
  MakeHole(10);  // Of the fifth or sixth write.
  const LogContents contents = Read();
  EXPECT_FALSE(contents.has_writes_behind);
  EXPECT_GE(contents.last_sequence, 4U);
  EXPECT_LT(contents.last_sequence, 6U);
}

TEST_F(LogCheckTest, AHoleInWhatALaterMarkVouchesForIsDamage) {
  Write([](LogSequence write) { return std::optional<LogSequence>(write > 15 ? 15 : 0); });
  MakeHole(10);
  EXPECT_TRUE(Read().has_writes_behind);
}

class LostAtTheEnd : public LogCheckTest {
 protected:
  static constexpr LogSequence kKept = 4;  // Writes.

  // Zeros where a record would begin are no damage to RocksDB, but the end of a log.
  void SetUp() override {
    Write([](LogSequence) { return std::optional<LogSequence>(0); });
    const auto names = LogNames(*rocksdb::Env::Default(), path());
    ASSERT_TRUE(names);
    std::string log;
    ASSERT_TRUE(rocksdb::ReadFileToString(rocksdb::Env::Default(),
                                          path() + "/" + names->begin()->second, &log)
                    .ok());
    LogReader reader(log);
    for (LogSequence write = 1; write <= kKept; ++write) ASSERT_TRUE(reader.Next());
    const auto lost = reader.Next();
    ASSERT_TRUE(lost);
    Overwrite(lost->offset, std::string(log.size() - lost->offset, '\0'));
  }
};

TEST_F(LostAtTheEnd, IsNoDamageForTheStartAfterIt) {
  const LogContents contents = Read();
  EXPECT_TRUE(contents.damage);
  EXPECT_FALSE(contents.has_writes_behind);
  EXPECT_EQ(contents.last_before_damage, kKept);
}

TEST_F(LostAtTheEnd, IsNoDamageForLaterStartsIfThatOneSaidSo) {
  GoOn(kKept);
  EXPECT_FALSE(Read().has_writes_behind);
}

TEST_F(LostAtTheEnd, IsDamageWhereMoreWasFound) {
  GoOn(kKept + 1);
  EXPECT_TRUE(Read().has_writes_behind);
}

TEST_F(LostAtTheEnd, IsDamageWhereALaterMarkVouchesForIt) {
  GoOn(std::nullopt);
  EXPECT_TRUE(Read().has_writes_behind);
}

TEST_F(LogCheckTest, OtherBytesThanZerosAreDamageWhereWritesFollow) {
  Write([](LogSequence) { return std::optional<LogSequence>(0); });
  Overwrite(10 * kPage, "garbage");
  EXPECT_TRUE(Read().has_writes_behind);
}

TEST_F(LogCheckTest, WithoutMarksItIsAsFormat1WroteIt) {
  Write([](LogSequence) { return std::optional<LogSequence>(); });
  MakeHole(10);
  EXPECT_FALSE(Read(/*holes_are_normal=*/true).has_writes_behind);
  EXPECT_TRUE(Read(/*holes_are_normal=*/false).has_writes_behind);
}

TEST_F(LogCheckTest, MarksAreReadFromRecordsAsRocksWritesThem) {
  rocksdb::WriteBatch batch;
  ASSERT_TRUE(batch.PutLogData(EncodeSyncMark(0x0102030405060708)).ok());
  ASSERT_TRUE(batch.Put("key", "value").ok());
  EXPECT_EQ(SyncMarkOf(batch.Data()), LogSequence{0x0102030405060708});
  EXPECT_EQ(SyncMarkOf(rocksdb::WriteBatch().Data()), std::nullopt);
}

}  // namespace
}  // namespace basalt::log_check_test
