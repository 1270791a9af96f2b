// What answers at each path under /_basalt/. Errors are answered with their text.
#pragma once

#include <string>
#include <string_view>

#include "basalt/database.h"
#include "basalt/result.h"
#include "basalt/virtual_clock.h"

namespace basalt::wire {

// What the routes are about. Borrows both.
struct AdminSubject {
  Database& database;
  VirtualClock& clock;
};

// GET /_basalt/clock: {"Frozen":false,"Now":1795361298.123}
Result<std::string> GetClock(const AdminSubject& subject, std::string_view query);

// POST /_basalt/clock changes it, and answers as GET does:
//   {"Action":"FREEZE"}              it stands still,
//   {"Action":"RUN"}                 it runs on from where it stands,
//   {"Action":"ADVANCE","Seconds":N} it moves ahead, frozen or not,
//   {"Action":"SET","Time":N}        it shows that second since 1970, frozen or not.
Result<std::string> PostClock(const AdminSubject& subject, std::string& body);

// POST /_basalt/streams/roll-over {"StreamArn":"..."}: closes the stream's open shards, opens a
// child of each, and answers {}.
Result<std::string> PostRollOver(const AdminSubject& subject, std::string& body);

// GET /_basalt/contributor-insights?table=NAME[&index=NAME][&max=N]: for each rule what
// CloudWatch's GetInsightRuleReport answers, up to N contributors of 1 to 100; without points in
// time.
Result<std::string> GetContributorInsights(const AdminSubject& subject, std::string_view query);

}  // namespace basalt::wire
