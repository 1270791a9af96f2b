#include <string>
#include <utility>

#include "engine/items/request_checks.h"
#include "engine/query/page_expressions.h"
#include "engine/query/page_reader.h"
#include "engine/query/query_operations.h"
#include "engine/query/start_key.h"
#include "model/schema/key_check.h"
#include "protocol/constraint_check.h"
#include "protocol/shapes/queries.h"

namespace basalt {
namespace {

Status CheckParameters(const ScanRequest& request) {
  const Parameter expressions[] = {
      {"ProjectionExpression", request.projection_expression.has_value(), false},
      {"FilterExpression", request.filter_expression.has_value()}};
  const Parameter non_expressions[] = {
      {"AttributesToGet", request.attributes_to_get.has_value()},
      {"ScanFilter", request.scan_filter.has_value()},
      {"ConditionalOperator", request.conditional_operator.has_value()}};
  if (auto status = CheckExpressionUse({.expressions = expressions,
                                        .non_expressions = non_expressions,
                                        .names = PointerTo(request.expression_attribute_names),
                                        .values = PointerTo(request.expression_attribute_values)});
      !status) {
    return status;
  }
  return CheckConditionalOperator(request.conditional_operator.has_value(),
                                  request.scan_filter ? request.scan_filter->size() : 0);
}

Status CheckSegments(const ScanRequest& request) {
  if (!request.segment && !request.total_segments) return Done{};
  if (!request.total_segments) {
    return ValidationError(
        "The TotalSegments parameter is required but was not present in the request when Segment "
        "parameter is present");
  }
  if (!request.segment) {
    return ValidationError(
        "The Segment parameter is required but was not present in the request when parameter "
        "TotalSegments is present");
  }
  if (*request.segment < *request.total_segments) return Done{};
  return ValidationError(
      "The Segment parameter is zero-based and must be less than parameter TotalSegments: "
      "Segment: " +
      std::to_string(*request.segment) +
      " is not less than TotalSegments: " + std::to_string(*request.total_segments));
}

// Fills in which rows are read. Errors: kValidation.
Status PlanRows(PagePlan& plan, const ScanRequest& request) {
  const std::uint32_t id = plan.target.id();
  plan.rows =
      request.segment ? RowsOfSegment(id, *request.segment, *request.total_segments) : RowsOf(id);
  if (!request.exclusive_start_key) return Done{};

  const ItemView start_key = request.exclusive_start_key->item.view();
  if (!FitsStartKeySchema(plan.target, start_key)) {
    return ValidationError(
        "The provided starting key is invalid: The provided key element does not match the "
        "schema");
  }
  if (auto status = CheckItemKey(plan.target.table->schema, start_key); !status) {
    return ValidationError("The provided starting key is invalid: " + status.error().message);
  }
  const std::string row_key = StartRowKey(plan.target, start_key);
  if (row_key < plan.rows.begin || (!plan.rows.end.empty() && row_key >= plan.rows.end)) {
    return ValidationError(
        "The provided starting key is invalid: Invalid ExclusiveStartKey. Please use "
        "ExclusiveStartKey with correct Segment. TotalSegments: " +
        std::to_string(request.total_segments.value_or(1)) +
        " Segment: " + std::to_string(request.segment.value_or(0)));
  }
  plan.rows = RowsBeyond(std::move(plan.rows), row_key, plan.direction);
  return Done{};
}

}  // namespace

Result<ScanResponse> QueryOperations::Scan(const ScanRequest& request) const {
  if (auto status = protocol::CheckConstraints(request); !status) return status.error();
  if (auto status = CheckParameters(request); !status) return status.error();
  Placeholders placeholders(PointerTo(request.expression_attribute_names),
                            PointerTo(request.expression_attribute_values));
  if (auto status = placeholders.Check(); !status) return status.error();
  if (auto status = CheckStartKeyValues(request, PageOperation::kScan); !status)
    return status.error();

  auto filter = ParseFilter(request, PointerTo(request.scan_filter), placeholders);
  if (!filter) return filter.error();
  if (auto status = CheckNotEmpty(request.projection_expression, ExpressionKind::kProjection);
      !status) {
    return status.error();
  }
  if (auto status = CheckSelect(request, PageOperation::kScan); !status) return status.error();
  auto projection = ParsePageProjection(request, placeholders);
  if (!projection) return projection.error();
  if (auto status = placeholders.CheckAllUsed(); !status) return status.error();
  if (auto status = CheckSegments(request); !status) return status.error();

  auto target = FindReadTarget(catalog_, request);
  if (!target) return target.error();
  PagePlan plan{.target = *std::move(target),
                .table_name = request.table_name,
                .limit = request.limit,
                .filter = *std::move(filter),
                .projection = *std::move(projection),
                .consistent_read = request.consistent_read,
                .return_consumed_capacity = request.return_consumed_capacity,
                .give_up_beyond = request.give_up_beyond};
  if (auto status = CheckSelectOf(plan.target, request); !status) return status.error();
  if (auto status = PlanRows(plan, request); !status) return status.error();
  if (auto status = PlanAttributes(plan, request); !status) return status.error();
  return ReadPageOf(store_, plan);
}

}  // namespace basalt
