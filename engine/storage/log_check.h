// Reading the write-ahead logs apart from RocksDB. RocksDB recovers up to the first bad place of a
// log and says nothing of what follows: right where a loss of power tore the end off, wrong where
// acknowledged writes lie behind a damaged one. This tells the two apart: behind a torn end there
// is no record that vouches for what was there. See docs/decisions/0016-damaged-logs.md and
// 0017-writes-wait-for-the-log-without-locks.md.
#pragma once

#include <rocksdb/wal_filter.h>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "basalt/result.h"
#include "engine/storage/rocks.h"

namespace basalt {

struct LogDamage {
  std::string file;
  std::uint64_t offset = 0;
};

struct LogContents {
  // The last write that is whole in the logs; 0: there is none. Recovery must reach it.
  std::uint64_t last_sequence = 0;
  std::optional<LogDamage> damage;  // The last bad place,
  bool has_writes_behind = false;   // which is but a torn end if there are none.
  // The last write before that place; 0: it is not known.
  std::uint64_t last_before_damage = 0;
};

struct LogCheckOptions {
  std::uint64_t first_log = 0;  // Of older ones, all that they hold is in tables.
  // For logs without marks (sync_mark.h): whether a loss of power may leave a page of zeros, or
  // nothing, of what was not synced, while what was written later is there.
  bool holes_are_normal = false;
};

// Reads the logs of the directory. Errors: kInternal: one cannot be read.
Result<LogContents> ReadLogs(rocksdb::Env& env, const std::string& directory,
                             const LogCheckOptions& options);

// Reads the logs when RocksDB is about to, and sees what RocksDB makes of them: for one opening.
class LogCheck final : public rocksdb::WalFilter {
 public:
  // `env` must outlive this.
  LogCheck(rocksdb::Env& env, std::string directory, bool holes_are_normal)
      : env_(env), directory_(std::move(directory)), holes_are_normal_(holes_are_normal) {}

  // To be asked once the store is open, whose last write it is told (0: it could not be opened): an
  // error if recovery left out whole writes. Where it read no log at all, tables may have them all.
  Status Verdict(std::uint64_t last_sequence) const;

  // What the logs hold. REQUIRES: Verdict has no objection.
  const LogContents& contents() const { return *contents_; }

  void ColumnFamilyLogNumberMap(const std::map<std::uint32_t, std::uint64_t>& first_logs,
                                const std::map<std::string, std::uint32_t>& families) override;
  WalProcessingOption LogRecordFound(unsigned long long log, const std::string& name,
                                     const rocksdb::WriteBatch& batch, rocksdb::WriteBatch*,
                                     bool*) override;
  const char* Name() const override { return "basalt.LogCheck"; }

 private:
  rocksdb::Env& env_;
  const std::string directory_;
  const bool holes_are_normal_;
  Result<LogContents> contents_ = LogContents();
  std::uint64_t last_recovered_ = 0;
};

}  // namespace basalt
