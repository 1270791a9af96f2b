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

// One number is left out, so that no entry from before looks like a later one.
void Sequencer::Abandon(SequenceNumber entry) { Find(entry).settled_by = ++next_; }

bool Sequencer::IsOver(const Commit& commit, LogSequence answerable) const {
  const auto is_stored = [&](const Commit& other) {
    return other.place > 0 && other.place <= answerable;
  };
  if (commit.settled_by == 0) return is_stored(commit);
  return std::ranges::any_of(in_flight_, [&](const Commit& other) {
    return other.entry >= commit.settled_by && is_stored(other);
  });
}

SequenceNumber Sequencer::Readable(LogSequence answerable) {
  while (!in_flight_.empty() && IsOver(in_flight_.front(), answerable)) in_flight_.pop_front();
  return in_flight_.empty() ? next_ : in_flight_.front().entry;
}

}  // namespace basalt
