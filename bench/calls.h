// The requests that servers are measured with, in DynamoDB's JSON, on items of items.h.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace basalt::bench {

inline constexpr int kServedItems = 20'000;

// An operation and the bodies it is called with, in turn.
struct Call {
  std::string operation;
  std::vector<std::string> bodies;
};

// Of which items: some with numbers below `count`, the same ones for one seed.
struct ItemChoice {
  int count = kServedItems;
  unsigned seed = 1;
};

Call GetCall(ItemChoice items = {});
Call PutCall(ItemChoice items = {});
Call UpdateCall();    // Of one attribute, under a condition.
Call QueryCall();     // Of a partition's 100 items, 40 KB.
Call ScanCall();      // Of a page of 1 MB.
Call TransactCall();  // Writes 4 items.
Call BatchCall();     // Writes 25 items.

// What goes over the wire: POST `target` with each body.
std::vector<std::string> RequestsOf(const Call& call, const std::string& target = "/");

// Makes the table and fills it with kServedItems. Ends the program if the server refuses.
void MakeReady(std::uint16_t port);

}  // namespace basalt::bench
