// What one job, table or stream cannot do holds up no other, and the listener is told of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <pthread.h>
#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include <array>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "basalt/database.h"
#include "basalt/value_builder.h"
#include "basalt/virtual_clock.h"
#include "engine/catalog/catalog_keys.h"
#include "engine/database.h"
#include "engine/storage/store.h"
#include "engine/storage/write_set.h"
#include "engine/streams/record_row.h"
#include "engine/streams/stream_record.h"
#include "tests/unit/engine/collecting_listener.h"
#include "tests/unit/engine/streams_world.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::job_faults_test {

using namespace std::chrono_literals;
using engine_test::CollectingListener;
using engine_test::TemporaryFolder;
using streams_test::N;
using streams_test::S;
using testing::Contains;
using testing::HasSubstr;
using testing::StartsWith;

// Looks again and again. False: it has not come about for a very long time.
template <typename Condition>
bool Await(const Condition& condition) {
  for (int look = 0; look < 12'000; ++look) {
    if (condition()) return true;
    std::this_thread::sleep_for(5ms);
  }
  return false;
}

// A database whose clock stands until a test moves it.
class World {
 public:
  explicit World(KinesisSink* sink = nullptr) : sink_(sink) {
    clock.Freeze();
    clock.Set(TimePoint(1'700'000'000'000ms));
  }

  // What is written is in table files once the database is closed.
  void Open() {
    database.reset();
    auto opened = OpenDatabase(
        {.directory = folder.path() / "data",
         .durability = Durability::kNone,
         .log_bytes_left_max = 0,
         .env = disk},
        {.kinesis_sink = sink_, .clock = &clock, .expiry_interval = 2ms, .listener = &listener});
    ASSERT_TRUE(opened) << opened.error().message;
    database = *std::move(opened);
  }

  void CreateTable(const std::string& name, bool with_stream = false) {
    CreateTableRequest request;
    request.table_name = name;
    request.attribute_definitions = {{"pk", ScalarAttributeType::kS}};
    request.key_schema = {{"pk", KeyType::kHash}};
    request.billing_mode = BillingMode::kPayPerRequest;
    if (with_stream) {
      request.stream_specification = {.stream_enabled = true,
                                      .stream_view_type = StreamViewType::kNewImage};
    }
    ASSERT_TRUE(database->CreateTable(request));
  }

  void Put(const std::string& table, Item item) {
    ASSERT_TRUE(database->PutItem({.table_name = table, .item = std::move(item)}));
  }

  bool Has(const std::string& table, const std::string& pk) {
    const auto got = database->GetItem({.table_name = table, .key = Item{{"pk", S(pk)}}});
    return got && got->item;
  }

  const TemporaryFolder folder;
  rocksdb::Env* disk = nullptr;  // The machine's.
  VirtualClock clock;
  CollectingListener listener;
  std::unique_ptr<Database> database;

 private:
  KinesisSink* const sink_;
};

// Throws until it is told otherwise, for one stream.
class ThrowingSink final : public KinesisSink {
 public:
  Status Prepare(const std::string& stream_name) override {
    if (stream_name == "unready") throw std::runtime_error("the sink is not ready");
    return Done{};
  }
  Status Append(const std::string& stream_name, std::span<const KinesisRecord> records) override {
    const std::lock_guard guard(mutex_);
    if (throws_ && stream_name == "bad") throw std::runtime_error("the sink is broken");
    counts_[stream_name] += records.size();
    return Done{};
  }
  void Mend() {
    const std::lock_guard guard(mutex_);
    throws_ = false;
  }
  std::size_t CountOf(const std::string& stream_name) {
    const std::lock_guard guard(mutex_);
    return counts_[stream_name];
  }

 private:
  std::mutex mutex_;
  bool throws_ = true;
  std::map<std::string, std::size_t> counts_;
};

std::string KinesisArn(const std::string& stream) {
  return "arn:aws:kinesis:us-east-1:000000000000:stream/" + stream;
}

TEST(JobFaults, ASinkThatThrowsIsTriedAgainAndHoldsUpNoOtherStream) {
  ThrowingSink sink;
  World world(&sink);
  world.Open();
  world.CreateTable("first");
  world.CreateTable("second");
  ASSERT_TRUE(world.database->EnableKinesisStreamingDestination({"first", KinesisArn("bad"), {}}));
  ASSERT_TRUE(
      world.database->EnableKinesisStreamingDestination({"second", KinesisArn("good"), {}}));
  world.Put("first", {{"pk", S("1")}});
  world.Put("second", {{"pk", S("1")}});
  EXPECT_TRUE(Await([&] { return sink.CountOf("good") == 1; }));
  EXPECT_TRUE(world.listener.Await("Kinesis delivery of bad: exception: the sink is broken"));
  sink.Mend();
  EXPECT_TRUE(Await([&] { return sink.CountOf("bad") == 1; }));
}

