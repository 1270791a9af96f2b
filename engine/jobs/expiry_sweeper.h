// Deleting what has expired. Source: developer guide, "Using time to live (TTL) in DynamoDB".
#pragma once

#include <cstddef>
#include <stop_token>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "engine/catalog/catalog.h"
#include "engine/items/item_writer.h"
#include "engine/storage/store.h"

namespace basalt {

// Borrows all; they must outlive it. Thread-safe.
class ExpirySweeper {
 public:
  ExpirySweeper(Store& store, Catalog& catalog, ItemWriter& writer, const Clock& clock)
      : store_(store), catalog_(catalog), writer_(writer), clock_(clock) {}

  // Deletes, through the one write path, every item whose second has passed and lies no more than
  // five years back, of tables with time to live enabled; what a client has changed in the meantime
  // stays. Costs a seek a table, and what is due. Stops early once `stop` says so. The number of
  // items deleted. Errors: kInternal.
  Result<std::size_t> Sweep(const std::stop_token& stop = {});

 private:
  Result<std::size_t> SweepTable(const std::string& table_name, const std::stop_token& stop);

  Store& store_;
  Catalog& catalog_;
  ItemWriter& writer_;
  const Clock& clock_;
};

}  // namespace basalt
