#include "basalt/inspect.h"

#include <utility>

#include "engine/catalog/catalog.h"
#include "engine/inspection/store_verifier.h"
#include "engine/storage/directory_claim.h"
#include "engine/storage/store.h"

namespace basalt {
namespace {

InspectedTable Inspected(const Table& table) {
  const CounterDelta size = table.counters->Read();
  InspectedTable inspected{.id = table.schema.id,
                           .name = table.schema.name,
                           .item_count = size.items,
                           .size_bytes = size.bytes,
                           .indexes = {}};
  for (const IndexSchema& index : table.schema.indexes) {
    const CounterDelta index_size = table.index_counters.at(index.id)->Read();
    inspected.indexes.push_back({.id = index.id,
                                 .name = index.name,
                                 .item_count = index_size.items,
                                 .size_bytes = index_size.bytes});
  }
  return inspected;
}

}  // namespace

Result<InspectReport> Inspect(const std::filesystem::path& directory,
                              const InspectOptions& options) {
  auto store = Store::Open({.directory = directory, .read_only = true});
  if (!store) return store.error();
  if (options.verify && !(*store)->holds_all_tables() && IsInUse(directory.string())) {
    return Error{ErrorCode::kInternal,
                 "cannot verify data directory '" + directory.string() +
                     "' while it is in use: it has more tables than this process may open at once "
                     "(ulimit -n), and those that it does not hold open may be replaced meanwhile"};
  }
  const auto catalog = Catalog::Load(**store);
  if (!catalog) return catalog.error();

  InspectReport report;
  for (const auto& table : (*catalog)->Stored()) report.tables.push_back(Inspected(*table));
  if (options.verify) report.problems = StoreVerifier(**store, **catalog).Run();
  return report;
}

}  // namespace basalt