TEST(JobFaults, ASinkMayThrowWhileTheDatabaseCloses) {
  ThrowingSink sink;
  World world(&sink);
  world.Open();
  world.CreateTable("first");
  ASSERT_TRUE(world.database->EnableKinesisStreamingDestination({"first", KinesisArn("bad"), {}}));
  world.Put("first", {{"pk", S("1")}});
  world.database.reset();
  EXPECT_THAT(world.listener.lines(), Contains(HasSubstr("the sink is broken")));
  sink.Mend();
  world.Open();
  EXPECT_TRUE(Await([&] { return sink.CountOf("bad") == 1; }));
}

TEST(JobFaults, ASinkThatThrowsFailsTheEnablingOfADestination) {
  ThrowingSink sink;
  World world(&sink);
  world.Open();
  world.CreateTable("first");
  ASSERT_TRUE(
      world.database->EnableKinesisStreamingDestination({"first", KinesisArn("unready"), {}}));
  const auto described = world.database->DescribeKinesisStreamingDestination({"first"});
  const auto& destination = described->kinesis_data_stream_destinations.at(0);
  EXPECT_EQ(destination.destination_status, DestinationStatus::kEnableFailed);
  EXPECT_EQ(destination.destination_status_description, "exception: the sink is not ready");
}

std::size_t RowsOf(const Store& store, const RowRange& range) {
  std::size_t count = 0;
  for (Rows rows = store.Latest().Read(Family::kStreams, range); rows.Valid(); rows.Next()) {
    ++count;
  }
  return count;
}

// The records of the table's stream, which is the only one that it has.
RowRange RecordsOfTable(const Store& store, const std::string& table) {
  for (Rows rows = store.Latest().Read(Family::kCatalog, AllStreamRecords()); rows.Valid();
       rows.Next()) {
    const auto stream = DecodeStreamRecord(rows.value());
    if (stream && stream->table_name == table) return RecordsOf(stream->id);
  }
  ADD_FAILURE() << "no stream of " << table;
  return {};
}

// Makes the tables "first" and "second" with a record each in their streams, of which that of
// "first" is damaged. Leaves the database closed.
void DamageARecordOfFirst(World& world) {
  world.Open();
  world.CreateTable("first", /*with_stream=*/true);
  world.CreateTable("second", /*with_stream=*/true);
  for (const char* table : {"first", "second"}) world.Put(table, {{"pk", S("1")}});
  world.database.reset();
  const auto store = Store::Open({.directory = world.folder.path() / "data"});
  ASSERT_TRUE(store);
  WriteSet writes(**store);
  const Rows first = (*store)->Latest().Read(Family::kStreams, RecordsOfTable(**store, "first"));
  ASSERT_TRUE(first.Valid());
  writes.Put(Family::kStreams, first.key(), "nonsense");
  ASSERT_TRUE(std::move(writes).Commit());
}

TEST(JobFaults, ADamagedRecordKeepsNoOtherStreamFromBeingTrimmed) {
  World world;
  ASSERT_NO_FATAL_FAILURE(DamageARecordOfFirst(world));
  world.clock.Advance(25h);
  world.Open();
  EXPECT_TRUE(world.listener.Await("stream trimming of arn:aws:dynamodb:us-east-1:"));
  world.database.reset();  // Waits for the job.
  const auto store = Store::Open({.directory = world.folder.path() / "data"});
  ASSERT_TRUE(store);
  EXPECT_EQ(RowsOf(**store, RecordsOfTable(**store, "first")), 1U);
  EXPECT_EQ(RowsOf(**store, RecordsOfTable(**store, "second")), 0U);
}

// As a client sees it: writes roll shards over, and are not refused.
TEST(JobFaults, ADamagedRecordFailsNoWrite) {
  World world;
  ASSERT_NO_FATAL_FAILURE(DamageARecordOfFirst(world));
  world.clock.Advance(25h);  // More than the four hours between two of a stream's shards.
  world.Open();
  for (const char* table : {"first", "second"}) world.Put(table, {{"pk", S("2")}});
}

constexpr std::string_view kBad = "This cannot be read.";

bool IsThreadOfRocks() {
  std::array<char, 16> name{};
  pthread_getname_np(pthread_self(), name.data(), name.size());
  return std::string_view(name.data()).starts_with("rocksdb");
}

// A disk on which blocks of table files that have kBad in them cannot be read, but by RocksDB's own
// threads: a compaction that meets such a block stops all writes.
class BadDisk final : public rocksdb::FileSystemWrapper {
 public:
  BadDisk() : FileSystemWrapper(rocksdb::FileSystem::Default()) {}
  const char* Name() const override { return "BadDisk"; }

