// Reads HTTP/1.1 requests piece by piece, keeping only what the API looks at.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "wire/memory/memory_budget.h"

namespace basalt::wire {

// A request with its headers that matter. Its strings keep a little memory from request to request.
struct HttpRequest {
  std::string method;
  std::string target;  // Path and query, also where the request names the server, too.
  std::string content_type;
  std::string content_encoding;
  std::string x_amz_target;
  std::string host;  // By which the client knows the server: the target's, if it has one.
  std::string origin;
  std::string authorization;
  std::string access_control_request_method;
  std::string access_control_request_headers;
  std::string fields;  // All headers, as SignedRequest has them, if the parser keeps them.
  std::string body;
  std::size_t header_bytes = 0;  // Of all that came before the body, about.
  bool has_authorization = false;
  bool has_date = false;
  bool accepts_gzip = false;
  bool expects_continue = false;

  void Clear();
};

// Parses one request into `request`. Signatures need all headers, nothing else does. The
// limit of headers is the base class's header_limit. What the body takes is charged to `memory`
// beforehand; where that is refused, parsing ends with errc::not_enough_memory. Refuses what RFC
// 9112 has refused, beside what the base class does: codings other than chunked, more or less than
// one Host. Thread-safety: none. What it is given must outlive it.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(HttpRequest& request, MemoryShare& memory, std::size_t body_bytes_max,
                bool keeps_fields)
      : request_(request),
        memory_(memory),
        body_bytes_max_(body_bytes_max),
        keeps_fields_(keeps_fields) {
    eager(true);
    body_limit(body_bytes_max);
  }

 private:
  using ErrorCode = boost::beast::error_code;
  using Text = boost::beast::string_view;
  using Verb = boost::beast::http::verb;
  using Field = boost::beast::http::field;

  void on_request_impl(Verb verb, Text method, Text target, int version, ErrorCode& error) override;
  void on_response_impl(int status, Text reason, int version, ErrorCode& error) override;
  void on_field_impl(Field field, Text name, Text value, ErrorCode& error) override;
  void on_header_impl(ErrorCode& error) override;
  void on_body_init_impl(const boost::optional<std::uint64_t>& length, ErrorCode& error) override;
  std::size_t on_body_impl(Text bytes, ErrorCode& error) override;
  void on_chunk_header_impl(std::uint64_t size, Text extensions, ErrorCode& error) override;
  std::size_t on_chunk_body_impl(std::uint64_t remaining, Text bytes, ErrorCode& error) override;
  void on_finish_impl(ErrorCode& error) override;

  void KeepField(Text name, Text value);
  void OtherField(Text name, Text value);
  bool Reserve(std::size_t bytes);
  bool ReserveMore(std::size_t bytes);

  HttpRequest& request_;
  MemoryShare& memory_;
  std::size_t body_bytes_max_;  // As announced, if it is.
  std::size_t body_bytes_reserved_ = 0;
  int version_ = 11;
  int hosts_ = 0;
  const bool keeps_fields_;
};

}  // namespace basalt::wire
