// Reading what is there, through the API.
#include <gtest/gtest.h>

#include <sstream>

#include "tests/faults/workload.h"

namespace basalt::fault_test {
namespace {

using Change = Contents::Change;

std::int64_t NumberOf(const Item& item, std::string_view name) {
  return std::stoll(std::get<Number>(Find(item, name)->data).ToString());
}

ItemKey KeyIn(const Item& item) {
  return {std::get<std::string>(Find(item, "pk")->data), NumberOf(item, "sk")};
}

std::optional<std::int64_t> VersionIn(const std::optional<EncodedItem>& image) {
  if (!image) return std::nullopt;
  return NumberOf(image->ToItem(), "version");
}

Result<std::map<ItemKey, Item>> ReadItems(Database& database, const std::string& table) {
  std::map<ItemKey, Item> items;
  ScanRequest request;
  request.table_name = table;
  request.consistent_read = true;
  do {
    const auto page = database.Scan(request);
    if (!page) return page.error();
    for (std::size_t position = 0; position < page->items->size(); ++position) {
      Item item = ToItem((*page->items)[position]);
      const ItemKey key = KeyIn(item);
      items.emplace(key, std::move(item));
    }
    request.exclusive_start_key.reset();
    if (page->last_evaluated_key) request.exclusive_start_key = *page->last_evaluated_key;
  } while (request.exclusive_start_key);
  return items;
}

using Changes = std::map<ItemKey, std::vector<Change>>;

// Adds the changes of one shard, which come after those of the shards before it.
Status ReadShard(Database& database, const GetShardIteratorRequest& shard, Changes& changes) {
  const auto iterator = database.GetShardIterator(shard);
  if (!iterator) return iterator.error();
  std::optional<std::string> next = iterator->shard_iterator;
  while (next) {
    const auto page = database.GetRecords({.shard_iterator = *next, .limit = {}});
    if (!page) return page.error();
    if (page->records.empty()) return Done{};
    for (const ChangeRecord& record : page->records) {
      const Change change{VersionIn(record.old_image), VersionIn(record.new_image)};
      const OperationType type = !change.first    ? OperationType::kInsert
                                 : !change.second ? OperationType::kRemove
                                                  : OperationType::kModify;
      EXPECT_EQ(record.event_name, type);
      changes[KeyIn(record.keys.ToItem())].push_back(change);
    }
    next = page->next_shard_iterator;
  }
  return Done{};
}

Result<Changes> ReadChanges(Database& database, const std::string& arn) {
  Changes changes;
  DescribeStreamRequest request{
      .stream_arn = arn, .limit = {}, .exclusive_start_shard_id = {}, .shard_filter = {}};
  do {
    const auto stream = database.DescribeStream(request);
    if (!stream) return stream.error();
    for (const ShardDescription& shard : stream->shards) {
      const auto read = ReadShard(
          database, {.stream_arn = arn, .shard_id = shard.shard_id, .sequence_number = {}},
          changes);
      if (!read) return read.error();
    }
    request.exclusive_start_shard_id = stream->last_evaluated_shard_id;
  } while (request.exclusive_start_shard_id);
  return changes;
}

std::string ToText(const std::optional<std::int64_t>& version) {
  return version ? std::to_string(*version) : "none";
}

void Print(std::ostream& text, const std::map<ItemKey, Item>& items) {
  for (const auto& [key, item] : items) {
    text << key.first << '/' << key.second << '=' << NumberOf(item, "version") << ' ';
  }
}

std::string ToText(const Contents& contents) {
  std::ostringstream text;
  text << "table " << contents.has_table << ", expires " << contents.expires << ", extra index "
       << contents.has_extra_index << ", other table " << contents.has_other_table << "\n  items ";
  Print(text, contents.items);
  text << "\n  other ";
  Print(text, contents.other_items);
  text << "\n  last changes ";
  for (const auto& [key, changes] : contents.changes) {
    text << key.first << '/' << key.second << " #" << changes.size() << ' '
         << ToText(changes.back().first) << ">" << ToText(changes.back().second) << ' ';
  }
  return text.str();
}

}  // namespace

std::string Difference(const Contents& expected, const Contents& found) {
  return "expected: " + ToText(expected) + "\nfound: " + ToText(found) + "\n";
}

Result<Contents> Workload::Read(Database& database) const {
  Contents contents;
  const auto other = database.DescribeTable({other_table()});
  contents.has_other_table = static_cast<bool>(other);
  if (other) {
    auto items = ReadItems(database, other_table());
    if (!items) return items.error();
    contents.other_items = *std::move(items);
  }
  const auto table = database.DescribeTable({options_.name});
  if (!table) return contents;
  contents.has_table = true;
  contents.has_extra_index = table->table.global_secondary_indexes.size() > 1;
  const auto expiry = database.DescribeTimeToLive({options_.name});
  if (!expiry) return expiry.error();
  contents.expires = expiry->attribute_name.has_value();
  if (contents.expires) {
    const auto now = std::chrono::floor<std::chrono::seconds>(clock_.Now());
    const auto second = now.time_since_epoch().count() - 1;
    if (Expire(database, {.kind = Kind::kExpire, .second = second}) != Outcome::kDone) {
      return Error{ErrorCode::kInternal, "what is due cannot be waited for"};
    }
  }
  auto items = ReadItems(database, options_.name);
  if (!items) return items.error();
  contents.items = *std::move(items);
  auto changes = ReadChanges(database, table->table.latest_stream_arn.value_or(""));
  if (!changes) return changes.error();
  contents.changes = *std::move(changes);
  return contents;
}

}  // namespace basalt::fault_test
