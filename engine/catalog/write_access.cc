#include "engine/catalog/write_access.h"

#include <algorithm>
#include <utility>

namespace basalt {

WriteAccess::WriteAccess(Catalog& catalog, std::string_view table_name)
    : catalog_(catalog), first_(Enter(table_name)) {}

WriteAccess::WriteAccess(Catalog& catalog, std::vector<std::string_view> table_names)
    : catalog_(catalog) {
  std::ranges::sort(table_names);
  const auto repeated = std::ranges::unique(table_names);
  table_names.erase(repeated.begin(), repeated.end());
  for (const std::string_view name : table_names) {
    if (auto entered = Enter(name)) others_.push_back(*std::move(entered));
  }
}

// A table that goes, or comes again, before its gate is held is looked up once more.
std::optional<WriteAccess::Entered> WriteAccess::Enter(std::string_view table_name) const {
  while (auto table = catalog_.FindStored(table_name)) {
    std::shared_lock gate(*table->gate);  // Given up before `table`, which may keep it.
    auto current = catalog_.FindStored(table_name);
    if (current && current->gate == table->gate) {
      return Entered{.table = std::move(current), .gate = std::move(gate)};
    }
  }
  return std::nullopt;
}

std::shared_ptr<const Table> WriteAccess::Find(std::string_view table_name) const {
  if (first_ && first_->table->schema.name == table_name) return catalog_.AsOfNow(first_->table);
  const auto found = std::ranges::find_if(others_, [&](const Entered& entered) {
    return entered.table->schema.name == table_name;
  });
  return catalog_.AsOfNow(found != others_.end() ? found->table : nullptr);
}

}  // namespace basalt
