// What ARNs began with when a directory was last opened, so that a change of it can be told. It is
// stored as that text under kArnsKey; directories that were only opened before it was have none.
#pragma once

#include <optional>
#include <string>

#include "basalt/result.h"
#include "engine/catalog/account.h"
#include "engine/storage/store.h"

namespace basalt {

// Stores what ARNs begin with, unless that is stored already. Returns what was stored before if
// that is something else. Errors: kInternal.
Result<std::optional<std::string>> ReplaceArnBeginning(Store& store, const Account& account);

}  // namespace basalt
