#include "bench/items.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <utility>

#include "basalt/value_builder.h"
#include "bench/table.h"

namespace basalt::bench {
namespace {

constexpr std::size_t kItemBytes = 400;
constexpr int kBatch = 25;

TableSchema SchemaOf(const char* name, TableId id) {
  return {.id = id,
          .name = name,
          .key = {.partition = {{"pk", ScalarAttributeType::kS}},
                  .sort = {{"sk", ScalarAttributeType::kS}}},
          .indexes = {}};
}

std::string Text(const char* label, int number) { return fmt::format("{}#{:08}", label, number); }

// Readable, and as compressible as text is.
std::string Prose(int number, std::size_t bytes) {
  static constexpr std::array<const char*, 16> kWords = {
      "order",  "shipped", "from",  "the",     "warehouse", "customer", "asked", "for",
      "return", "invoice", "after", "payment", "was",       "late",     "and",   "cancelled"};
  std::minstd_rand random(static_cast<unsigned>(number) + 1);
  std::string prose;
  while (prose.size() < bytes)
    prose += fmt::format("{} {:x} ", kWords[random() % 16], random() % 4096);
  prose.resize(bytes);
  return prose;
}

}  // namespace

std::string PartitionOf(int number) { return Text("customer", number / kPartitionItems); }

EncodedItem KeyOf(int number) {
  return *Encode(Item{{"pk", {PartitionOf(number)}}, {"sk", {Text("order", number)}}});
}

EncodedItem MakeItem(int number, int version) {
  constexpr std::size_t kRestBytes = 213;  // Of the attributes but `note`, with its name.
  Item item{{"pk", {PartitionOf(number)}},
            {"sk", {Text("order", number)}},
            {"active", {number % 10 == 0}},
            {"created", {std::string("2026-05-17T09:31:26.123Z")}},
            {"email", {Text("someone.longer", number) + "@example.com"}},
            {"name", {Text("Somebody With A Name", number)}},
            {"owner", {Text(version % 2 == 0 ? "even" : "odd_", number)}},
            {"price", {*Number::Parse(fmt::format("{}.25", 1000 + number % 1000))}},
            {"visits", {*Number::Parse("1000000")}},
            {"note", {Prose(number, kItemBytes - kRestBytes)}}};
  return *Encode(item);
}

const TableSchema& PlainSchema() {
  static const TableSchema schema = SchemaOf(kPlainTable, 1);
  return schema;
}

const TableSchema& IndexedSchema() {
  static const TableSchema schema = [] {
    TableSchema indexed = SchemaOf(kIndexedTable, 2);
    indexed.indexes.push_back(
        {.id = 3,
         .name = "by_owner",
         .kind = IndexKind::kGlobal,
         .key = {.partition = {{"owner", ScalarAttributeType::kS}}, .sort = {}},
         .projection = ProjectionType::kAll,
         .non_key_attributes = {}});
    return indexed;
  }();
  return schema;
}

void CreateTables(Database& database) {
  CreateTableRequest request{.table_name = kPlainTable,
                             .attribute_definitions = {{"pk"}, {"sk"}},
                             .key_schema = {{"pk", KeyType::kHash}, {"sk", KeyType::kRange}},
                             .billing_mode = BillingMode::kPayPerRequest};
  Require(bool(database.CreateTable(request)), "cannot create a table");
  request.table_name = kIndexedTable;
  request.attribute_definitions.push_back({"owner"});
  request.global_secondary_indexes.emplace().push_back(
      {.index_name = "by_owner",
       .key_schema = {{"owner", KeyType::kHash}},
       .projection = {.projection_type = ProjectionType::kAll}});
  Require(bool(database.CreateTable(request)), "cannot create a table with an index");
}

void Fill(Database& database, const std::string& table_name, int count) {
  for (int first = 0; first < count; first += kBatch) {
    BatchWriteItemRequest request;
    auto& writes =
        request.request_items.emplace_back(table_name, std::vector<WriteRequest>()).second;
    for (int number = first; number < std::min(count, first + kBatch); ++number) {
      writes.emplace_back(PutRequest{MakeItem(number)});
    }
    const auto written = database.BatchWriteItem(request);
    Require(bool(written), written ? "" : written.error().message);
  }
}

std::vector<int> Shuffled(int count) {
  std::vector<int> numbers(static_cast<std::size_t>(count));
  std::iota(numbers.begin(), numbers.end(), 0);
  std::shuffle(numbers.begin(), numbers.end(), std::minstd_rand(1));
  return numbers;
}

TemporaryDirectory::TemporaryDirectory() {
  std::string name = (std::filesystem::temp_directory_path() / "basalt-bench-XXXXXX").string();
  Require(mkdtemp(name.data()) != nullptr, "cannot create a folder " + name);
  path_ = name;
}

TemporaryDirectory::~TemporaryDirectory() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace basalt::bench
