// Shard iterators: a position in a shard, signed, so that only those that were given out are taken.
//
//   iterator := stream ARN "|1|" hex of: shard number(u32) position(u64) issued(u64) signature(u64)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/clock.h"
#include "engine/streams/stream.h"

namespace basalt {

struct ShardIterator {
  std::uint32_t shard = 0;
  SequenceNumber position = 0;  // Of the next record at the earliest.
  TimePoint issued;
};

std::string IteratorText(const Stream& stream, const ShardIterator& iterator);

// The ARN of the stream that an iterator is of; empty if the text is no iterator.
std::optional<std::string> StreamOfIterator(std::string_view text);

// Empty if it is not one that IteratorText made of this stream.
std::optional<ShardIterator> ParseIterator(const Stream& stream, std::string_view text);

}  // namespace basalt
