#include "wire/http/reply_head.h"

#include <fmt/format.h>

#include <array>
#include <boost/beast/http/status.hpp>
#include <charconv>
#include <iterator>

#include "wire/http/crc32.h"

namespace basalt::wire {
namespace {

constexpr std::array kDays = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

template <typename Integer>
void AppendInteger(std::string& out, Integer value) {
  std::array<char, 20> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  out.append(digits.begin(), end);
}

void AppendHeader(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  out += ": ";
  out += value;
  out += "\r\n";
}

// As in "Sun, 06 Nov 1994 08:49:37 GMT" (RFC 9110, IMF-fixdate).
std::string HttpDate(std::chrono::sys_seconds second) {
  const auto day = std::chrono::floor<std::chrono::days>(second);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss time(second - day);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT",
                     kDays[std::chrono::weekday(day).c_encoding()], unsigned{date.day()},
                     kMonths[unsigned{date.month()} - 1], int{date.year()}, time.hours().count(),
                     time.minutes().count(), time.seconds().count());
}

}  // namespace

std::string_view ReplyHeads::Append(std::string& out, const ApiReply& reply, ReplyFraming framing) {
  const auto reason =
      boost::beast::http::obsolete_reason(static_cast<boost::beast::http::status>(reply.status));
  out += "HTTP/1.1 ";
  AppendInteger(out, reply.status);
  out += ' ';
  out.append(reason.data(), reason.size());
  out += "\r\n";
  AppendHeader(out, "Server", "Server");
  AppendHeader(out, "Date", Date());
  if (!reply.content_type.empty()) AppendHeader(out, "Content-Type", reply.content_type);
  out += "Content-Length: ";
  AppendInteger(out, reply.body.size());
  out += "\r\n";
  if (framing.gzip) AppendHeader(out, "Content-Encoding", "gzip");
  AppendHeader(out, "Connection", framing.keep_alive ? "keep-alive" : "close");
  for (const auto& [name, value] : reply.headers) AppendHeader(out, name, value);
  out += "x-amzn-RequestId: ";
  const std::size_t id_at = out.size();
  request_ids_.AppendNext(out);
  const std::size_t id_bytes = out.size() - id_at;
  out += "\r\nx-amz-crc32: ";
  AppendInteger(out, reply.crc32 ? *reply.crc32 : Crc32(reply.body));
  out += "\r\n\r\n";
  return std::string_view(out).substr(id_at, id_bytes);
}

const std::string& ReplyHeads::Date() {
  const auto second = std::chrono::floor<std::chrono::seconds>(clock_.Now());
  if (second != date_second_) {
    date_second_ = second;
    date_ = HttpDate(second);
  }
  return date_;
}

}  // namespace basalt::wire
