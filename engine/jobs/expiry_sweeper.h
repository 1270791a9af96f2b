// Deleting what has expired. Source: developer guide, "Using time to live (TTL) in DynamoDB".
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <string>

#include "basalt/clock.h"
#include "basalt/engine_listener.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/items/item_writer.h"
#include "engine/storage/store.h"
#include "index/expiry_row.h"

namespace basalt {

// Borrows all; they must outlive it. Thread-safe.
class ExpirySweeper {
 public:
  ExpirySweeper(Store& store, Catalog& catalog, ItemWriter& writer, const Clock& clock,
                EngineListener& listener)
      : store_(store), catalog_(catalog), writer_(writer), clock_(clock), listener_(listener) {}

  // Deletes, through the one write path, every item whose second has passed and lies no more than
  // five years back, of tables with time to live enabled; what a client has changed in the meantime
  // stays. Costs a seek a table, and what is due. Stops early once `stop` says so. The number of
  // items deleted. An item that cannot be deleted, because it is damaged, keeps no other from it;
  // the listener is told of one such for each table.
  std::size_t Sweep(const std::stop_token& stop = {});

 private:
  struct TableSweep;

  void SweepTable(TableSweep& sweep, const std::stop_token& stop);
  bool SweepSome(TableSweep& sweep);
  bool DeleteSome(TableSweep& sweep);
  void DeleteExpired(TableSweep& sweep, const WriteAccess& access, const Table& table,
                     std::span<const ExpiryRow> rows);

  Store& store_;
  Catalog& catalog_;
  ItemWriter& writer_;
  const Clock& clock_;
  EngineListener& listener_;
};

}  // namespace basalt
