#include "engine/catalog/setting_operations.h"

#include <memory>
#include <utility>

namespace basalt {

Status SettingOperations::Change(const Table& table, const std::function<void(Table&)>& change,
                                 WriteSet writes) {
  auto changed = std::make_shared<Table>(table);
  change(*changed);
  return catalog_.Replace(std::move(changed), std::move(writes));
}

}  // namespace basalt
