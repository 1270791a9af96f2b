#include "engine/catalog/table_features.h"

#include <utility>

#include "engine/catalog/record_fields.h"

namespace basalt {
namespace {

Map ToMap(const TimeToLive& time_to_live) {
  Map map;
  SetEnum(map, "TimeToLiveStatus", time_to_live.status);
  SetText(map, "AttributeName", time_to_live.attribute_name);
  if (time_to_live.last_change) SetTime(map, "LastChange", *time_to_live.last_change);
  return map;
}

TimeToLive ToTimeToLive(const Map& map) {
  return {
      .status =
          GetEnum<TimeToLiveStatus>(map, "TimeToLiveStatus").value_or(TimeToLiveStatus::kDisabled),
      .attribute_name = GetText(map, "AttributeName").value_or(""),
      .last_change = GetTime(map, "LastChange")};
}

Map ToMap(const PointInTimeRecovery& recovery) {
  Map map;
  SetTime(map, "EnabledSince", recovery.enabled_since);
  SetInt(map, "RecoveryPeriodInDays", recovery.period_in_days);
  return map;
}

PointInTimeRecovery ToRecovery(const Map& map) {
  return {.enabled_since = GetTime(map, "EnabledSince").value_or(TimePoint()),
          .period_in_days = GetInt(map, "RecoveryPeriodInDays").value_or(0)};
}

Map ToMap(const ContributorInsights& insights) {
  Map map;
  SetEnum(map, "ContributorInsightsStatus", insights.status);
  SetEnum(map, "ContributorInsightsMode", insights.mode);
  SetTime(map, "LastUpdateDateTime", insights.last_update);
  return map;
}

ContributorInsights ToInsights(const Map& map) {
  return {.status = GetEnum<ContributorInsightsStatus>(map, "ContributorInsightsStatus")
                        .value_or(ContributorInsightsStatus::kDisabled),
          .mode = GetEnum<ContributorInsightsMode>(map, "ContributorInsightsMode")
                      .value_or(ContributorInsightsMode::kAccessedAndThrottledKeys),
          .last_update = GetTime(map, "LastUpdateDateTime").value_or(TimePoint())};
}

Map ToMap(const ResourcePolicy& policy) {
  Map map;
  SetText(map, "Policy", policy.policy);
  SetText(map, "RevisionId", policy.revision_id);
  return map;
}

ResourcePolicy ToPolicy(const Map& map) {
  return {.policy = GetText(map, "Policy").value_or(""),
          .revision_id = GetText(map, "RevisionId").value_or("")};
}

Map ToMap(const KinesisDestination& destination) {
  Map map;
  SetText(map, "StreamArn", destination.stream_arn);
  SetEnum(map, "DestinationStatus", destination.destination_status);
  SetEnum(map, "ApproximateCreationDateTimePrecision",
          destination.approximate_creation_date_time_precision);
  if (const auto& description = destination.destination_status_description) {
    SetText(map, "DestinationStatusDescription", *description);
  }
  SetInt(map, "Outbox", destination.outbox);
  return map;
}

KinesisDestination ToDestination(const Map& map) {
  using Precision = ApproximateCreationDateTimePrecision;
  KinesisDestination destination;
  destination.stream_arn = GetText(map, "StreamArn").value_or("");
  destination.destination_status =
      GetEnum<DestinationStatus>(map, "DestinationStatus").value_or(DestinationStatus::kDisabled);
  destination.approximate_creation_date_time_precision =
      GetEnum<Precision>(map, "ApproximateCreationDateTimePrecision")
          .value_or(Precision::kMillisecond);
  destination.destination_status_description = GetText(map, "DestinationStatusDescription");
  destination.outbox = static_cast<std::uint32_t>(GetInt(map, "Outbox").value_or(0));
  return destination;
}

template <typename T>
void SetNamed(Map& map, std::string_view name,
              const std::map<std::string, T, std::less<>>& entries) {
  Map entry_maps;
  for (const auto& [key, entry] : entries) SetMap(entry_maps, key, ToMap(entry));
  SetMap(map, name, std::move(entry_maps));
}

template <typename T, typename FromMap>
std::map<std::string, T, std::less<>> GetNamed(const Map& map, std::string_view name,
                                               FromMap from_map) {
  std::map<std::string, T, std::less<>> entries;
  const Map* entry_maps = GetAs<Map>(map, name);
  if (entry_maps == nullptr) return entries;
  for (const auto& [key, value] : *entry_maps) {
    if (const Map* entry = std::get_if<Map>(&value.data)) entries.emplace(key, from_map(*entry));
  }
  return entries;
}

// The names of a map's attributes may not be empty: the table itself goes under this one, which is
// neither an index's name nor a stream's label.
constexpr std::string_view kTableItself = "*";

template <typename T>
std::map<std::string, T, std::less<>> Renamed(std::map<std::string, T, std::less<>> entries,
                                              std::string_view from, std::string_view to) {
  if (auto entry = entries.extract(std::string(from)); !entry.empty()) {
    entry.key() = std::string(to);
    entries.insert(std::move(entry));
  }
  return entries;
}

}  // namespace

Map EncodeFeatures(const TableFeatures& features) {
  Map map;
  SetMap(map, "TimeToLive", ToMap(features.time_to_live));
  if (const auto& recovery = features.point_in_time_recovery) {
    SetMap(map, "PointInTimeRecovery", ToMap(*recovery));
  }
  SetNamed(map, "ContributorInsights", Renamed(features.contributor_insights, "", kTableItself));
  SetNamed(map, "ResourcePolicies", Renamed(features.resource_policies, "", kTableItself));
  SetList(map, "KinesisDestinations", features.kinesis_destinations,
          [](const KinesisDestination& destination) { return ToMap(destination); });
  return map;
}

TableFeatures DecodeFeatures(const Map& map) {
  TableFeatures features;
  if (const Map* time_to_live = GetAs<Map>(map, "TimeToLive")) {
    features.time_to_live = ToTimeToLive(*time_to_live);
  }
  if (const Map* recovery = GetAs<Map>(map, "PointInTimeRecovery")) {
    features.point_in_time_recovery = ToRecovery(*recovery);
  }
  features.contributor_insights = Renamed(
      GetNamed<ContributorInsights>(map, "ContributorInsights", ToInsights), kTableItself, "");
  features.resource_policies =
      Renamed(GetNamed<ResourcePolicy>(map, "ResourcePolicies", ToPolicy), kTableItself, "");
  features.kinesis_destinations =
      GetList<KinesisDestination>(map, "KinesisDestinations", ToDestination);
  return features;
}

}  // namespace basalt
