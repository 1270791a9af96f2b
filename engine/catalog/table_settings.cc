#include "engine/catalog/table_settings.h"

#include <algorithm>
#include <cstdio>

#include "engine/catalog/definition_checks.h"
#include "engine/catalog/uuid.h"

namespace basalt {
namespace {

constexpr std::int64_t kOnDemandReadUnits = 12'000;
constexpr std::int64_t kOnDemandWriteUnits = 4'000;
constexpr std::int64_t kNoMaximum = -1;

// "2015-05-20T20:51:10.252", which is how AWS labels streams.
std::string StreamLabel(TimePoint now) {
  const auto day = std::chrono::floor<std::chrono::days>(now);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(now - day);
  char text[64];
  std::snprintf(text, sizeof(text), "%04d-%02u-%02uT%02d:%02d:%02d.%03d",
                static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                static_cast<unsigned>(date.day()), static_cast<int>(time.hours().count()),
                static_cast<int>(time.minutes().count()), static_cast<int>(time.seconds().count()),
                static_cast<int>(time.subseconds().count()));
  return text;
}

}  // namespace

WarmThroughput WarmThroughputOf(BillingMode mode, const ProvisionedThroughput& provisioned) {
  if (mode == BillingMode::kPayPerRequest) return {kOnDemandReadUnits, kOnDemandWriteUnits};
  return {provisioned.read_capacity_units, provisioned.write_capacity_units};
}

BillingMode BillingModeOf(const TableDescription& table) {
  return table.billing_mode_summary ? table.billing_mode_summary->billing_mode
                                    : BillingMode::kProvisioned;
}

Status CheckNewStream(const StreamSpecification& stream) {
  if (!stream.stream_enabled && stream.stream_view_type) {
    return InvalidParameter(
        "Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
  if (stream.stream_enabled && !stream.stream_view_type) {
    return InvalidParameter(
        "Table is being created with a stream enabled, UpdateViewType must be specified");
  }
  return Done{};
}

void EnableStream(TableDescription& table, StreamViewType view, TimePoint now,
                  const Account& account) {
  table.stream_specification = {.stream_enabled = true, .stream_view_type = view};
  // A label of its own each time, even where the clock stands still.
  std::string label = StreamLabel(now);
  if (label == table.latest_stream_label) label = StreamLabel(now + std::chrono::milliseconds(1));
  table.latest_stream_label = std::move(label);
  table.latest_stream_arn = account.StreamArn(table.table_name, *table.latest_stream_label);
}

Status CheckEncryption(const SseSpecification& specification) {
  if (specification.sse_type == SseType::kAes256) {
    return InvalidParameter("SSEType AES256 is not supported");
  }
  if (specification.kms_master_key_id && !specification.sse_type) {
    return InvalidParameter("SSEType KMS is required if KMSMasterKeyId is specified");
  }
  return Done{};
}

std::optional<SseDescription> DescribeEncryption(const SseSpecification& specification,
                                                 const Account& account) {
  if (!specification.enabled.value_or(false)) return std::nullopt;
  const std::string key = specification.kms_master_key_id.value_or(NewUuid());
  return SseDescription{
      .status = "ENABLED", .sse_type = SseType::kKms, .kms_master_key_arn = account.KmsKeyArn(key)};
}

Status CheckOnDemandThroughput(const OnDemandThroughput& throughput, const OnDemandRules& rules) {
  const auto check = [&](std::optional<std::int64_t> units, const std::string& name) -> Status {
    if (!units) return Done{};
    if (rules.mode == BillingMode::kProvisioned) {
      return InvalidParameter(name + " for OnDemandThroughput cannot be specified when " +
                              (rules.removable ? "the table BillingMode is PROVISIONED"
                                               : "table BillingMode is PROVISIONED."));
    }
    const bool removes = rules.removable && *units == kNoMaximum;
    if (*units >= 1 || removes) return Done{};
    return InvalidParameter("Requested " + name +
                            " for OnDemandThroughput for table is outside of valid range");
  };
  if (auto fine = check(throughput.max_read_request_units, "MaxReadRequestUnits"); !fine) {
    return fine;
  }
  return check(throughput.max_write_request_units, "MaxWriteRequestUnits");
}

}  // namespace basalt
