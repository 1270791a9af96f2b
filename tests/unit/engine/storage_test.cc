#include "engine/storage/store.h"

#include <gtest/gtest.h>

#include "engine/storage/write_set.h"

namespace basalt::storage_test {

TEST(Storage, WritesAndReads) {
  auto store = Store::Open({});
  ASSERT_TRUE(store) << store.error().message;
  WriteSet writes(**store);
  writes.Put(Family::kItems, "key", "value");
  ASSERT_TRUE(std::move(writes).Commit());
  const auto value = (*store)->Latest().Get(Family::kItems, "key");
  ASSERT_TRUE(value);
  ASSERT_TRUE(*value);
  EXPECT_EQ((*value)->bytes(), "value");
}

}  // namespace basalt::storage_test
