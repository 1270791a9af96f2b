// RocksDB's statuses as the project's.
#pragma once

#include <rocksdb/status.h>

#include <string>
#include <string_view>

#include "basalt/result.h"

namespace basalt {

inline Error ToError(const rocksdb::Status& status, std::string_view what) {
  return {ErrorCode::kInternal, std::string(what) + ": " + status.ToString()};
}

// `what` says what failed, as in "cannot read".
inline Status ToStatus(const rocksdb::Status& status, std::string_view what) {
  if (status.ok()) return Done{};
  return ToError(status, what);
}

}  // namespace basalt
