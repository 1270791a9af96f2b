#include "engine/storage/migration.h"

#include <array>

#include "engine/storage/format_file.h"

namespace basalt {
namespace {

// What version 2 has besides: kinds of rows in the catalog and marks in the log, of which a
// directory of version 1 has none yet. It is a version of its own so that older programs, which do
// not know them, refuse it.
Status FromVersion1(Store&) { return Done{}; }

constexpr std::array kSteps = {MigrationStep{.from = 1, .convert = &FromVersion1}};

static_assert(kSteps.front().from == kFormatVersionMin &&
                  kSteps.size() == kFormatVersion - kFormatVersionMin,
              "every older version that is opened needs a step to the next");

}  // namespace

std::span<const MigrationStep> MigrationSteps() { return kSteps; }

Status MigrateDirectory(Store& store, rocksdb::Env& env, const std::string& directory,
                        std::span<const MigrationStep> steps) {
  const auto version = ReadFormatVersion(env, directory);
  if (!version) return version.error();
  if (!*version || **version == kFormatVersion) return Done{};
  for (const MigrationStep& step : steps) {
    if (step.from < **version) continue;
    if (auto converted = step.convert(store); !converted) return converted;
  }
  if (auto synced = store.Sync(); !synced) return synced;
  if (auto drafted = DraftFormat(env, directory); !drafted) return drafted;
  return PublishFormat(env, directory);
}

}  // namespace basalt
