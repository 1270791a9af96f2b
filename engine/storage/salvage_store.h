// Opening what is left of a damaged store, for reading.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

struct SalvageStore {
  std::unique_ptr<Store> store;
  std::vector<std::string> losses;  // What is known to be missing from it, a line each.
};

// Opens the directory as it is, passing over what is bad in its logs; or a copy of it, made in
// `scratch`; or, where RocksDB can open neither or a log is damaged, what its files hold (see
// file_salvage.h). `directory` itself is never changed, and nothing that RocksDB makes of it ends
// this process. What of the tables is damaged shows when it is read. Errors: kInternal.
Result<SalvageStore> OpenForSalvage(const std::filesystem::path& directory,
                                    const std::filesystem::path& scratch);

}  // namespace basalt
