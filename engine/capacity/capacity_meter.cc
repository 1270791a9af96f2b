#include "engine/capacity/capacity_meter.h"

#include <numeric>

namespace basalt {
namespace {

// Sets the sum, and the share of reads or writes where `kind` has one, of a Capacity or a
// ConsumedCapacity.
template <typename T>
void Fill(T& capacity, double units, CapacityKind kind) {
  capacity.capacity_units = units;
  if (kind == CapacityKind::kTransactRead) capacity.read_capacity_units = units;
  if (kind == CapacityKind::kTransactWrite) capacity.write_capacity_units = units;
}

std::map<std::string, Capacity> Breakdown(const std::map<std::string, double>& units_by_index,
                                          CapacityKind kind) {
  std::map<std::string, Capacity> breakdown;
  for (const auto& [name, units] : units_by_index) Fill(breakdown[name], units, kind);
  return breakdown;
}

double Sum(const std::map<std::string, double>& units_by_index) {
  return std::accumulate(units_by_index.begin(), units_by_index.end(), 0.0,
                         [](double sum, const auto& index) { return sum + index.second; });
}

}  // namespace

void CapacityMeter::AddIndex(const IndexSchema& index, double units) {
  auto& indexes = index.kind == IndexKind::kLocal ? local_indexes_ : global_indexes_;
  indexes[index.name] += units;
}

std::optional<ConsumedCapacity> CapacityMeter::Report(std::string_view table_name,
                                                      ReturnConsumedCapacity detail,
                                                      CapacityKind kind) const {
  if (detail == ReturnConsumedCapacity::kNone) return std::nullopt;

  ConsumedCapacity consumed;
  consumed.table_name = table_name;
  Fill(consumed, table_units_ + Sum(local_indexes_) + Sum(global_indexes_), kind);
  if (detail == ReturnConsumedCapacity::kTotal) return consumed;

  Fill(consumed.table.emplace(), table_units_, kind);
  consumed.local_secondary_indexes = Breakdown(local_indexes_, kind);
  consumed.global_secondary_indexes = Breakdown(global_indexes_, kind);
  return consumed;
}

CapacityMeter& CapacityMeters::ForTable(std::string_view table_name) {
  for (auto& [name, meter] : meters_) {
    if (name == table_name) return meter;
  }
  return meters_.emplace_back(table_name, CapacityMeter()).second;
}

std::vector<ConsumedCapacity> CapacityMeters::Report(ReturnConsumedCapacity detail,
                                                     CapacityKind kind) const {
  std::vector<ConsumedCapacity> reports;
  if (detail == ReturnConsumedCapacity::kNone) return reports;
  for (const auto& [name, meter] : meters_) reports.push_back(*meter.Report(name, detail, kind));
  return reports;
}

}  // namespace basalt
