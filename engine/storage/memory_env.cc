#include "engine/storage/memory_env.h"

#include <rocksdb/file_system.h>

#include "engine/storage/options_files.h"

namespace basalt {
namespace {

class SilentLog final : public rocksdb::Logger {
 public:
  using Logger::Logv;
  SilentLog() : Logger(rocksdb::InfoLogLevel::FATAL_LEVEL) {}
  void Logv(const char*, va_list) override {}
};

// Nobody will look at what a store in memory was set to.
class MemoryFiles final : public rocksdb::FileSystemWrapper {
 public:
  explicit MemoryFiles(const std::shared_ptr<rocksdb::FileSystem>& base)
      : FileSystemWrapper(base) {}
  const char* Name() const override { return "BasaltMemoryFiles"; }

  rocksdb::IOStatus NewWritableFile(const std::string& name, const rocksdb::FileOptions& options,
                                    std::unique_ptr<rocksdb::FSWritableFile>* file,
                                    rocksdb::IODebugContext* context) override {
    if (IsOptionsFile(name)) return NoOptionsFile();
    return target()->NewWritableFile(name, options, file, context);
  }
};

}  // namespace

std::unique_ptr<rocksdb::Env> NewMemoryEnv() {
  const std::unique_ptr<rocksdb::Env> files(rocksdb::NewMemEnv(rocksdb::Env::Default()));
  return rocksdb::NewCompositeEnv(std::make_shared<MemoryFiles>(files->GetFileSystem()));
}

std::shared_ptr<rocksdb::Logger> NewSilentLog() { return std::make_shared<SilentLog>(); }

}  // namespace basalt
