#include "engine/catalog/account_record.h"

#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/storage/write_set.h"

namespace basalt {

Result<std::optional<std::string>> ReplaceArnBeginning(Store& store, const Account& account) {
  const std::string beginning = account.ArnBeginning();
  std::optional<std::string> before;
  {
    const auto stored = store.Latest().Get(Family::kCatalog, kArnsKey);
    if (!stored) return stored.error();
    if (*stored) before = std::string((*stored)->bytes());
  }
  if (before == beginning) return std::optional<std::string>();
  WriteSet writes(store);
  writes.Put(Family::kCatalog, kArnsKey, beginning);
  if (auto committed = std::move(writes).Commit(); !committed) return committed.error();
  return before;
}

}  // namespace basalt
