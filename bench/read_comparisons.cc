#include <rocksdb/iterator.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "basalt/value_builder.h"
#include "bench/engine_bench.h"
#include "bench/items.h"
#include "model/key/key_codec.h"
#include "model/key/row_key.h"

namespace basalt::bench {
namespace {

constexpr int kPointReads = 2000;
constexpr int kPages = 100;
constexpr int kScans = 2;

// Hands out what it holds, over and over.
template <typename T>
class Cycle {
 public:
  explicit Cycle(std::vector<T> values) : values_(std::move(values)) {}
  T& Next() { return values_[position_++ % values_.size()]; }

 private:
  std::vector<T> values_;
  std::size_t position_ = 0;
};

Comparison GetItem(Database& database, RawStore& raw) {
  std::vector<EncodedItem> keys;
  std::vector<std::string> row_keys;
  for (const int number : Shuffled(kItems)) {
    keys.push_back(KeyOf(number));
    row_keys.push_back(ItemRowKey(PlainSchema(), keys.back().view()));
  }
  auto ours = [&database, keys = std::make_shared<Cycle<EncodedItem>>(std::move(keys)),
               request = GetItemRequest{.table_name = kPlainTable}]() mutable {
    EncodedItem& key = keys->Next();
    std::swap(request.key.item, key);
    const auto response = database.GetItem(request);
    std::swap(request.key.item, key);
    Require(response && response->item, "GetItem found nothing");
  };
  auto baseline = [&raw, keys = std::make_shared<Cycle<std::string>>(std::move(row_keys))] {
    rocksdb::PinnableSlice value;
    const auto status = raw.database().Get({}, raw.Handle(Family::kItems), keys->Next(), &value);
    Require(status.ok(), "RocksDB found nothing");
  };
  return {.name = "GetItem to a view",
          .operations = kPointReads,
          .goal = 1.4,
          .ours = std::move(ours),
          .baseline = std::move(baseline)};
}

// The bytes of the rows of a range.
std::size_t Iterate(RawStore& raw, const RowRange& range, std::int64_t rows_max) {
  const rocksdb::Slice lower(range.begin);
  const rocksdb::Slice upper(range.end);
  rocksdb::ReadOptions options;
  options.iterate_lower_bound = &lower;
  options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> rows(
      raw.database().NewIterator(options, raw.Handle(Family::kItems)));
  std::size_t bytes = 0;
  std::int64_t count = 0;
  for (rows->Seek(lower); rows->Valid() && count < rows_max; rows->Next(), ++count) {
    bytes += rows->value().size();
  }
  Require(count > 0, "RocksDB iterated over nothing");
  return bytes;
}

Comparison Query(Database& database, RawStore& raw) {
  std::vector<std::string> partitions;
  std::vector<RowRange> ranges;
  for (const int partition : Shuffled(kItems / kPartitionItems)) {
    partitions.push_back(PartitionOf(partition * kPartitionItems));
    std::string key;
    AppendKeyString(key, partitions.back());
    const std::string prefix = PartitionPrefix(PlainSchema().id, key);
    ranges.push_back({prefix, KeySuccessor(prefix)});
  }
  auto ours = [&database,
               partitions = std::make_shared<Cycle<std::string>>(std::move(partitions))] {
    QueryRequest request;
    request.table_name = kPlainTable;
    request.key_condition_expression = "pk = :partition";
    ValueBuilder values;
    values.BeginMap();
    values.Name(":partition");
    values.String(partitions->Next());
    values.EndMap();
    request.expression_attribute_values.emplace(std::move(values));
    const auto response = database.Query(request);
    Require(response && response->count == kPartitionItems, "Query found too few");
  };
  auto baseline = [&raw, ranges = std::make_shared<Cycle<RowRange>>(std::move(ranges))] {
    Iterate(raw, ranges->Next(), kPartitionItems);
  };
  return {.name = "Query of 100 items",
          .operations = kPages,
          .goal = 1.5,
          .ours = std::move(ours),
          .baseline = std::move(baseline)};
}

Comparison Scan(Database& database, RawStore& raw) {
  auto request = std::make_shared<ScanRequest>();
  request->table_name = kPlainTable;
  request->filter_expression = "active = :yes AND price > :least";
  request->expression_attribute_values.emplace(
      Item{{":yes", {true}}, {":least", {*Number::Parse("1500")}}});
  const auto page = database.Scan(*request);
  Require(page && page->count > 0, "Scan found nothing");

  const std::int64_t rows = page->scanned_count;
  auto ours = [&database, request] { Require(bool(database.Scan(*request)), "Scan failed"); };
  auto baseline = [&raw, rows] { Iterate(raw, RowsOf(PlainSchema().id), rows); };
  return {.name = "Scan with a filter, an item",
          .operations = kScans,
          .parts = static_cast<double>(rows),
          .goal = 2,
          .ours = std::move(ours),
          .baseline = std::move(baseline)};
}

}  // namespace

std::vector<Comparison> ReadComparisons(Database& database, RawStore& raw) {
  return {GetItem(database, raw), Query(database, raw), Scan(database, raw)};
}

}  // namespace basalt::bench
