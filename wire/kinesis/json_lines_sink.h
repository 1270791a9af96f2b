// A Kinesis data stream as a file: what the server offers in its place (--kinesis-directory).
#pragma once

#include <filesystem>
#include <mutex>
#include <span>
#include <string>
#include <utility>

#include "basalt/kinesis_sink.h"

namespace basalt::wire {

// Appends each record, as DynamoDB writes it to Kinesis, as a line of JSON to DIRECTORY/NAME.jsonl,
// where NAME is the stream's. A line is whole or not there: what a crash or a full disk left of one
// goes before the next is written. Files may be renamed or removed at any time; the next record
// makes a new one. Thread-safe.
class JsonLinesSink final : public KinesisSink {
 public:
  // Makes the directory, and those above it, when it is needed.
  explicit JsonLinesSink(std::filesystem::path directory) : directory_(std::move(directory)) {}

  Status Prepare(const std::string& stream_name) override;
  // Done: on stable storage.
  Status Append(const std::string& stream_name, std::span<const KinesisRecord> records) override;

 private:
  const std::filesystem::path directory_;
  std::mutex mutex_;  // One at a time looks for torn lines and writes.
};

// The line of a record, with its end.
void AppendKinesisLine(std::string& out, const KinesisRecord& record);

}  // namespace basalt::wire
