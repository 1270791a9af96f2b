// Asked by LeakSanitizer. RocksDB 7.8 leaks a memtable where it cannot begin a new log.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:rocksdb::DBImpl::SwitchMemtable\n";
}
