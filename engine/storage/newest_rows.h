// Putting a store together from versions of its rows that come in any order.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "basalt/result.h"
#include "engine/storage/store.h"

namespace basalt {

struct RowVersion {
  Family family = Family::kCatalog;
  std::string key;
  std::uint64_t sequence = 0;
  bool is_gone = false;  // The row was removed.
  std::string value;
};

// Of each row the version with the highest sequence number is kept. Memory does not grow with the
// data. Thread-safety: none.
class NewestRows {
 public:
  // Makes two stores in `directory`, which is there: one for the rows, and one for their numbers.
  static Result<std::unique_ptr<NewestRows>> Create(const std::filesystem::path& directory);

  Status Add(RowVersion version);

  // The rows, for reading. Call it once, at the end.
  Result<std::unique_ptr<Store>> Finish() &&;

 private:
  explicit NewestRows(std::filesystem::path directory) : directory_(std::move(directory)) {}
  Status Commit();

  const std::filesystem::path directory_;
  std::unique_ptr<Store> rows_;
  std::unique_ptr<Store> numbers_;  // By a row's key: its sequence number, as text.
  std::map<std::pair<Family, std::string>, RowVersion> pending_;
  std::size_t pending_bytes_ = 0;
};

}  // namespace basalt
