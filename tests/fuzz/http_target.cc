// The bytes of one connection, through the server's own session, with an operation that echoes.
//
//   input := piece size(u8; 0: all at once) bytes
#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/loopback.h"
#include "tests/fuzz/require.h"
#include "tests/fuzz/world.h"
#include "wire/http/crc32.h"
#include "wire/http/gzip.h"
#include "wire/json/syntax.h"

namespace basalt::fuzz {
namespace {

constexpr std::size_t kBodyBytesMax = 64 * 1024;
constexpr std::string_view kHeadEnd = "\r\n\r\n";

Result<std::string> Echo(Database&, std::string& body) {
  if (!wire::IsJson(body)) return Error{.code = ErrorCode::kSerialization, .message = {}};
  return body;
}

const wire::Operation* FindEcho(std::string_view name) {
  static constexpr wire::Operation kEcho{"Echo", wire::Access::kRead, Echo};
  return name.empty() ? nullptr : &kEcho;
}

struct Reply {
  int status = 0;
  std::string body;

  // Refusals may differ in their words: of a request that is cut off, not all faults are seen. Of a
  // head that is malformed and too long as well, either fault may be told.
  friend bool operator==(const Reply& left, const Reply& right) {
    return left.Fault() == right.Fault() && (left.status != 200 || left.body == right.body);
  }
  int Fault() const { return status == 431 ? 400 : status; }
};

std::string Header(std::string_view head, std::string_view name) {
  const std::size_t at = head.find("\r\n" + std::string(name) + ": ");
  if (at == std::string_view::npos) return {};
  const std::size_t begin = at + 2 + name.size() + 2;
  return std::string(head.substr(begin, head.find("\r\n", begin) - begin));
}

void CheckBody(const Reply& reply, std::string_view head) {
  const std::string checksum = Header(head, "x-amz-crc32");
  Require(checksum.empty() || checksum == std::to_string(wire::Crc32(reply.body)),
          "the checksum is the body's", head);
  if (Header(head, "Content-Type").find("json") == std::string::npos) return;
  std::string text = reply.body;
  if (!Header(head, "Content-Encoding").empty()) {
    auto unpacked = wire::Decompress(text, 100 * kBodyBytesMax);
    Require(static_cast<bool>(unpacked), "a reply can be unpacked", head);
    text = *std::move(unpacked);
  }
  Require(wire::IsJson(text), "a reply is JSON", text);
  Require(reply.status == 200 || text.find("\"__type\":\"") != std::string::npos,
          "an error has a name", text);
}

// Takes the replies apart. Those to HEAD have no body, whatever they announce: then only the first
// is looked at.
std::vector<Reply> RepliesIn(std::string_view bytes, bool heads_alone) {
  std::vector<Reply> replies;
  while (!bytes.empty()) {
    Require(bytes.starts_with("HTTP/1.1 "), "a reply starts with its status", bytes);
    const std::size_t end = bytes.find(kHeadEnd);
    Require(end != std::string_view::npos, "a reply's head ends", bytes);
    const std::string_view head = bytes.substr(0, end + 2);
    bytes.remove_prefix(end + kHeadEnd.size());
    Reply reply{.status = std::atoi(head.data() + 9)};
    Require(reply.status < 500, "no request is the server's fault", head);
    if (reply.status == 100) continue;
    if (heads_alone) return {reply};
    const std::string length = Header(head, "Content-Length");
    const std::size_t count = length.empty() ? 0 : std::stoul(length);
    Require(count <= bytes.size(), "a reply is as long as it says", head);
    reply.body = bytes.substr(0, count);
    bytes.remove_prefix(count);
    CheckBody(reply, head);
    replies.push_back(std::move(reply));
  }
  return replies;
}

}  // namespace

void FuzzHttp(std::string_view input) {
  static auto& world = *new World;  // RocksDB ends before statics do.
  static const wire::Dispatcher dispatcher(world.database(), {.find_operation = FindEcho});
  static const wire::ServerLimits limits{.body_bytes_max = kBodyBytesMax,
                                         .header_bytes_max = 4 * 1024};
  static Loopback server(dispatcher, limits);
  if (input.size() < 2) return;

  const std::string_view bytes = input.substr(1);
  const auto piece = static_cast<std::uint8_t>(input.front());
  const bool heads_alone = bytes.find("HEAD") != std::string_view::npos;
  const auto whole = RepliesIn(server.Exchange(bytes, bytes.size()), heads_alone);
  if (piece == 0) return;
  const auto pieces = RepliesIn(server.Exchange(bytes, piece), heads_alone);
  Require(whole == pieces, "replies do not depend on how requests were cut into packets", bytes);
}

}  // namespace basalt::fuzz
