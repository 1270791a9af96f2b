// A topic of the part `fairness`.
#pragma once

#include "bench/table.h"

namespace basalt::bench {

void MeasureOpen(Table& table);

}  // namespace basalt::bench
