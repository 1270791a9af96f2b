#include "engine/storage/rows.h"

#include <rocksdb/perf_context.h>
#include <rocksdb/perf_level.h>

#include "engine/storage/rocks_status.h"

namespace basalt {
namespace {

// So many deleted rows in a row are worth remembering: passing them costs about as much as finding
// the first of them does. A step back in memory is a search from the top, and so dearer.
constexpr std::uint64_t kSkippedForwardMin = 32;
constexpr std::uint64_t kSkippedBackwardMin = 8;

// How many known ranges, and single keys between them, a step passes before it lets RocksDB do it.
constexpr int kPassedMax = 32;

// RocksDB's counters of this thread, switched on from the first use: to switch them on and off
// costs more than the counting does. Times, which are dear, stay off.
const rocksdb::PerfContext& Counters() {
  thread_local bool are_on = false;
  if (!are_on && rocksdb::GetPerfLevel() < rocksdb::PerfLevel::kEnableCount) {
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kEnableCount);
  }
  are_on = true;
  return *rocksdb::get_perf_context();
}

// Counts the deleted rows that RocksDB passes on this thread.
class SkipCount {
 public:
  std::uint64_t skipped() const { return counted_.internal_delete_skipped_count - before_; }

 private:
  const rocksdb::PerfContext& counted_ = Counters();
  const std::uint64_t before_ = counted_.internal_delete_skipped_count;
};

bool IsRightAfter(std::string_view next, std::string_view key) {
  return next.size() == key.size() + 1 && next.back() == '\0' && next.starts_with(key);
}

}  // namespace

Rows::Cursor::Cursor(const Source& source, RowRange range, Direction direction)
    : source_(source),
      range_(std::move(range)),
      lower_(range_.begin),
      upper_(range_.end),
      direction_(direction),
      at_(source.at) {
  if (source_.ranges != nullptr) {
    if (at_ == nullptr && source_.ranges->any(source_.family)) {
      at_ = {source_.database.GetSnapshot(),
             [&database = source_.database](const rocksdb::Snapshot* own) {
               database.ReleaseSnapshot(own);
             }};
    }
    low_ = at_ != nullptr ? at_->GetSequenceNumber() : source_.database.GetLatestSequenceNumber();
  }
  rocksdb::ReadOptions options;
  options.snapshot = at_.get();
  options.total_order_seek = !source.of_one_prefix;
  options.prefix_same_as_start = source.of_one_prefix;
  options.iterate_lower_bound = &lower_;
  if (!range_.end.empty()) options.iterate_upper_bound = &upper_;
  rows_.reset(source_.handle == nullptr ? rocksdb::NewEmptyIterator()
                                        : source_.database.NewIterator(options, source_.handle));
  SeekFrom(forward() ? range_.begin : range_.end);
}

// `position` is where the search begins: the first key that may be found or, backward, the key
// after the last one.
void Rows::Cursor::SeekFrom(std::string position) {
  if (source_.ranges != nullptr) position = PassKnown(std::move(position));
  const SkipCount count;
  if (forward()) {
    rows_->Seek(position);
  } else if (position == range_.end) {
    rows_->SeekToLast();
  } else {
    rows_->SeekForPrev(position);
    if (rows_->Valid() && rows_->key() == ToSlice(position)) rows_->Prev();
  }
  Remember(position, count.skipped());
}

// Where the search goes on from `position` behind all that is known to be empty.
std::string Rows::Cursor::PassKnown(std::string position) {
  coming_.reset();
  if (!source_.ranges->any(source_.family)) return position;
  if (at_ == nullptr) return position;  // What has become known is for later reads.
  bool in_known = false;
  for (int passed = 0; passed < kPassedMax && IsInRange(position); ++passed) {
    const auto known = KnownFrom(position);
    if (!known) break;
    const bool holds = forward() ? known->begin <= position : position <= known->end;
    // A row that was put into a known range parts it in two, and may be gone again.
    if (!holds && !(in_known && IsHole(position, *known) && PassHole(position, *known))) {
      coming_ = known;
      break;
    }
    position = forward() ? known->end : known->begin;
    in_known = true;
  }
  return position;
}

std::optional<RowRange> Rows::Cursor::KnownFrom(std::string_view position) const {
  const auto at = at_->GetSequenceNumber();
  return forward() ? source_.ranges->FirstAfter(source_.family, position, at)
                   : source_.ranges->LastBefore(source_.family, position, at);
}

