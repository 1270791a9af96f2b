// The server beside other servers of the same API.
#pragma once

namespace basalt::bench {

// Prints a table of its own. REQUIRES: the peers are where scripts/setup.sh puts them.
void MeasurePeers();

}  // namespace basalt::bench
