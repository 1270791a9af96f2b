#include "engine/catalog/key_traffic.h"

#include <utility>

#include "basalt/base64.h"

namespace basalt {
namespace {

// CloudWatch reports up to 100 contributors of a rule.
constexpr std::size_t kPlaces = 1'000;

// As CloudWatch shows a value: strings and numbers as they are.
std::string TextOf(ValueView value) {
  if (value.type() == ValueType::kString) return std::string(value.AsString());
  if (value.type() == ValueType::kNumber) return std::string(value.AsNumberText());
  std::string text;
  AppendBase64(text, value.AsBinary());
  return text;
}

// Texts are put behind each other with their lengths, so that no two lists look the same.
void AppendText(std::string& key, const std::string& text) {
  for (int shift = 24; shift >= 0; shift -= 8) key += static_cast<char>(text.size() >> shift);
  key += text;
}

std::vector<std::string> TextsOf(std::string_view key) {
  std::vector<std::string> texts;
  while (!key.empty()) {
    std::size_t length = 0;
    for (int i = 0; i < 4; ++i, key.remove_prefix(1)) {
      length = length << 8 | static_cast<std::uint8_t>(key.front());
    }
    texts.emplace_back(key.substr(0, length));
    key.remove_prefix(length);
  }
  return texts;
}

ContributorInsightsRuleReport ReportOf(const TopKeys& keys, std::size_t contributors_max) {
  ContributorInsightsRuleReport report;
  report.aggregate_value = keys.sum();
  report.approximate_unique_count = static_cast<std::int64_t>(keys.known());
  for (const auto& [key, units] : keys.Top(contributors_max)) {
    report.contributors.push_back({.keys = TextsOf(key), .approximate_aggregate_value = units});
  }
  return report;
}

}  // namespace

void TopKeys::Add(const std::string& key, double units) {
  sum_ += units;
  if (const auto known = by_key_.find(key); known != by_key_.end()) {
    auto entry = by_units_.extract(known->second);
    entry.key() += units;
    known->second = by_units_.insert(std::move(entry));
    return;
  }
  double inherited = 0;
  if (by_key_.size() == places_) {
    const auto least = by_units_.begin();
    inherited = least->first;
    by_key_.erase(by_key_.find(*least->second));
    by_units_.erase(least);
  }
  const auto place = by_key_.emplace(key, by_units_.end()).first;
  place->second = by_units_.emplace(inherited + units, &place->first);
}

std::vector<std::pair<std::string, double>> TopKeys::Top(std::size_t count) const {
  std::vector<std::pair<std::string, double>> top;
  for (auto entry = by_units_.rbegin(); entry != by_units_.rend() && top.size() < count; ++entry) {
    top.emplace_back(*entry->second, entry->first);
  }
  return top;
}

KeyTraffic::KeyTraffic(const KeySchema& key)
    : partition_attributes_(key.partition.size()), partitions_(kPlaces), items_(kPlaces) {
  for (const auto* part : {&key.partition, &key.sort}) {
    for (const KeyAttribute& attribute : *part) attributes_.push_back(attribute.name);
  }
}

void KeyTraffic::Add(ItemView item, double units) {
  std::string key;
  std::string partition;
  for (std::size_t i = 0; i < attributes_.size(); ++i) {
    AppendText(key, TextOf(*item.Find(attributes_[i])));
    if (i + 1 == partition_attributes_) partition = key;
  }
  const std::lock_guard guard(mutex_);
  partitions_.Add(partition, units);
  if (attributes_.size() > partition_attributes_) items_.Add(key, units);
}

ContributorInsightsRuleReport KeyTraffic::ReportPartitions(std::size_t contributors_max) const {
  const std::lock_guard guard(mutex_);
  return ReportOf(partitions_, contributors_max);
}

ContributorInsightsRuleReport KeyTraffic::ReportItems(std::size_t contributors_max) const {
  const std::lock_guard guard(mutex_);
  return ReportOf(items_, contributors_max);
}

}  // namespace basalt
