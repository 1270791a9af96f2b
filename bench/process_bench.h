// The server as a process: how soon it answers, how much memory it idles in, how large it is.
#pragma once

#include "bench/table.h"

namespace basalt::bench {

void MeasureProcess(Table& table);

}  // namespace basalt::bench
