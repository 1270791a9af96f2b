// A store that is much larger than its cache, beside one that fits.
#pragma once

#include "bench/table.h"

namespace basalt::bench {

// BASALT_BENCH_LARGE_ITEMS says how many items the large one has; 10,000,000 unless said. They take
// half a kilobyte of disk each while they are written, and about ten seconds a million.
void MeasureLarge(Table& table);

}  // namespace basalt::bench
