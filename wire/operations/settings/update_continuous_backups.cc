// UpdateContinuousBackups: JSON in, one call to the database, JSON out.
#include "wire/json/request_reader.h"
#include "wire/operations/handlers.h"
#include "wire/operations/settings/continuous_backups_json.h"

namespace basalt::wire {

template <>
inline constexpr std::string_view kShapeName<PointInTimeRecoverySpecification> =
    "PointInTimeRecoverySpecification";

void Describe(Fields& fields, PointInTimeRecoverySpecification& specification) {
  fields.Required("PointInTimeRecoveryEnabled", specification.point_in_time_recovery_enabled);
  fields.Optional("RecoveryPeriodInDays", specification.recovery_period_in_days,
                  {.min = 1, .max = 35, .is_integer = true});
}

namespace {

Result<UpdateContinuousBackupsRequest> Decode(std::string& body) {
  RequestReader reader(body);
  Fields fields = reader.fields();
  UpdateContinuousBackupsRequest request;
  fields.TableNameOfTable(request.table_name);
  fields.Required("PointInTimeRecoverySpecification", request.point_in_time_recovery_specification);
  return reader.Finish(std::move(request));
}

}  // namespace

Result<std::string> UpdateContinuousBackups(Database& database, std::string& body) {
  Result<UpdateContinuousBackupsRequest> request = Decode(body);
  if (!request) return std::move(request).error();

  Result<UpdateContinuousBackupsResponse> response = database.UpdateContinuousBackups(*request);
  if (!response) return std::move(response).error();

  return ContinuousBackupsReply(*response);
}

}  // namespace basalt::wire
