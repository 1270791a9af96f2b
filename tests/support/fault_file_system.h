// RocksDB over a FaultDisk: for StoreOptions::env.
#pragma once

#include <rocksdb/env.h>

#include <cstdint>
#include <memory>

#include "tests/support/fault_disk.h"

namespace basalt::test {

// A machine whose only disk is a FaultDisk. Must outlive the stores over it. Thread-safe.
class FaultMachine {
 public:
  explicit FaultMachine(std::uint64_t seed);

  FaultDisk& disk() { return disk_; }
  rocksdb::Env* env() { return env_.get(); }

  // The power is back, and no lock is held. REQUIRES: as FaultDisk::Restart.
  void Restart();

 private:
  class FileSystem;

  FaultDisk disk_;
  std::shared_ptr<FileSystem> file_system_;
  std::unique_ptr<rocksdb::Env> env_;
};

}  // namespace basalt::test
