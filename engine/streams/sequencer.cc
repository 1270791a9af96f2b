#include "engine/streams/sequencer.h"

#include <algorithm>
#include <utility>

#include "engine/catalog/catalog_keys.h"
#include "engine/storage/write_set.h"

namespace basalt {
namespace {

constexpr SequenceNumber kReservation = 1'000'000;
constexpr SequenceNumber kFirst = 1;

std::optional<SequenceNumber> DecodeBound(std::string_view bytes) {
  const auto high = DecodeId(bytes.substr(0, bytes.size() / 2));
  const auto low = DecodeId(bytes.substr(bytes.size() / 2));
  if (!high || !low) return std::nullopt;
  return SequenceNumber{*high} << 32 | *low;
}

}  // namespace

std::string EncodeSequenceBound(SequenceNumber bound) {
  return EncodeId(static_cast<std::uint32_t>(bound >> 32)) +
         EncodeId(static_cast<std::uint32_t>(bound));
}

Result<SequenceNumber> ReadSequenceBound(const Snapshot& snapshot) {
  const auto stored = snapshot.Get(Family::kCatalog, kSequenceBoundKey);
  if (!stored) return stored.error();
  if (!*stored) return kFirst;
  const auto bound = DecodeBound((*stored)->bytes());
  if (!bound) return Error{ErrorCode::kInternal, "the bound of sequence numbers is damaged"};
  return *bound;
}

Result<Sequencer> Sequencer::Load(Store& store) {
  const auto bound = ReadSequenceBound(store.Latest());
  if (!bound) return bound.error();
  return Sequencer(store, *bound);
}

Status Sequencer::Reserve(std::size_t count) {
  if (next_ + count <= bound_) return Done{};
  const SequenceNumber bound = next_ + count + kReservation;
  WriteSet writes(*store_);
  writes.Put(Family::kCatalog, kSequenceBoundKey, EncodeSequenceBound(bound));
  if (auto done = std::move(writes).Commit(); !done) return done.error();
  bound_ = bound;
  return Done{};
}

SequenceNumber Sequencer::Enter() {
  in_flight_.push_back({.entry = next_});
  return next_;
}

Sequencer::Commit& Sequencer::Find(SequenceNumber entry) {
  return *std::ranges::lower_bound(in_flight_, entry, {}, &Commit::entry);
}

void Sequencer::Leave(SequenceNumber entry, LogSequence commit, LogSequence answerable) {
  Find(entry).place = commit;
  Readable(answerable);  // Forgets what is over, so that the list stays short.
}

// One number is left out: the entry of a commit that is under way may be the next number, and is
// not a later one. What is abandoned side by side is settled by the same commit and kept as one
// entry, so that a store that refuses every write remembers one.
void Sequencer::Abandon(SequenceNumber entry) {
  const auto is_abandoned = [](const Commit& commit) { return commit.settled_by != 0; };
  const auto abandoned = std::ranges::lower_bound(in_flight_, entry, {}, &Commit::entry);
  abandoned->settled_by = ++next_;
  auto first = abandoned;
  while (first != in_flight_.begin() && is_abandoned(*std::prev(first))) --first;
  auto end = std::next(abandoned);
  while (end != in_flight_.end() && is_abandoned(*end)) ++end;
  first->settled_by = next_;
  in_flight_.erase(std::next(first), end);
}

// REQUIRES: there is one.
bool Sequencer::IsFirstOver(LogSequence answerable) const {
  const auto is_stored = [&](const Commit& commit) {
    return commit.place > 0 && commit.place <= answerable;
  };
  const Commit& first = in_flight_.front();
  if (first.settled_by == 0) return is_stored(first);
  const auto last = std::ranges::find_if(in_flight_.rbegin(), in_flight_.rend(), is_stored);
  return last != in_flight_.rend() && last->entry >= first.settled_by;
}

SequenceNumber Sequencer::Readable(LogSequence answerable) {
  while (!in_flight_.empty() && IsFirstOver(answerable)) in_flight_.pop_front();
  return in_flight_.empty() ? next_ : in_flight_.front().entry;
}

}  // namespace basalt
