#include "bench/fairness_bench.h"

namespace basalt::bench {

void MeasureFairness(Table& table) {
  for (auto* measure : {&MeasureTokens, &MeasureQueues, &MeasureDroppedTables, &MeasureTableChanges,
                        &MeasureHotItems, &MeasureOpen}) {
    measure(table);
  }
}

}  // namespace basalt::bench
