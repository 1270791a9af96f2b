// What the tests of tables share: short ways to write requests.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "basalt/database.h"
#include "tests/unit/engine/temporary_folder.h"

namespace basalt::tables_test {

using engine_test::TemporaryFolder;

inline std::vector<std::string> Words(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    if (end > 0) words.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

// "a b:N": a string and a number.
inline std::vector<AttributeDefinition> Definitions(std::string_view text) {
  std::vector<AttributeDefinition> definitions;
  for (const std::string& word : Words(text)) {
    const std::size_t colon = std::min(word.find(':'), word.size());
    auto type = ScalarAttributeType::kS;
    if (word.substr(colon) == ":N") type = ScalarAttributeType::kN;
    if (word.substr(colon) == ":B") type = ScalarAttributeType::kB;
    definitions.push_back({word.substr(0, colon), type});
  }
  return definitions;
}

// "a #b": a partition key and a sort key.
inline std::vector<KeySchemaElement> Key(std::string_view text) {
  std::vector<KeySchemaElement> key;
  for (const std::string& word : Words(text)) {
    const bool range = word.front() == '#';
    key.push_back({word.substr(range ? 1 : 0), range ? KeyType::kRange : KeyType::kHash});
  }
  return key;
}

inline Projection All() { return {.projection_type = ProjectionType::kAll}; }

inline Projection Include(std::vector<std::string> names) {
  return {.projection_type = ProjectionType::kInclude, .non_key_attributes = std::move(names)};
}

inline GlobalSecondaryIndex Global(std::string name, std::string_view key,
                                   Projection projection = All()) {
  GlobalSecondaryIndex index;
  index.index_name = std::move(name);
  index.key_schema = Key(key);
  index.projection = std::move(projection);
  return index;
}

inline LocalSecondaryIndex Local(std::string name, std::string_view key,
                                 Projection projection = All()) {
  return {
      .index_name = std::move(name), .key_schema = Key(key), .projection = std::move(projection)};
}

inline CreateTableRequest OnDemandTable(std::string name, std::string_view definitions,
                                        std::string_view key) {
  CreateTableRequest request;
  request.table_name = std::move(name);
  request.attribute_definitions = Definitions(definitions);
  request.key_schema = Key(key);
  request.billing_mode = BillingMode::kPayPerRequest;
  return request;
}

inline CreateTableRequest ProvisionedTable(std::string name, std::string_view definitions,
                                           std::string_view key) {
  CreateTableRequest request = OnDemandTable(std::move(name), definitions, key);
  request.billing_mode = BillingMode::kProvisioned;
  request.provisioned_throughput = {5, 5};
  return request;
}

inline UpdateTableRequest UpdateOf(std::string name) {
  UpdateTableRequest request;
  request.table_name = std::move(name);
  return request;
}

inline UpdateTableRequest CreateIndex(std::string table, std::string_view definitions,
                                      GlobalSecondaryIndex index) {
  UpdateTableRequest request = UpdateOf(std::move(table));
  request.attribute_definitions = Definitions(definitions);
  request.global_secondary_index_updates.emplace().push_back(
      CreateGlobalSecondaryIndex{std::move(index)});
  return request;
}

inline UpdateTableRequest DeleteIndex(std::string table, std::string index) {
  UpdateTableRequest request = UpdateOf(std::move(table));
  request.global_secondary_index_updates.emplace().push_back(
      DeleteGlobalSecondaryIndex{std::move(index)});
  return request;
}

inline std::unique_ptr<Database> OpenDatabase(const DatabaseOptions& options = {}) {
  auto database = Database::Open(options);
  if (database) return *std::move(database);
  ADD_FAILURE() << database.error().message;
  return nullptr;
}

inline TableDescription DescribeOf(Database& database, const std::string& table) {
  auto described = database.DescribeTable({table});
  if (described) return described->table;
  ADD_FAILURE() << described.error().message;
  return {};
}

inline AttributeValue Text(std::string text) { return {std::move(text)}; }
inline AttributeValue Count(std::int64_t value) { return {Number(value)}; }

inline void PutInto(Database& database, const std::string& table, const Item& item) {
  PutItemRequest request;
  request.table_name = table;
  request.item = item;
  const auto put = database.PutItem(request);
  if (!put) ADD_FAILURE() << put.error().message;
}

inline Result<GetItemResponse> GetFrom(Database& database, const std::string& table,
                                       const Item& key) {
  GetItemRequest request;
  request.table_name = table;
  request.key = key;
  return database.GetItem(request);
}

template <typename T>
std::string MessageOf(const Result<T>& result) {
  return result ? "it succeeded" : result.error().message;
}

}  // namespace basalt::tables_test
