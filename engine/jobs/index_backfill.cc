#include "engine/jobs/index_backfill.h"

#include <memory>
#include <utility>

#include "index/index_plan.h"

namespace basalt {
namespace {

constexpr std::size_t kCommitBytesMax = 4 * 1024 * 1024;

}  // namespace

Result<BuiltIndex> BuildIndex(Store& store, const Catalog& catalog, const Table& table,
                              const IndexSchema& index) {
  CounterDelta size;
  auto writes = std::make_unique<WriteSet>(store);
  bool announced = false;

  Rows items = store.TakeSnapshot().Read(Family::kItems, RowsOf(table.schema.id));
  for (; items.Valid(); items.Next()) {
    const auto row = IndexRowOf(table.schema, index, ItemView(items.value()));
    if (!row) continue;
    const ItemView projection = row->projection();
    writes->Put(Family::kIndex, row->key(), projection.bytes());
    ++size.items;
    size.bytes += static_cast<std::int64_t>(projection.size_bytes());

    if (writes->size_bytes() < kCommitBytesMax) continue;
    if (!announced) catalog.StageBuilding(index.id, *writes);
    announced = true;
    if (auto done = std::move(*writes).Commit(); !done) return done.error();
    writes = std::make_unique<WriteSet>(store);
  }
  if (auto status = items.status(); !status) return status.error();
  return BuiltIndex{.rest = std::move(*writes), .size = size};
}

}  // namespace basalt
