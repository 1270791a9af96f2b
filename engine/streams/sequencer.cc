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
  if (auto done = std::move(writes).Commit(); !done) return done;
  bound_ = bound;
  return Done{};
}

SequenceNumber Sequencer::Enter() {
  in_flight_.push_back(next_);
  return next_;
}

void Sequencer::Leave(SequenceNumber entry) {
  in_flight_.erase(std::ranges::find(in_flight_, entry));
  std::erase_if(abandoned_, [&](const Abandoned& failed) {
    if (entry < failed.settled_by) return false;
    in_flight_.erase(std::ranges::find(in_flight_, failed.entry));
    return true;
  });
}

// One number is left out, so that no entry from before looks like a later one.
void Sequencer::Abandon(SequenceNumber entry) { abandoned_.push_back({entry, ++next_}); }

}  // namespace basalt
