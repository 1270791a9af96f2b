// RocksDB's info log (LOG), which a full disk must not make a danger to the process.
#pragma once

#include <rocksdb/file_system.h>

#include <memory>
#include <string>

namespace basalt {

// Passes everything on to `base`, but for failures to write an info log: what cannot be written of
// it is lost, and nobody is told. RocksDB's logger goes on after a failure, and a RocksDB with
// assertions (Debian's is one) aborts the process at the second line that it cannot write.
// Thread-safe.
class InfoLogs final : public rocksdb::FileSystemWrapper {
 public:
  explicit InfoLogs(const std::shared_ptr<rocksdb::FileSystem>& base) : FileSystemWrapper(base) {}
  const char* Name() const override { return "BasaltInfoLogs"; }

  rocksdb::IOStatus NewLogger(const std::string& name, const rocksdb::IOOptions& options,
                              std::shared_ptr<rocksdb::Logger>* logger,
                              rocksdb::IODebugContext* context) override;
};

}  // namespace basalt
