// Keeping RocksDB from writing its files OPTIONS-*. It writes one whenever a column family is made
// and at each opening, and reads each back to check it: of the time in which a store was made, that
// took six sevenths. A file system that refuses to make the file spares it. RocksDB goes on without
// (DBOptions::fail_if_options_file_error), and reads them only if it is asked to.
#pragma once

#include <rocksdb/io_status.h>

#include <string_view>

namespace basalt {

inline bool IsOptionsFile(std::string_view path) {
  return path.substr(path.rfind('/') + 1).starts_with("OPTIONS-");
}

inline rocksdb::IOStatus NoOptionsFile() { return rocksdb::IOStatus::NotSupported(); }

}  // namespace basalt
