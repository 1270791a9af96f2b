// What of RocksDB the storage headers name, without its headers.
#pragma once

namespace rocksdb {
class DB;
class Env;
class Iterator;
class PinnableSlice;
class Snapshot;
class WriteBatch;
}  // namespace rocksdb
