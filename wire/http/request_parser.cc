#include "wire/http/request_parser.h"

#include <algorithm>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/field.hpp>
#include <boost/beast/http/rfc7230.hpp>
#include <boost/beast/http/verb.hpp>
#include <string_view>

namespace basalt::wire {
namespace {

// A body that a client announces is not yet a body: memory is taken as it comes in.
constexpr std::uint64_t kBodyReserveMax = 1024 * 1024;

// Memory that one large request leaves behind is given back.
constexpr std::size_t kBodyKeptMax = 1024 * 1024;

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
  }
  if (body.capacity() > kBodyKeptMax) body.shrink_to_fit();
  has_authorization = has_date = accepts_gzip = expects_continue = false;
}

void RequestParser::on_request_impl(Verb, Text method, Text target, int, ErrorCode&) {
  request_.method.assign(method.data(), method.size());
  request_.target.assign(target.data(), target.size());
}

void RequestParser::on_response_impl(int, Text, int, ErrorCode&) {}

void RequestParser::on_field_impl(Field field, Text name, Text value, ErrorCode&) {
  if (is_header_done()) return;  // A trailer.
  if (keeps_fields_) KeepField(name, value);
  const auto keep = [&](std::string& text) { text.assign(value.data(), value.size()); };
  switch (field) {
    case Field::content_type:
      return keep(request_.content_type);
    case Field::content_encoding:
      return keep(request_.content_encoding);
    case Field::host:
      return keep(request_.host);
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

void RequestParser::on_header_impl(ErrorCode&) {}

void RequestParser::on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode&) {
  if (length) request_.body.reserve(static_cast<std::size_t>(std::min(*length, kBodyReserveMax)));
}

std::size_t RequestParser::on_body_impl(Text bytes, ErrorCode&) {
  request_.body.append(bytes.data(), bytes.size());
  return bytes.size();
}

void RequestParser::on_chunk_header_impl(std::uint64_t, Text, ErrorCode&) {}

std::size_t RequestParser::on_chunk_body_impl(std::uint64_t, Text bytes, ErrorCode& error) {
  return on_body_impl(bytes, error);
}

void RequestParser::on_finish_impl(ErrorCode&) {}

}  // namespace basalt::wire
