// What is measured on: items of 400 bytes with ten attributes, in partitions of a hundred.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "basalt/database.h"
#include "basalt/encoded_item.h"
#include "model/schema/table_schema.h"

namespace basalt::bench {

inline constexpr int kItems = 100'000;
inline constexpr int kPartitionItems = 100;
inline constexpr const char* kPlainTable = "plain";
inline constexpr const char* kIndexedTable = "indexed";

// The item of that number; all have the same size. Items of one number with different `version`
// differ in the attribute that the index of kIndexedTable is keyed by.
EncodedItem MakeItem(int number, int version = 0);
EncodedItem KeyOf(int number);
std::string PartitionOf(int number);

// The two tables, each of schema (pk, sk); the indexed one has one global secondary index of all
// attributes.
void CreateTables(Database& database);
const TableSchema& PlainSchema();
const TableSchema& IndexedSchema();

// Writes items 0 to `count` - 1 of a table in batches.
void Fill(Database& database, const std::string& table_name, int count);

// Numbers 0 to `count` - 1 in an order that is the same each time.
std::vector<int> Shuffled(int count);

// A folder of its own, gone with the object.
class TemporaryDirectory {
 public:
  TemporaryDirectory();
  ~TemporaryDirectory();
  TemporaryDirectory(const TemporaryDirectory&) = delete;
  TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace basalt::bench
