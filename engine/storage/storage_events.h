// Passes on to the engine's listener what RocksDB tells of its background work.
#pragma once

#include <rocksdb/listener.h>

#include <atomic>

#include "basalt/engine_listener.h"
#include "engine/storage/log_watch.h"

namespace basalt {

// Thread-safe. Called by RocksDB with its own locks held.
class StorageEvents final : public rocksdb::EventListener {
 public:
  // Both must outlive this. `listener` must neither wait nor call the database.
  StorageEvents(basalt::EngineListener& listener, const LogWatch& log_watch)
      : listener_(listener), log_watch_(log_watch) {}

  // Whether writes to any family are held up.
  bool writes_stall() const { return stalled_families_.load(std::memory_order_relaxed) > 0; }

  void OnStallConditionsChanged(const rocksdb::WriteStallInfo& info) override;
  void OnBackgroundError(rocksdb::BackgroundErrorReason reason, rocksdb::Status* error) override;
  void OnErrorRecoveryEnd(const rocksdb::BackgroundErrorRecoveryInfo& info) override;

 private:
  basalt::EngineListener& listener_;
  const LogWatch& log_watch_;
  std::atomic<int> stalled_families_{0};
};

}  // namespace basalt
