// Checking everything in a store against everything else.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/catalog/dropped_rows.h"
#include "engine/catalog/table.h"
#include "engine/storage/store.h"

namespace basalt {

// Reads every row once, and every index row twice; memory does not grow with the data.
// Thread-safety: none.
class StoreVerifier {
 public:
  // Both must outlive this. REQUIRES: `catalog` is that of `store`, and nobody writes.
  StoreVerifier(const Store& store, const Catalog& catalog) : snapshot_(store.Latest()) {
    Collect(catalog);
  }

  // What is wrong, a line each.
  std::vector<std::string> Run() &&;

 private:
  // Of tables or indexes, with a name for people.
  using Ids = std::map<std::uint32_t, std::string>;

  void Collect(const Catalog& catalog);
  void Report(std::string problem);
  // Whether reading `what` did not end at an error.
  bool ReportUnlessRead(const std::string& what, const Rows& rows);

  void ReadDropped();
  bool IsDropped(Family family, std::uint32_t id) const { return dropped_.contains({family, id}); }
  void VerifyBackfills();
  void VerifyItems(const Table& table);
  void VerifyExpiryStored(const Table& table, ItemView item, std::string_view row_key);
  void VerifyExpiryRows(const Table& table);
  void VerifyIndexRows(const Table& table, const IndexSchema& index);
  bool ImpliesRow(const Table& table, const IndexSchema& index, std::string_view row_key,
                  ItemView projection);
  void VerifyStored(const Table& table, const IndexSchema& index, ItemView item,
                    std::string_view item_row_key, CounterDelta& implied);
  bool IsYetToCome(const Table& table, const IndexSchema& index,
                   std::string_view item_row_key) const;
  void VerifyCount(const std::string& what, const Counters& counters, CounterDelta found);
  void VerifyIds(Family family, const Ids& known);
  void VerifyCatalogKeys();
  void VerifyTokens();

  Snapshot snapshot_;
  std::vector<std::shared_ptr<const Table>> tables_;
  Ids table_ids_;
  Ids index_ids_;
  std::set<DroppedRows> dropped_;  // Their rows are garbage.
  std::map<std::uint32_t, std::string>
      backfills_;  // By index: the item where its backfill goes on.
  std::vector<std::string> problems_;
  std::size_t problem_count_ = 0;
};

}  // namespace basalt
