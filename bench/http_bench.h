// The server beside a bare one: the same requests and replies of the same size.
#pragma once

#include "bench/table.h"

namespace basalt::bench {

void MeasureHttp(Table& table);

}  // namespace basalt::bench
