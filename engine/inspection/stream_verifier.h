// Checking the streams of a store: their descriptions and every change record.
#pragma once

#include <functional>
#include <memory>
#include <set>
#include <span>
#include <string>

#include "engine/catalog/dropped_rows.h"
#include "engine/catalog/table.h"
#include "engine/storage/store.h"

namespace basalt {

// Reads every record once. Calls `report` with what is wrong, a line each.
void VerifyStreams(const Snapshot& snapshot, std::span<const std::shared_ptr<const Table>> tables,
                   const std::set<DroppedRows>& dropped,
                   const std::function<void(std::string)>& report);

}  // namespace basalt
