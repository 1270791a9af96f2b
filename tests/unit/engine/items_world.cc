#include "items_world.h"

namespace basalt::items_test {

void ItemsWorld::AddTables() {
  AddTable({.table_name = "things",
            .attribute_definitions = {{"pk", ScalarAttributeType::kS}},
            .key_schema = {{"pk", KeyType::kHash}}});

  LocalSecondaryIndexDescription by_note;
  by_note.index_name = "by-note";
  by_note.key_schema = {{"pk", KeyType::kHash}, {"note", KeyType::kRange}};
  by_note.projection = {ProjectionType::kKeysOnly, std::nullopt};
  GlobalSecondaryIndexDescription by_status;
  by_status.index_name = "by-status";
  by_status.key_schema = {{"status", KeyType::kHash}};
  by_status.projection = {ProjectionType::kAll, std::nullopt};
  AddTable({.table_name = "orders",
            .attribute_definitions = {{"pk", ScalarAttributeType::kS},
                                      {"sk", ScalarAttributeType::kN},
                                      {"note", ScalarAttributeType::kS},
                                      {"status", ScalarAttributeType::kS}},
            .key_schema = {{"pk", KeyType::kHash}, {"sk", KeyType::kRange}},
            .local_secondary_indexes = {by_note},
            .global_secondary_indexes = {by_status}});
}

void ItemsWorld::AddTable(TableDescription description) {
  const TableLock lock = catalog_->LockTable(description.table_name);
  const TableId id = catalog_->NewId();
  IndexIds indexes;
  for (const auto& index : description.local_secondary_indexes) {
    indexes[index.index_name] = catalog_->NewId();
  }
  for (const auto& index : description.global_secondary_indexes) {
    indexes[index.index_name] = catalog_->NewId();
  }
  auto table = std::make_shared<Table>(MakeTable(std::move(description), {}, id, indexes));
  const Status done = catalog_->Replace(std::move(table), WriteSet(*store_));
  EXPECT_TRUE(done) << (done ? "" : done.error().message);
}

}  // namespace basalt::items_test
