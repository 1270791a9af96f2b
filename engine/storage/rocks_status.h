// RocksDB's types and the project's.
#pragma once

#include <rocksdb/slice.h>
#include <rocksdb/status.h>

#include <string>
#include <string_view>

#include "basalt/result.h"
#include "engine/storage/file_handles.h"

namespace basalt {

inline Error ToError(const rocksdb::Status& status, std::string_view what) {
  return {ErrorCode::kInternal, std::string(what) + ": " + TextOf(status)};
}

inline rocksdb::Slice ToSlice(std::string_view bytes) { return {bytes.data(), bytes.size()}; }

// `what` says what failed, as in "cannot read".
inline Status ToStatus(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return Done{};
  return ToError(status, what);
}

}  // namespace basalt
