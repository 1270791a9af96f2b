// The life cycle of Kinesis streaming destinations. Source: API reference of the four operations.
#include <algorithm>

#include "engine/catalog/setting_operations.h"
#include "engine/catalog/table_operations.h"
#include "engine/catalog/table_reference.h"
#include "engine/storage/caught.h"
#include "model/schema/table_name.h"

namespace basalt {
namespace {

using Precision = ApproximateCreationDateTimePrecision;

Error NotInState(const char* state) {
  return ValidationError(
      std::string("Table is not in a valid state to enable Kinesis Streaming Destination: ") +
      state);
}

// The destination of that ARN; null if there never was one.
KinesisDestination* FindDestination(TableFeatures& features, const std::string& arn) {
  const auto found =
      std::ranges::find(features.kinesis_destinations, arn, &KinesisDestination::stream_arn);
  return found == features.kinesis_destinations.end() ? nullptr : &*found;
}

bool IsActive(const KinesisDestination* destination) {
  return destination != nullptr && destination->destination_status == DestinationStatus::kActive;
}

}  // namespace

Status SettingOperations::EnableKinesis(Table& table,
                                        const KinesisStreamingDestinationRequest& request) {
  KinesisDestination* destination = FindDestination(table.features, request.stream_arn);
  if (IsActive(destination)) {
    return NotInState(
        "EnableKinesisStreamingDestination must be DISABLED or ENABLE_FAILED to perform ENABLE "
        "operation.");
  }
  if (destination == nullptr) destination = &table.features.kinesis_destinations.emplace_back();
  *destination = KinesisDestination();
  destination->stream_arn = request.stream_arn;
  destination->approximate_creation_date_time_precision =
      request.approximate_creation_date_time_precision.value_or(Precision::kMillisecond);
  const std::string stream_name(*KinesisStreamNameOf(request.stream_arn));
  const Status ready =
      sink_ != nullptr ? Caught([&] { return sink_->Prepare(stream_name); }) : Done{};
  if (!ready) {
    destination->destination_status = DestinationStatus::kEnableFailed;
    destination->destination_status_description = ready.error().message;
    return Done{};
  }
  destination->destination_status = DestinationStatus::kActive;
  destination->outbox = catalog_.NewId();
  return Done{};
}

Status SettingOperations::DisableKinesis(Table& table,
                                         const KinesisStreamingDestinationRequest& request) {
  KinesisDestination* destination = FindDestination(table.features, request.stream_arn);
  if (!IsActive(destination)) {
    return NotInState("KinesisStreamingDestination must be ACTIVE to perform DISABLE operation.");
  }
  destination->destination_status = DestinationStatus::kDisabled;
  return Done{};
}

Status SettingOperations::UpdateKinesis(Table& table,
                                        const KinesisStreamingDestinationRequest& request) {
  KinesisDestination* destination = FindDestination(table.features, request.stream_arn);
  if (!IsActive(destination)) {
    return NotInState("KinesisStreamingDestination must be ACTIVE to perform UPDATE operation.");
  }
  const Precision wanted =
      request.approximate_creation_date_time_precision.value_or(Precision::kMillisecond);
  if (destination->approximate_creation_date_time_precision == wanted) {
    return ValidationError("Invalid Request: Precision is already set to the desired value of " +
                           std::string(NameOf(wanted)) + " for tableId: " +
                           table.description.table_id + ", kdsArn: " + request.stream_arn);
  }
  destination->approximate_creation_date_time_precision = wanted;
  return Done{};
}

Result<KinesisStreamingDestinationResponse> SettingOperations::EnableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return ChangeKinesis(request, DestinationStatus::kEnabling, &SettingOperations::EnableKinesis);
}

Result<KinesisStreamingDestinationResponse> SettingOperations::DisableKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return ChangeKinesis(request, DestinationStatus::kDisabling, &SettingOperations::DisableKinesis);
}

Result<KinesisStreamingDestinationResponse> SettingOperations::UpdateKinesisStreamingDestination(
    const KinesisStreamingDestinationRequest& request) {
  return ChangeKinesis(request, DestinationStatus::kUpdating, &SettingOperations::UpdateKinesis);
}

Result<KinesisStreamingDestinationResponse> SettingOperations::ChangeKinesis(
    const KinesisStreamingDestinationRequest& request, DestinationStatus on_its_way,
    KinesisChange change) {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  if (!KinesisStreamNameOf(request.stream_arn)) {
    return ValidationError("Invalid StreamArn: " + request.stream_arn);
  }
  const TableLock lock = catalog_.LockTable(*name);
  const auto table = FindTableToChange(catalog_, *name);
  if (!table) return table.error();

  Table changed = **table;
  if (auto allowed = (this->*change)(changed, request); !allowed) return allowed.error();
  const auto done = Change(**table, [&](Table& copy) { copy.features = changed.features; });
  if (!done) return done.error();
  return KinesisStreamingDestinationResponse{
      .table_name = *name,
      .stream_arn = request.stream_arn,
      .destination_status = on_its_way,
      .approximate_creation_date_time_precision = request.approximate_creation_date_time_precision};
}

Result<DescribeKinesisStreamingDestinationResponse>
SettingOperations::DescribeKinesisStreamingDestination(
    const DescribeKinesisStreamingDestinationRequest& request) const {
  const auto name = CheckTableReference(request.table_name);
  if (!name) return name.error();
  const auto table = FindTableToManage(catalog_, *name);
  if (!table) return table.error();
  const auto& destinations = (*table)->features.kinesis_destinations;
  return DescribeKinesisStreamingDestinationResponse{
      .table_name = *name,
      .kinesis_data_stream_destinations = {destinations.begin(), destinations.end()}};
}

}  // namespace basalt
