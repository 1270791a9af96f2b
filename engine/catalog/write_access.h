// The right to write items of some tables: while one lives, none of them changes.
#pragma once

#include <memory>
#include <optional>
#include <shared_mutex>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"
#include "engine/catalog/table_gate.h"

namespace basalt {

// To be had before the locks of keys, and once a thread at a time. Thread-safety: none.
class WriteAccess {
 public:
  WriteAccess(Catalog& catalog, std::string_view table_name);
  // `table_names` may name a table more than once, and tables that are not there.
  WriteAccess(Catalog& catalog, std::vector<std::string_view> table_names);

  // As Catalog::Find. REQUIRES: the table was named.
  std::shared_ptr<const Table> Find(std::string_view table_name) const;

 private:
  struct Entered {
    std::shared_ptr<const Table> table;  // First: it keeps the gate.
    std::shared_lock<TableGate> gate;
  };

  std::optional<Entered> Enter(std::string_view table_name) const;

  Catalog& catalog_;
  std::optional<Entered> first_;
  std::vector<Entered> others_;
};

}  // namespace basalt
