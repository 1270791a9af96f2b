// Which keys of a table or an index take most of its throughput: what contributor insights report.
//
// Memory is bounded: of each of two countings, of partition keys and of whole keys, only so many
// keys are known, and a key that comes when all places are taken gets the least one's place and
// count, as the Space-Saving algorithm has it (Metwally, Agrawal, El Abbadi, 2005). So a count is
// never too low, too high by at most the sum of all divided by the places, and exact while there
// are places left.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "basalt/item_view.h"
#include "basalt/settings_requests.h"
#include "model/schema/table_schema.h"

namespace basalt {

// One counting. Thread-safety: none.
class TopKeys {
 public:
  explicit TopKeys(std::size_t places) : places_(places) {}

  void Add(const std::string& key, double units);

  // Up to `count` keys with the most units, those first.
  std::vector<std::pair<std::string, double>> Top(std::size_t count) const;

  std::size_t known() const { return by_key_.size(); }
  double sum() const { return sum_; }

 private:
  using ByUnits = std::multimap<double, const std::string*>;  // Keys are those of by_key_.

  const std::size_t places_;
  double sum_ = 0;
  std::unordered_map<std::string, ByUnits::iterator> by_key_;
  ByUnits by_units_;
};

// Of one table or index. Thread-safe.
class KeyTraffic {
 public:
  explicit KeyTraffic(const KeySchema& key);

  // Counts what an access to one item or row consumed. REQUIRES: it has the key's attributes.
  void Add(ItemView item, double units);

  // Of partition keys, and of whole keys where there is a sort key; without names and labels.
  ContributorInsightsRuleReport ReportPartitions(std::size_t contributors_max) const;
  ContributorInsightsRuleReport ReportItems(std::size_t contributors_max) const;

 private:
  std::vector<std::string> attributes_;  // Of the key: the partition's, then the sort's.
  std::size_t partition_attributes_;
  mutable std::mutex mutex_;
  TopKeys partitions_;
  TopKeys items_;
};

}  // namespace basalt
