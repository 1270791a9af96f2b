#include "wire/http/gzip.h"

#include <zlib.h>

#include <algorithm>
#include <new>

#include "wire/memory/call_memory.h"

namespace basalt::wire {
namespace {

constexpr int kGzipWindowBits = 15 + 16;  // zlib's way to ask for gzip's header and trailer.
constexpr int kMemoryLevel = 8;
constexpr std::size_t kGrowthBytes = 64 * 1024;
constexpr std::size_t kSpareBytes = 16;  // For a byte that is too much, and what parsers append.

Bytef* AsBytes(const char* text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text));  // zlib's input is not const.
}

// An inflating zlib stream, ended with its scope.
class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&stream, kGzipWindowBits) != Z_OK) throw std::bad_alloc();
  }
  ~Inflater() { inflateEnd(&stream); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream stream{};
};

// A deflating one likewise.
class Deflater {
 public:
  Deflater() {
    if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, kGzipWindowBits, kMemoryLevel,
                     Z_DEFAULT_STRATEGY) != Z_OK) {
      throw std::bad_alloc();
    }
  }
  ~Deflater() { deflateEnd(&stream); }
  Deflater(const Deflater&) = delete;
  Deflater& operator=(const Deflater&) = delete;

  z_stream stream{};
};

}  // namespace

std::string Compress(std::string_view text) {
  Deflater deflater;
  z_stream& stream = deflater.stream;
  const std::size_t bound = deflateBound(&stream, text.size());
  TakeMemory(bound);
  std::string out(bound, '\0');
  stream.next_in = AsBytes(text.data());
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = AsBytes(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);  // One call is enough: the bound has room for all.
  out.resize(stream.total_out);
  if (out.size() < bound / 2) out.shrink_to_fit();  // A client may take its time to read it.
  return out;
}

Result<std::string> Decompress(std::string_view bytes, std::size_t bytes_max) {
  Inflater inflater;
  z_stream& stream = inflater.stream;
  stream.next_in = AsBytes(bytes.data());
  stream.avail_in = static_cast<uInt>(bytes.size());

  std::string out;
  std::size_t done = 0;  // What comes after it in `out` is still to be written.
  int state = Z_OK;
  while (state == Z_OK || (state == Z_STREAM_END && stream.avail_in != 0)) {
    if (state == Z_STREAM_END) inflateReset(&stream);  // Another member follows.
    if (done == out.size()) {
      if (done > bytes_max) return RequestTooLarge(bytes_max);
      const std::size_t room =
          std::min(done + std::max(done, kGrowthBytes), bytes_max + kSpareBytes);
      TakeMemory(room);  // The old memory stays charged: it is there until all is copied.
      out.resize(room);
    }
    stream.next_out = AsBytes(out.data() + done);
    stream.avail_out = static_cast<uInt>(out.size() - done);
    state = inflate(&stream, Z_NO_FLUSH);
    done = out.size() - stream.avail_out;
  }
  if (state != Z_STREAM_END) return Error{.code = ErrorCode::kSerialization, .message = {}};
  if (done > bytes_max) return RequestTooLarge(bytes_max);
  out.resize(done);
  return out;
}

Error RequestTooLarge(std::size_t bytes_max) {
  return {.code = ErrorCode::kRequestTooLarge,
          .message = "Maximum request size of " + std::to_string(bytes_max) + " bytes exceeded"};
}

}  // namespace basalt::wire
