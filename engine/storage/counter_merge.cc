#include "engine/storage/counter_merge.h"

#include <deque>
#include <string>

#include "engine/storage/counter_deltas.h"

namespace basalt {
namespace {

class CounterMerge final : public rocksdb::MergeOperator {
 public:
  const char* Name() const override { return "basalt.counters.1"; }

  bool FullMergeV2(const MergeOperationInput& input, MergeOperationOutput* output) const override {
    CounterDeltas sums;
    if (input.existing_value != nullptr && !Add(*input.existing_value, sums)) return false;
    for (const rocksdb::Slice& operand : input.operand_list) {
      if (!Add(operand, sums)) return false;
    }
    output->new_value = EncodeCounterDeltas(sums);
    return true;
  }

  bool PartialMergeMulti(const rocksdb::Slice&, const std::deque<rocksdb::Slice>& operands,
                         std::string* merged, rocksdb::Logger*) const override {
    CounterDeltas sums;
    for (const rocksdb::Slice& operand : operands) {
      if (!Add(operand, sums)) return false;
    }
    *merged = EncodeCounterDeltas(sums);
    return true;
  }

 private:
  static bool Add(const rocksdb::Slice& deltas, CounterDeltas& sums) {
    return AddCounterDeltas({deltas.data(), deltas.size()}, sums);
  }
};

}  // namespace

std::shared_ptr<rocksdb::MergeOperator> NewCounterMerge() {
  return std::make_shared<CounterMerge>();
}

}  // namespace basalt
