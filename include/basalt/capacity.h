// What a request cost, as AWS would bill it: reads by 4 KB, writes by 1 KB. Counted and reported,
// never held against a limit. Source: developer guide, "DynamoDB read and write operations".
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "basalt/encoded_item.h"

namespace basalt {

// Capacity units; half units occur (an eventually consistent read of up to 4 KB is 0.5).
struct Capacity {
  double capacity_units = 0;
  std::optional<double> read_capacity_units;
  std::optional<double> write_capacity_units;
};

struct ConsumedCapacity {
  std::string table_name;
  double capacity_units = 0;
  std::optional<double> read_capacity_units;
  std::optional<double> write_capacity_units;
  std::optional<Capacity> table;  // This and the indexes: only where INDEXES was asked for.
  std::map<std::string, Capacity> local_secondary_indexes;
  std::map<std::string, Capacity> global_secondary_indexes;
};

// Estimated size in GB of the item collection that a write touched; only on tables with an LSI.
struct ItemCollectionMetrics {
  EncodedItem item_collection_key;  // The partition key attribute and its value.
  double size_estimate_lower_gb = 0;
  double size_estimate_upper_gb = 1;
};

}  // namespace basalt
