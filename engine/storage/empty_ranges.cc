#include "engine/storage/empty_ranges.h"

#include <algorithm>
#include <utility>

namespace basalt {
namespace {

// How many ranges that do not hold for a snapshot a lookup passes before it gives up.
constexpr int kPassedMax = 8;

// Each of the two counters of writes under way, once.
constexpr std::uint64_t kDrainsToPass = 2;

bool Overlap(const RowRange& left, const RowRange& right) {
  return left.begin < right.end && right.begin < left.end;
}

}  // namespace

EmptyRanges::Writing::Writing(EmptyRanges& ranges)
    : in_flight_(ranges.in_flight_[ranges.counter_.load()]) {
  in_flight_.fetch_add(1);
}

EmptyRanges::Writing::~Writing() { in_flight_.fetch_sub(1); }

void EmptyRanges::SetCount(OfFamily& family) {
  const std::size_t count = family.known.size() + family.proposed.size();
  const std::size_t before = family.count.exchange(count);
  ranges_in_all_.fetch_add(count - before);
}

void EmptyRanges::Put(Family of, std::string_view key) {
  OfFamily& family = Of(of);
  if (family.count.load() == 0) return;
  const std::lock_guard guard(family.lock);

  auto next = family.known.upper_bound(key);
  if (next != family.known.begin()) {
    const auto holder = std::prev(next);
    if (key < holder->second.end) {
      Known right = holder->second;
      std::string right_begin = KeyAfter(key);
      if (holder->first == key) {
        family.known.erase(holder);
      } else {
        holder->second.end = key;
      }
      if (right_begin < right.end) {
        AddKnown(family, {std::move(right_begin), std::move(right.end)}, right.since);
      }
    }
  }

  std::vector<Proposed> rights;
  for (Proposed& proposed : family.proposed) {
    RowRange& range = proposed.range;
    if (key < range.begin || key >= range.end) continue;
    Proposed right = proposed;
    right.range.begin = KeyAfter(key);
    range.end = key;
    if (right.range.begin < right.range.end) rights.push_back(std::move(right));
  }
  std::ranges::move(rights, std::back_inserter(family.proposed));
  std::erase_if(family.proposed, [](const Proposed& p) { return p.range.begin >= p.range.end; });
  if (family.proposed.size() > kProposedMax) family.proposed.resize(kProposedMax);
  SetCount(family);
}

void EmptyRanges::Clear() {
  for (OfFamily& family : families_) {
    const std::lock_guard guard(family.lock);
    family.known.clear();
    family.proposed.clear();
    SetCount(family);
  }
}

std::optional<RowRange> EmptyRanges::FirstAfter(Family of, std::string_view position,
                                                Sequence at) const {
  const OfFamily& family = Of(of);
  const std::lock_guard guard(family.lock);
  auto range = family.known.upper_bound(position);
  if (range != family.known.begin()) {
    const auto holder = std::prev(range);
    if (holder->second.end > position) range = holder;
  }
  for (int passed = 0; range != family.known.end() && passed < kPassedMax; ++range, ++passed) {
    if (range->second.since <= at) return RowRange{range->first, range->second.end};
  }
  return std::nullopt;
}

std::optional<RowRange> EmptyRanges::LastBefore(Family of, std::string_view position,
                                                Sequence at) const {
  const OfFamily& family = Of(of);
  const std::lock_guard guard(family.lock);
  auto range = family.known.lower_bound(position);
  for (int passed = 0; range != family.known.begin() && passed < kPassedMax; ++passed) {
    --range;
    if (range->second.since <= at) return RowRange{range->first, range->second.end};
  }
  return std::nullopt;
}

void EmptyRanges::Observe(Family of, const RowRange& range, Sequence low, Sequence high) {
  if (range.begin >= range.end) return;
  OfFamily& family = Of(of);
  const std::lock_guard guard(family.lock);
  Drain();
  if (Prove(family, range, low, high)) return SetCount(family);

  const auto covers = [&](const Proposed& proposed) { return Overlap(proposed.range, range); };
  if (std::ranges::any_of(family.proposed, covers)) return;  // It is not ready yet.
  if (family.proposed.size() == kProposedMax) family.proposed.erase(family.proposed.begin());
  Proposed& proposed = family.proposed.emplace_back(Proposed{.range = range});
  SetCount(family);  // Whoever begins to write from now on sees the proposal: drains count.
  {
    const std::lock_guard drain_guard(drain_lock_);
    proposed.drains = drains_ + kDrainsToPass;
  }
  Drain();
  if (Prove(family, range, low, high)) SetCount(family);
}

// Two counters, each of which drains while the other takes new writes.
void EmptyRanges::Drain() {
  const std::lock_guard guard(drain_lock_);
  for (int turn = 0; turn < 2; ++turn) {
    const std::size_t draining = 1 - counter_.load();
    if (in_flight_[draining].load() != 0) return;
    ++drains_;
    counter_.store(draining);
  }
}

bool EmptyRanges::IsReady(Proposed& proposed) {
  if (proposed.ready) return true;
  const std::lock_guard guard(drain_lock_);
  if (drains_ < proposed.drains) return false;
  proposed.ready = latest_();
  return true;
}

// Makes known what of a range has been proposed and is proven by the read. Whether there was any.
bool EmptyRanges::Prove(OfFamily& family, const RowRange& range, Sequence low, Sequence high) {
  bool any = false;
  std::erase_if(family.proposed, [&](Proposed& proposed) {
    if (!Overlap(proposed.range, range) || !IsReady(proposed)) return false;
    if (*proposed.ready > low) return false;
    AddKnown(family,
             {std::max(proposed.range.begin, range.begin), std::min(proposed.range.end, range.end)},
             high);
    any = true;
    return true;
  });
  return any;
}

// Joins it with those that it overlaps or touches: they hold together from the latest on.
void EmptyRanges::AddKnown(OfFamily& family, RowRange range, Sequence since) {
  auto next = family.known.lower_bound(range.begin);
  if (next != family.known.begin() && std::prev(next)->second.end >= range.begin) --next;
  while (next != family.known.end() && next->first <= range.end) {
    range.begin = std::min(range.begin, next->first);
    range.end = std::max(range.end, next->second.end);
    since = std::max(since, next->second.since);
    next = family.known.erase(next);
  }
  if (family.known.size() >= kKnownMax) {
    auto victim = family.known.upper_bound(family.evicted);
    if (victim == family.known.end()) victim = family.known.begin();
    family.evicted = victim->first;
    family.known.erase(victim);
  }
  family.known.insert_or_assign(std::move(range.begin), Known{std::move(range.end), since});
}

}  // namespace basalt