  rocksdb::IOStatus NewRandomAccessFile(const std::string& name,
                                        const rocksdb::FileOptions& options,
                                        std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                        rocksdb::IODebugContext* context) override {
    std::unique_ptr<rocksdb::FSRandomAccessFile> opened;
    auto status = target()->NewRandomAccessFile(name, options, &opened, context);
    if (status.ok()) *file = std::make_unique<File>(std::move(opened));
    return status;
  }

 private:
  class File final : public rocksdb::FSRandomAccessFileOwnerWrapper {
   public:
    using FSRandomAccessFileOwnerWrapper::FSRandomAccessFileOwnerWrapper;

    rocksdb::IOStatus Read(std::uint64_t offset, std::size_t size,
                           const rocksdb::IOOptions& options, rocksdb::Slice* result, char* scratch,
                           rocksdb::IODebugContext* context) const override {
      auto status = target()->Read(offset, size, options, result, scratch, context);
      const bool is_bad =
          status.ok() && result->ToStringView().find(kBad) != std::string_view::npos;
      if (is_bad && !IsThreadOfRocks()) return rocksdb::IOStatus::IOError("a bad block");
      return status;
    }
    rocksdb::IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count,
                                const rocksdb::IOOptions& options,
                                rocksdb::IODebugContext* context) override {
      return FSRandomAccessFile::MultiRead(requests, count, options, context);
    }
  };
};

void EnableExpiry(Database& database, const std::string& table) {
  UpdateTimeToLiveRequest request;
  request.table_name = table;
  request.time_to_live_specification.attribute_name = "ends";
  request.time_to_live_specification.enabled = true;
  ASSERT_TRUE(database.UpdateTimeToLive(request));
}

TEST(JobFaults, AnItemThatCannotBeReadKeepsNoOtherFromExpiring) {
  constexpr std::size_t kLargerThanABlock = 40'000;
  const auto disk = rocksdb::NewCompositeEnv(std::make_shared<BadDisk>());
  World world;
  world.disk = disk.get();
  world.Open();
  const std::string rest(kLargerThanABlock, 'x');
  for (const char* table : {"first", "second"}) {
    world.CreateTable(table);
    EnableExpiry(*world.database, table);
    world.Put(table, {{"pk", S("sound")}, {"ends", N(1'700'000'100)}, {"text", S(rest)}});
  }
  world.Put(
      "first",
      {{"pk", S("damaged")}, {"ends", N(1'700'000'050)}, {"text", S(std::string(kBad) + rest)}});
  world.clock.Advance(1h);
  world.Open();
  EXPECT_TRUE(Await([&] { return !world.Has("second", "sound"); })) << "of another table";
  EXPECT_TRUE(Await([&] { return !world.Has("first", "sound"); })) << "of the same table";
  EXPECT_TRUE(world.listener.Await("expiry of first: cannot read: IO error: a bad block"));
}

TEST(JobFaults, ADamagedExpiryRowIsToldOf) {
  World world;
  world.Open();
  world.CreateTable("first");
  EnableExpiry(*world.database, "first");
  world.Put("first", {{"pk", S("1")}, {"ends", N(1'700'000'100)}});
  world.database.reset();
  {
    const auto store = Store::Open({.directory = world.folder.path() / "data"});
    ASSERT_TRUE(store);
    const Rows rows = (*store)->Latest().Read(Family::kExpiry, {});
    ASSERT_TRUE(rows.Valid());
    WriteSet writes(**store);
    writes.Put(Family::kExpiry, rows.key().substr(0, 12), {});  // The table, the second, no item.
    ASSERT_TRUE(std::move(writes).Commit());
  }
  world.clock.Advance(1h);
  world.Open();
  EXPECT_TRUE(Await([&] { return !world.Has("first", "1"); }));
  EXPECT_TRUE(
      world.listener.Await("expiry of first: a row that says when an item expires is damaged"));
}

TEST(JobFaults, ADamagedOutboxKeepsNoOtherFromBeingDelivered) {
  ThrowingSink sink;
  World world(&sink);
  world.Open();
  world.CreateTable("second");
  ASSERT_TRUE(
      world.database->EnableKinesisStreamingDestination({"second", KinesisArn("good"), {}}));
  world.database.reset();
  {
    const auto store = Store::Open({.directory = world.folder.path() / "data"});
    WriteSet writes(**store);
    writes.Put(Family::kCatalog, OutboxKey(1), "nonsense");
    ASSERT_TRUE(std::move(writes).Commit());
  }
  world.Open();
  world.Put("second", {{"pk", S("1")}});
  EXPECT_TRUE(Await([&] { return sink.CountOf("good") == 1; }));
  EXPECT_TRUE(world.listener.Await("Kinesis delivery of : "));
}

}  // namespace basalt::job_faults_test
