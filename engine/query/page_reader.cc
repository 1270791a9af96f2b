#include "engine/query/page_reader.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "engine/capacity/capacity_meter.h"
#include "engine/capacity/capacity_units.h"
#include "engine/query/fetched_rows.h"
#include "engine/query/start_key.h"
#include "model/key/row_key.h"
#include "model/limits.h"

namespace basalt {
namespace {

// The attributes asked for by name that the rows do not hold, each once, in the request's order.
std::vector<std::string> UnprojectedAttributes(const PagePlan& plan) {
  std::vector<std::string> names;
  if (!plan.projection) return names;
  for (const Path& path : plan.projection->paths) {
    if (plan.target.Projects(path.root)) continue;
    if (std::ranges::find(names, path.root) == names.end()) names.push_back(path.root);
  }
  return names;
}

bool FilterNeedsTable(const PagePlan& plan) {
  if (!plan.filter) return false;
  return std::ranges::any_of(AttributesOf(*plan.filter), [&](const std::string& attribute) {
    return !plan.target.Projects(attribute);
  });
}

Error NotProjected(const IndexSchema& index, const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return ValidationError("One or more parameter values were invalid: Global secondary index " +
                         index.name + " does not project [" + list + "]");
}

// Rows that have all that is wanted of their items.
struct PlainRows {
  Rows rows;

  bool Valid() const { return rows.Valid(); }
  void Next() { rows.Next(); }
  void Back() { rows.Back(); }
  ItemView row() const { return ItemView(rows.value()); }
  Status status() const { return rows.status(); }
};

// Reads one page, row by row.
class PageReader {
 public:
  PageReader(Snapshot snapshot, const PagePlan& plan)
      : snapshot_(std::move(snapshot)), plan_(plan) {}

  Result<PageResponse> Read();

 private:
  // Whether so many bytes more are still for this page. One row always is.
  bool Fits(std::size_t bytes) const {
    return response_.scanned_count == 0 || row_bytes_ + fetched_bytes_ + bytes <= kPageBytesMax;
  }
  // Whether the page takes longer than the caller has time for.
  bool GivesUp() const {
    if (!plan_.give_up_beyond) return false;
    return response_.scanned_count > plan_.give_up_beyond->items ||
           row_bytes_ + fetched_bytes_ > plan_.give_up_beyond->bytes;
  }
  bool IsCountedByKey() const { return !plan_.target.table->key_traffic.empty(); }
  bool IsLimitReached() const { return plan_.limit && response_.scanned_count >= *plan_.limit; }

  // Reads rows into the page until it ends.
  template <typename Source>
  Status ReadFrom(Source source);
  // Reads one row into the page. False: it is for the next one.
  bool Evaluate(ItemView row);
  bool EvaluateFetched(ItemView row, ItemView item);
  void CountRow(ItemView row);
  void Count(ItemView row, double units) const;
  void Take(ItemView row, ItemView item);
  Status EndAt(ItemView row);
  std::optional<ConsumedCapacity> Consumed() const;
  double RowUnits() const { return ReadUnits(row_bytes_, ConsistencyOf(plan_.consistent_read)); }

  Snapshot snapshot_;
  const PagePlan& plan_;
  PageResponse response_;
  std::size_t row_bytes_ = 0;
  std::size_t fetched_bytes_ = 0;
  double fetched_units_ = 0;

