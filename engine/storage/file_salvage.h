// What the files of a store hold, each read by itself: where the list of files is lost, or two
// processes have written over each other, and RocksDB can open nothing.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

// Reads the tables and logs that lie in `directory`, where nothing is changed, and puts together
// the newest version of each row, by its sequence number. `tables` are the names of those that
// count; nothing: all. What cannot be read is passed over, and told in `losses`, a line each. The
// store lies in `scratch`, which is there and empty; it has no counters. Errors: kInternal:
// `scratch` cannot be written.
Result<std::unique_ptr<Store>> SalvageFiles(const std::filesystem::path& directory,
                                            const std::optional<std::set<std::string>>& tables,
                                            const std::filesystem::path& scratch,
                                            std::vector<std::string>& losses);

}  // namespace basalt