bool Rows::Cursor::IsInRange(std::string_view position) const {
  return forward() ? position < range_.end : position > range_.begin;
}

// Whether one key alone lies between `position` and the known range.
bool Rows::Cursor::IsHole(std::string_view position, const RowRange& known) const {
  return forward() ? IsRightAfter(known.begin, position) : IsRightAfter(position, known.end);
}

// Whether there is no row in the hole.
bool Rows::Cursor::PassHole(std::string_view position, const RowRange& known) const {
  const std::string key(forward() ? position : std::string_view(known.end));
  rocksdb::ReadOptions options;
  options.snapshot = at_.get();
  rocksdb::PinnableSlice value;
  const auto status = source_.database.Get(options, source_.handle, key, &value);
  if (!status.IsNotFound()) return false;  // If it is an error, the iterator comes upon it, too.
  source_.ranges->Observe(source_.family, {key, KeyAfter(key)}, low_, low_);
  return true;
}

void Rows::Cursor::Remember(std::string_view from, std::uint64_t skipped) {
  const std::uint64_t min = forward() ? kSkippedForwardMin : kSkippedBackwardMin;
  if (source_.ranges == nullptr || skipped < min || !rows_->status().ok()) return;
  RowRange empty{std::string(from), range_.end};
  if (!forward()) empty = {range_.begin, std::string(from)};
  if (rows_->Valid()) {
    const std::string_view found = rows_->key().ToStringView();
    if (forward()) {
      empty.end = found;
    } else {
      empty.begin = KeyAfter(found);
    }
  }
  const auto high = at_ != nullptr ? low_ : source_.database.GetLatestSequenceNumber();
  source_.ranges->Observe(source_.family, empty, low_, high);
}

// Whether the next step would enter the known range that is coming, or has passed its edge.
bool Rows::Cursor::IsAtKnown() const {
  if (!coming_) return false;
  const std::string_view key = rows_->key().ToStringView();
  if (forward()) return coming_->begin <= key || IsRightAfter(coming_->begin, key);
  return key <= coming_->end;
}

void Rows::Cursor::Next() {
  previous_.clear();
  if (source_.ranges == nullptr) return Step();
  if (IsAtKnown()) {
    previous_ = rows_->key().ToStringView();
    return SeekFrom(forward() ? KeyAfter(previous_) : previous_);
  }
  const SkipCount count;
  Step();
  const std::uint64_t skipped = count.skipped();
  if (skipped >= kSkippedBackwardMin) RememberStep(skipped);
}

void Rows::Cursor::Step() {
  if (forward()) {
    rows_->Next();
  } else {
    rows_->Prev();
  }
}

// To copy each key before a step would be dear. So what was before a long step is looked up by
// stepping back, and then the step is taken again: once, for later reads pass what is remembered.
void Rows::Cursor::RememberStep(std::uint64_t skipped) {
  const std::optional<std::string> found =
      rows_->Valid() ? std::optional(rows_->key().ToString()) : std::nullopt;
  if (!rows_->status().ok()) return;
  if (found) {
    StepBack();
  } else if (forward()) {
    rows_->SeekToLast();
  } else {
    rows_->SeekToFirst();
  }
  if (!rows_->Valid()) return;  // Reading failed: status() says so.
  previous_ = rows_->key().ToStringView();
  if (found) {
    rows_->Seek(*found);
  } else {
    Step();
  }
  Remember(forward() ? KeyAfter(previous_) : previous_, skipped);
}

void Rows::Cursor::StepBack() {
  if (forward()) {
    rows_->Prev();
  } else {
    rows_->Next();
  }
}

void Rows::Cursor::Back() {
  coming_.reset();
  if (!previous_.empty()) return rows_->Seek(previous_);
  StepBack();
}

Rows::Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}

Rows::Rows(Rows&&) noexcept = default;
Rows& Rows::operator=(Rows&&) noexcept = default;
Rows::~Rows() = default;

bool Rows::Valid() const { return cursor_->rows().Valid(); }

void Rows::Next() { cursor_->Next(); }

void Rows::Back() { cursor_->Back(); }

std::string_view Rows::key() const { return cursor_->rows().key().ToStringView(); }

std::string_view Rows::value() const { return cursor_->rows().value().ToStringView(); }

Status Rows::status() const { return ToStatus(cursor_->rows().status(), "cannot read"); }

}  // namespace basalt
