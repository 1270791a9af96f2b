// Tokens are found by filters also where the table file was written without them, by a build that
// did not have them yet.
#include <gtest/gtest.h>
#include <rocksdb/db.h>

#include <chrono>
#include <string>
#include <vector>

#include "engine/storage/rocks_options.h"
#include "engine/storage/write_set.h"
#include "engine/transactions/client_tokens.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::token_prefix_test {

using engine_test::TemporaryFolder;

const TimePoint kNow{std::chrono::seconds(1'700'000'000)};
const DoneRequest kDone{.digest = "0123456789abcdef", .image_bytes = {7}};

void Remember(Store& store, const std::string& token, TimePoint now) {
  WriteSet writes(store);
  for (const ExtraRow& row : RowsOfToken(token, kDone, now)) {
    writes.Put(row.family, row.key, *row.value);
  }
  ASSERT_TRUE(std::move(writes).Commit());
}

// Writes what is in memory to table files, whose filters know no prefixes.
void FlushWithoutPrefixes(const TemporaryFolder& folder) {
  const StoreOptions options{.directory = folder.path()};
  const auto cache = MakeCache(options);
  auto descriptors = MakeFamilies(options, cache);
  for (auto& descriptor : descriptors) {
    descriptor.options.prefix_extractor.reset();
    descriptor.options.memtable_prefix_bloom_size_ratio = 0;
  }
  std::vector<rocksdb::ColumnFamilyHandle*> families;
  rocksdb::DB* database = nullptr;
  ASSERT_TRUE(rocksdb::DB::Open(MakeDatabaseOptions(options, rocksdb::Env::Default(), cache),
                                folder.path().string(), descriptors, &families, &database)
                  .ok());
  for (auto* family : families) {
    EXPECT_TRUE(database->Flush({}, family).ok());
    EXPECT_TRUE(database->DestroyColumnFamilyHandle(family).ok());
  }
  EXPECT_TRUE(database->Close().ok());
  delete database;
}

void ExpectFound(const Store& store, const std::string& token, bool found) {
  const auto done = FindToken(store, token, kNow);
  ASSERT_TRUE(done) << done.error().message;
  EXPECT_EQ(done->has_value(), found) << token;
  if (*done) {
    EXPECT_EQ((*done)->digest, kDone.digest);
  }
}

TEST(TokenPrefix, TokensInMemoryAndInFilesWithAndWithoutItAreFound) {
  const TemporaryFolder folder;
  const auto open = [&] {
    auto store = Store::Open({.directory = folder.path()});
    EXPECT_TRUE(store) << store.error().message;
    return *std::move(store);
  };
  Remember(*open(), "without", kNow);
  FlushWithoutPrefixes(folder);
  const auto store = open();
  Remember(*store, "with", kNow);
  ASSERT_TRUE(store->FlushSoon(Family::kTokens));
  Remember(*store, "in-memory", kNow);
  Remember(*store, "over", kNow - std::chrono::minutes(20));
  Remember(*store, "over-and-again", kNow - std::chrono::minutes(20));
  Remember(*store, "over-and-again", kNow - std::chrono::minutes(5));

  for (const char* token : {"without", "with", "in-memory", "over-and-again"}) {
    ExpectFound(*store, token, true);
  }
  for (const char* token : {"never", "over", "wit", "with-more", "in-memor", "t", "x"}) {
    ExpectFound(*store, token, false);
  }
}

}  // namespace basalt::token_prefix_test
