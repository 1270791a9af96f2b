#include "wire/http/request_parser.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>
#include <string_view>
#include <utility>

namespace basalt::wire {
namespace {

// What a client announces, or begins to send, is not yet a body: memory is taken as it comes in, up
// to so many times as much as is there.
constexpr std::size_t kBodyGrowth = 4;

// Memory that one large request leaves behind is given back: what stays is not charged to anybody.
constexpr std::size_t kBodyKeptMax = MemoryShare::kFreeBytes;
constexpr std::size_t kTextKeptMax = 2 * 1024;

// Parsers append a few bytes to a body; that should not copy it.
constexpr std::size_t kBodySpareBytes = 8;
constexpr std::size_t kBodyBytesFree = MemoryShare::kFreeBytes - kBodySpareBytes;

// Fewer bytes of headers are not worth charging.
constexpr std::size_t kHeaderBytesFree = 4 * 1024;

// RFC 9112, "absolute-form": what proxies are sent, and every server must accept. What it says of
// the host replaces what the Host header says.
void SplitAbsoluteTarget(HttpRequest& request) {
  const std::string_view target = request.target;
  const std::size_t scheme_end = target.find("://");
  if (target.starts_with('/') || scheme_end == std::string_view::npos) return;
  const std::string_view scheme = target.substr(0, scheme_end);
  if (!boost::beast::iequals(scheme, "http") && !boost::beast::iequals(scheme, "https")) return;

  const std::string_view rest = target.substr(scheme_end + 3);
  const std::size_t authority_end = std::min(rest.find_first_of("/?#"), rest.size());
  std::string path(rest.substr(authority_end));
  if (!path.starts_with('/')) path.insert(path.begin(), '/');
  request.host.assign(rest.substr(0, authority_end));
  request.target = std::move(path);
}

char AsciiLower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ListsGzip(boost::beast::string_view accept_encoding) {
  for (const auto& [coding, parameters] : boost::beast::http::ext_list(accept_encoding)) {
    if (!boost::beast::iequals(coding, "gzip")) continue;
    for (const auto& [name, value] : parameters) {
      const bool is_zero = value.find_first_not_of("0.") == value.npos;
      if (boost::beast::iequals(name, "q") && is_zero) return false;
    }
    return true;
  }
  return false;
}

}  // namespace

void HttpRequest::Clear() {
  for (std::string* text : {&method, &target, &content_type, &content_encoding, &x_amz_target,
                            &host, &origin, &authorization, &access_control_request_method,
                            &access_control_request_headers, &fields, &body}) {
    text->clear();
    if (text->capacity() > (text == &body ? kBodyKeptMax : kTextKeptMax)) text->shrink_to_fit();
  }
  header_bytes = 0;
  has_authorization = has_date = accepts_gzip = expects_continue = false;
}

void RequestParser::on_request_impl(Verb, Text method, Text target, int version, ErrorCode&) {
  version_ = version;
  request_.header_bytes = target.size();
  request_.method.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
}

void RequestParser::on_response_impl(int, Text, int, ErrorCode&) {}

void RequestParser::on_field_impl(Field field, Text name, Text value, ErrorCode& error) {
  if (is_header_done()) return;  // A trailer.
  request_.header_bytes += value.size();
  if (keeps_fields_) KeepField(name, value);
  const auto keep = [&](std::string& text) { text.assign(value.data(), value.size()); };
  switch (field) {
    case Field::content_type:
      return keep(request_.content_type);
    case Field::content_encoding:
      return keep(request_.content_encoding);
    case Field::host:
      ++hosts_;
      return keep(request_.host);
    case Field::transfer_encoding:  // Any other would leave it open where the body ends.
      if (version_ < 11 || !boost::beast::iequals(value, "chunked")) {
        error = boost::beast::http::error::bad_transfer_encoding;
      }
      return;
    case Field::authorization:
      request_.has_authorization = true;
      return keep(request_.authorization);
    case Field::date:
      request_.has_date = true;
      return;
    case Field::origin:
      return keep(request_.origin);
    case Field::access_control_request_method:
      return keep(request_.access_control_request_method);
    case Field::access_control_request_headers:
      return keep(request_.access_control_request_headers);
    case Field::accept_encoding:
      request_.accepts_gzip = ListsGzip(value);
      return;
    case Field::expect:
      request_.expects_continue = boost::beast::iequals(value, "100-continue");
      return;
    default:
      return OtherField(name, value);
  }
}

void RequestParser::KeepField(Text name, Text value) {
  for (const char c : name) request_.fields += AsciiLower(c);
  request_.fields += ':';
  request_.fields.append(value.data(), value.size());
  request_.fields += '\n';
}

void RequestParser::OtherField(Text name, Text value) {
  if (boost::beast::iequals(name, "x-amz-target")) {
    request_.x_amz_target.assign(value.data(), value.size());
  } else if (boost::beast::iequals(name, "x-amz-date")) {
    request_.has_date = true;
  }
}

void RequestParser::on_header_impl(ErrorCode& error) {
  const bool needs_host = version_ >= 11;
  if (hosts_ > 1 || (needs_host && hosts_ == 0)) error = boost::beast::http::error::bad_field;
  SplitAbsoluteTarget(request_);
}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length,
                                      ErrorCode& error) {
  if (!length) return;
  body_bytes_max_ = static_cast<std::size_t>(*length);  // Which is within the limit.
  if (!Reserve(0)) {
    error = make_error_code(boost::system::errc::not_enough_memory);
  }
}

// Has room for so many bytes of the body charged, and made. False: there is not that much memory.
bool RequestParser::Reserve(std::size_t bytes) {
  const std::size_t headers =
      request_.header_bytes > kHeaderBytesFree ? 2 * request_.header_bytes : 0;
  const std::size_t room = bytes + kBodySpareBytes;
  if (!memory_.TryGrow(headers + room)) return false;
  if (bytes != 0 && room > request_.body.capacity()) request_.body.reserve(room);
  body_bytes_reserved_ = bytes;
  return true;
}

// In large steps, so that little is there twice while it is copied; in small ones if memory lacks.
bool RequestParser::ReserveMore(std::size_t bytes) {
  const auto within = [&](std::size_t wanted) { return std::min(wanted, body_bytes_max_); };
  return Reserve(within(std::max(kBodyGrowth * bytes, kBodyBytesFree))) ||
         Reserve(within(bytes + bytes / 8)) || Reserve(bytes);
}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode& error) {
  const std::size_t size = request_.body.size() + bytes.size();
  if (size > body_bytes_reserved_ && !ReserveMore(size)) {
    error = make_error_code(boost::system::errc::not_enough_memory);
    return 0;
  }
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode& error) {
  return on_body_impl(bytes, error);
}

void RequestParser::on_finish_impl(ErrorCode&) {}

}  // namespace basalt::wire
