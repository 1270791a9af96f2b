// The form of a log, as RocksDB documents it ("Write Ahead Log File Format"):
//
//   log      := block*
//   block    := fragment* trailer      32 KB; the trailer is shorter than a header.
//   fragment := checksum (u32) length (u16) type (u8) payload
//   type     := 1 full | 2 first | 3 middle | 4 last
//
// Little-endian. The checksum is the masked CRC-32C of type and payload. A record, the payload of
// its fragments, begins with the sequence number of its first write (u64) and their count (u32).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "basalt/result.h"
#include "engine/storage/rocks.h"
#include "engine/storage/store.h"

namespace basalt {

// One log, fragment by fragment.
class LogReader {
 public:
  // Behind a bad place records are looked for byte by byte, since a length may be what is bad: in
  // each block with such a place, or, for one that must not take long, in the first.
  enum class Search { kFirstBadBlock, kEachBlock };

  explicit LogReader(std::string_view log, Search search = Search::kFirstBadBlock)
      : log_(log), search_(search) {}

  struct Record {
    std::size_t offset;
    std::uint64_t sequence;
    std::uint32_t count;
    std::optional<LogSequence> mark;       // See sync_mark.h.
    std::optional<LogSequence> recovered;  // The same.
  };

  struct Bad {
    std::size_t record;  // Where the record begins that is not whole.
    std::size_t begin;   // What is no fragment, of one block.
    std::size_t end;
  };

  // The next whole record. What is bad on the way is passed over; bad() is the first such place.
  std::optional<Record> Next();

  // All of the record that Next found last: what RocksDB takes as a batch of writes.
  const std::string& record() const { return record_; }

  const std::optional<Bad>& bad() const { return bad_; }

 private:
  std::size_t BlockEnd() const;
  bool IsFragment(std::size_t at, std::size_t block_end) const;
  void SetBad(std::size_t record, std::size_t begin) {
    if (!bad_) bad_ = Bad{.record = record, .begin = begin, .end = at_};
    record_start_.reset();
  }
  void PassOver(std::size_t block_end);

  const std::string_view log_;
  const Search search_;
  std::size_t at_ = 0;
  std::optional<Bad> bad_;
  std::size_t searched_block_ = SIZE_MAX;    // Where fragments were looked for byte by byte.
  std::optional<std::size_t> record_start_;  // Of a record whose last fragment is yet to come.
  std::string record_;
};

// The logs in a directory, by number. Errors: kInternal: it cannot be read.
Result<std::map<std::uint64_t, std::string>> LogNames(rocksdb::Env& env,
                                                      const std::string& directory);

}  // namespace basalt
