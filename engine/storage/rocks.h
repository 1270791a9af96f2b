// What of RocksDB the storage headers name, without its headers.
#pragma once

namespace rocksdb {
class Env;
class Iterator;
class Snapshot;
class WriteBatch;
}  // namespace rocksdb
