// Whether each caller waits for its own work only, and whether nothing gets slower because the
// store has lived longer. Each row is a ratio within one run, held to its goal.
#pragma once

#include "bench/table.h"

namespace basalt::bench {

// All topics, one after the other.
void MeasureFairness(Table& table);

// The topics. A new one is a file bench/fairness_*.cc, a line here, and a line in
// fairness_bench.cc.
void MeasureTokens(Table& table);
void MeasureQueues(Table& table);
void MeasureDroppedTables(Table& table);
void MeasureOpen(Table& table);
void MeasureTableChanges(Table& table);
void MeasureHotItems(Table& table);

}  // namespace basalt::bench
