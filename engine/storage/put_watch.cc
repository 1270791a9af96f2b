#include "engine/storage/put_watch.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace basalt {
namespace {

// Takes the keys that a batch puts out of the ranges.
class Puts : public rocksdb::WriteBatch::Handler {
 public:
  Puts(EmptyRanges& ranges, std::span<rocksdb::ColumnFamilyHandle* const> families)
      : ranges_(ranges), families_(families) {}

  rocksdb::Status PutCF(std::uint32_t id, const rocksdb::Slice& key,
                        const rocksdb::Slice& /*value*/) override {
    const auto family =
        std::ranges::find(families_, id, [](const auto* handle) { return handle->GetID(); });
    ranges_.Put(static_cast<Family>(family - families_.begin()), key.ToStringView());
    return rocksdb::Status::OK();
  }
  rocksdb::Status MergeCF(std::uint32_t id, const rocksdb::Slice& key,
                          const rocksdb::Slice& value) override {
    return PutCF(id, key, value);
  }
  rocksdb::Status DeleteCF(std::uint32_t /*id*/, const rocksdb::Slice& /*key*/) override {
    return rocksdb::Status::OK();
  }
  rocksdb::Status DeleteRangeCF(std::uint32_t /*id*/, const rocksdb::Slice& /*begin*/,
                                const rocksdb::Slice& /*end*/) override {
    return rocksdb::Status::OK();
  }

 private:
  EmptyRanges& ranges_;
  std::span<rocksdb::ColumnFamilyHandle* const> families_;
};

}  // namespace

PutWatch::PutWatch(EmptyRanges& ranges, std::span<rocksdb::ColumnFamilyHandle* const> families,
                   const rocksdb::WriteBatch& batch)
    : writing_(ranges) {
  if (!ranges.any()) return;
  Puts puts(ranges, families);
  if (!batch.Iterate(&puts).ok()) ranges.Clear();
}

}  // namespace basalt
