#include <utility>

#include "engine/storage/rocks_status.h"
#include "engine/storage/rows.h"
#include "engine/storage/store.h"
#include "engine/storage/store_state.h"

namespace basalt {
namespace {

rocksdb::ReadOptions ReadAt(const rocksdb::Snapshot* at) {
  rocksdb::ReadOptions options;
  options.snapshot = at;
  return options;
}

}  // namespace

PinnedValue::PinnedValue(rocksdb::PinnableSlice slice) : slice_(std::move(slice)) {
  // A short string keeps its characters inside itself, where a move would leave them behind.
  constexpr std::size_t kLongerThanAnyShortString = sizeof(std::string);
  if (slice_.IsPinned() || slice_.size() >= kLongerThanAnyShortString) return;
  slice_.GetSelf()->reserve(kLongerThanAnyShortString);
  slice_.PinSelf();
}

Snapshot Store::TakeSnapshot() const {
  if (state_->answers_when_synced) return {*this, state_->log_sync->synced_view()};
  const auto release = [&database = *state_->database](const rocksdb::Snapshot* at) {
    database.ReleaseSnapshot(at);
  };
  return {*this, {state_->database->GetSnapshot(), release}};
}

Snapshot Store::ForOneRead() const {
  if (state_->answers_when_synced) return TakeSnapshot();
  return Latest();  // One Get or Read sees one moment as it is.
}

Snapshot Store::Latest() const { return {*this, nullptr}; }

Result<std::optional<PinnedValue>> Snapshot::Get(Family family, std::string_view key) const {
  const Store::State& state = *store_->state_;
  rocksdb::ColumnFamilyHandle* handle = state.Handle(family);
  if (handle == nullptr) return std::optional<PinnedValue>();
  rocksdb::PinnableSlice value;
  const auto status = state.database->Get(ReadAt(at_.get()), handle,
                                          rocksdb::Slice(key.data(), key.size()), &value);
  if (status.IsNotFound()) return std::optional<PinnedValue>();
  if (!status.ok()) return ToError(status, "cannot read");
  return std::optional<PinnedValue>(PinnedValue(std::move(value)));
}

Result<std::vector<std::optional<PinnedValue>>> Snapshot::MultiGet(
    Family family, std::span<const std::string> keys) const {
  const Store::State& state = *store_->state_;
  rocksdb::ColumnFamilyHandle* handle = state.Handle(family);
  if (handle == nullptr) return std::vector<std::optional<PinnedValue>>(keys.size());
  const std::vector<rocksdb::Slice> wanted(keys.begin(), keys.end());
  std::vector<rocksdb::PinnableSlice> values(keys.size());
  std::vector<rocksdb::Status> statuses(keys.size());
  state.database->MultiGet(ReadAt(at_.get()), handle, keys.size(), wanted.data(), values.data(),
                           statuses.data());

  std::vector<std::optional<PinnedValue>> answers(keys.size());
  for (std::size_t position = 0; position < keys.size(); ++position) {
    const rocksdb::Status& status = statuses[position];
    if (status.ok()) answers[position] = PinnedValue(std::move(values[position]));
    if (!status.ok() && !status.IsNotFound()) return ToError(status, "cannot read");
  }
  return answers;
}

Rows Snapshot::Read(Family family, RowRange range, Direction direction) const {
  Store::State& state = *store_->state_;
  const bool bounded = !range.end.empty();
  const Rows::Cursor::Source source{.database = *state.database,
                                    .handle = state.Handle(family),
                                    .family = family,
                                    .ranges = bounded ? &state.empty_ranges : nullptr,
                                    .at = at_};
  return Rows(std::make_unique<Rows::Cursor>(source, std::move(range), direction));
}

Rows Snapshot::ReadToken(RowRange range) const {
  Store::State& state = *store_->state_;
  const Rows::Cursor::Source source{.database = *state.database,
                                    .handle = state.Handle(Family::kTokens),
                                    .family = Family::kTokens,
                                    .ranges = nullptr,
                                    .at = at_,
                                    .of_one_prefix = true};
  return Rows(std::make_unique<Rows::Cursor>(source, std::move(range), Direction::kForward));
}

Rows Snapshot::ReadAll(Family family, RowRange range) const {
  Store::State& state = *store_->state_;
  const Rows::Cursor::Source source{.database = *state.database,
                                    .handle = state.Handle(family),
                                    .family = family,
                                    .ranges = nullptr,
                                    .at = at_};
  return Rows(std::make_unique<Rows::Cursor>(source, std::move(range), Direction::kForward));
}

}  // namespace basalt
