#include "engine/storage/format_file.h"

#include <rocksdb/env.h>

#include <charconv>
#include <memory>
#include <string_view>

#include "engine/storage/rocks_status.h"

namespace basalt {
namespace {

constexpr std::string_view kMagic = "basalt ";

std::string FormatText() { return std::string(kMagic) + std::to_string(kFormatVersion) + "\n"; }

std::string PathOf(const std::string& directory) { return directory + "/FORMAT"; }

Error Refusal(const std::string& directory, const std::string& reason) {
  return {ErrorCode::kInternal, "cannot open data directory '" + directory + "': " + reason};
}

Error CannotWrite(const rocksdb::Status& status, const std::string& directory) {
  return ToError(status, "cannot write to data directory '" + directory + "'");
}

}  // namespace

Status SyncDirectory(rocksdb::Env& env, const std::string& directory) {
  std::unique_ptr<rocksdb::Directory> handle;
  auto status = env.NewDirectory(directory, &handle);
  if (status.ok()) status = handle->Fsync();
  if (!status.ok()) return CannotWrite(status, directory);
  return Done{};
}

Result<FormatFile> CheckFormat(rocksdb::Env& env, const std::string& directory) {
  const auto version = ReadFormatVersion(env, directory);
  if (!version) return version.error();
  if (!*version) return FormatFile::kAbsent;
  return **version == kFormatVersion ? FormatFile::kCurrent : FormatFile::kOlder;
}

Result<std::optional<int>> ReadFormatVersion(rocksdb::Env& env, const std::string& directory) {
  const std::string path = PathOf(directory);
  const auto exists = env.FileExists(path);
  if (exists.IsNotFound()) return std::optional<int>();
  std::string text;
  if (const auto status = rocksdb::ReadFileToString(&env, path, &text); !status.ok()) {
    return Refusal(directory, "its file FORMAT cannot be read (" + status.ToString() + ")");
  }

  int version = 0;
  const std::string_view digits =
      std::string_view(text).substr(std::min(kMagic.size(), text.size()));
  const auto [end, failure] =
      std::from_chars(digits.data(), digits.data() + digits.size(), version);
  const bool understood = text.starts_with(kMagic) && failure == std::errc() &&
                          std::string_view(end, digits.data() + digits.size()) == "\n";
  if (!understood) return Refusal(directory, "its file FORMAT is damaged or not Basalt's");
  if (version > kFormatVersion) {
    return Refusal(directory, "it holds format " + std::to_string(version) +
                                  ", written by a newer Basalt; this one reads formats up to " +
                                  std::to_string(kFormatVersion));
  }
  if (version < kFormatVersionMin) {
    return Refusal(directory, "it holds the unknown format " + std::to_string(version));
  }
  return std::optional(version);
}

Status DraftFormat(rocksdb::Env& env, const std::string& directory) {
  const auto status = rocksdb::WriteStringToFile(&env, FormatText(), directory + "/" + kFormatDraft,
                                                 /*should_sync=*/true);
  if (!status.ok()) return CannotWrite(status, directory);
  return SyncDirectory(env, directory);
}

Status PublishFormat(rocksdb::Env& env, const std::string& directory) {
  const auto status = env.RenameFile(directory + "/" + kFormatDraft, PathOf(directory));
  if (!status.ok()) return CannotWrite(status, directory);
  return SyncDirectory(env, directory);
}

bool IsEachWriteSynced(rocksdb::Env& env, const std::string& directory) {
  return env.FileExists(directory + "/" + kSyncedMark).ok();
}

}  // namespace basalt
