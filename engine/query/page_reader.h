// Reading one page of a table or an index: rows in order, filtered, projected and accounted for.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "basalt/query_requests.h"
#include "basalt/result.h"
#include "engine/query/read_target.h"
#include "engine/storage/store.h"
#include "expr/condition/condition.h"
#include "expr/projection/projection.h"
#include "model/key/row_key.h"

namespace basalt {

struct PagePlan {
  ReadTarget target;
  std::string_view table_name;  // As the request has it, which must outlive the plan.
  RowRange rows = {};           // What is left to read, after the starting key.
  Direction direction = Direction::kForward;
  std::optional<std::int64_t> limit;
  std::optional<Condition> filter;
  std::optional<ProjectionPaths> projection;
  Select select = Select::kAllAttributes;
  bool fetches = false;  // Reads the table's item for every row of a local secondary index.
  bool consistent_read = false;
  ReturnConsumedCapacity return_consumed_capacity = ReturnConsumedCapacity::kNone;
  std::optional<ReadBound> give_up_beyond;
};

// Completes a plan from the request and the schema: what is selected, and whether the table's items
// are needed besides the index's rows.
// Errors: kValidation where a global secondary index lacks an attribute asked for.
Status PlanAttributes(PagePlan& plan, const ReadPage& request);

// Reads until `limit` items are evaluated, the next would make it more than 1 MB of them, or none
// is left; all from one snapshot. At the limit there is a LastEvaluatedKey whether anything follows
// or not. Gives up where the plan says so. Source: developer guide, "Paginating table query
// results": pages of 1 MB "(or less)". Errors: kInternal.
Result<PageResponse> ReadPageOf(const Store& store, const PagePlan& plan);

}  // namespace basalt