  // Of what is counted by key, where it is.
  std::optional<EncodedItem> first_row_;
  double counted_units_ = 0;
};

Result<PageResponse> PageReader::Read() {
  // What is counted by key is counted row by row, and not taken back.
  if (plan_.give_up_beyond && IsCountedByKey()) return PageResponse{.gave_up = true};
  if (plan_.select != Select::kCount) response_.items.emplace();

  Rows rows = snapshot_.Read(plan_.target.family(), plan_.rows, plan_.direction);
  const Status read =
      plan_.fetches ? ReadFrom(FetchedRows(snapshot_, plan_.target.table->schema, std::move(rows),
                                           static_cast<std::size_t>(plan_.limit.value_or(
                                               std::numeric_limits<std::int32_t>::max()))))
                    : ReadFrom(PlainRows{std::move(rows)});
  if (!read) return read.error();
  if (GivesUp()) return PageResponse{.gave_up = true};

  // Units are begun blocks: what the rows leave of the last, and what was fetched, is the first's.
  if (first_row_) Count(first_row_->view(), RowUnits() + fetched_units_ - counted_units_);
  response_.consumed_capacity = Consumed();
  return std::move(response_);
}

template <typename Source>
Status PageReader::ReadFrom(Source source) {
  for (; source.Valid(); source.Next()) {
    bool evaluated = false;
    if constexpr (std::is_same_v<Source, FetchedRows>) {
      evaluated = EvaluateFetched(source.row(), source.item());
    } else {
      evaluated = Evaluate(source.row());
    }
    if (GivesUp()) return Done{};
    if (evaluated && !IsLimitReached()) continue;

    if (!evaluated) source.Back();
    if (!source.Valid()) break;
    return EndAt(source.row());
  }
  return source.status();
}

Status PageReader::EndAt(ItemView row) {
  auto key = LastEvaluatedKey(plan_.target, row);
  if (!key) return key.error();
  response_.last_evaluated_key = *std::move(key);
  return Done{};
}

bool PageReader::Evaluate(ItemView row) {
  if (!Fits(row.size_bytes())) return false;

  ++response_.scanned_count;
  row_bytes_ += row.size_bytes();
  CountRow(row);
  Take(row, row);
  return true;
}

bool PageReader::EvaluateFetched(ItemView row, ItemView item) {
  if (!Fits(row.size_bytes() + item.size_bytes())) return false;

  ++response_.scanned_count;
  row_bytes_ += row.size_bytes();
  CountRow(row);
  fetched_bytes_ += item.size_bytes();
  fetched_units_ += ReadUnits(item.size_bytes(), ConsistencyOf(plan_.consistent_read));
  Take(row, item);
  return true;
}

// Each key gets of a page's units what its row's bytes are of a block.
void PageReader::CountRow(ItemView row) {
  if (!IsCountedByKey()) return;
  const double blocks = static_cast<double>(row.size_bytes()) / kReadUnitBytes;
  const double units = plan_.consistent_read ? blocks : blocks / 2;
  Count(row, units);
  counted_units_ += units;
  if (!first_row_) first_row_ = EncodedItem(row);
}

void PageReader::Count(ItemView row, double units) const {
  const Table& table = *plan_.target.table;
  const bool is_global = plan_.target.is_global_index();
  table.CountAccess(is_global ? plan_.target.index->id : table.schema.id, row, units);
}

// `item` is the table's where it was fetched, else the row itself.
void PageReader::Take(ItemView row, ItemView item) {
  if (plan_.filter && !Holds(*plan_.filter, item)) return;

  ++response_.count;
  if (!response_.items) return;
  if (plan_.projection) {
    response_.items->Append(Project(*plan_.projection, item).view());
  } else {
    response_.items->Append(plan_.select == Select::kAllAttributes ? item : row);
  }
}

std::optional<ConsumedCapacity> PageReader::Consumed() const {
  CapacityMeter meter;
  if (plan_.target.index) {
    meter.AddIndex(*plan_.target.index, RowUnits());
    meter.AddTable(fetched_units_);
  } else {
    meter.AddTable(RowUnits());
  }
  return meter.Report(plan_.table_name, plan_.return_consumed_capacity);
}

}  // namespace

Status PlanAttributes(PagePlan& plan, const ReadPage& request) {
  const ReadTarget& target = plan.target;
  const Select by_default = target.index ? Select::kAllProjectedAttributes : Select::kAllAttributes;
  plan.select = request.select.value_or(by_default);

  const std::vector<std::string> unprojected = UnprojectedAttributes(plan);
  if (target.is_global_index() && !unprojected.empty()) {
    return NotProjected(*target.index, unprojected);
  }
  if (!target.is_local_index() || target.index->projection == ProjectionType::kAll) return Done{};

  plan.fetches =
      plan.select == Select::kAllAttributes || !unprojected.empty() || FilterNeedsTable(plan);
  return Done{};
}

Result<PageResponse> ReadPageOf(const Store& store, const PagePlan& plan) {
  // One iterator sees one moment; only an index and its table together need more.
  return PageReader(plan.fetches ? store.TakeSnapshot() : store.ForOneRead(), plan).Read();
}

}  // namespace basalt
