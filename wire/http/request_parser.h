// Reads HTTP/1.1 requests piece by piece, keeping only what the API looks at.
#pragma once

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace basalt::wire {

// A request with its headers that matter. Its strings keep their memory from request to request.
struct HttpRequest {
  std::string method;
  std::string target;
  std::string content_type;
  std::string content_encoding;
  std::string x_amz_target;
  std::string host;
  std::string origin;
  std::string authorization;
  std::string access_control_request_method;
  std::string access_control_request_headers;
  std::string fields;  // All headers, as SignedRequest has them, if the parser keeps them.
  std::string body;
  bool has_authorization = false;
  bool has_date = false;
  bool accepts_gzip = false;
  bool expects_continue = false;

  void Clear();
};

// Parses one request into `request`, which must outlive it. Signatures need all headers, nothing
// else does. Limits are the base class's: header_limit and body_limit. Thread-safety: none.
class RequestParser : public boost::beast::http::basic_parser<true> {
 public:
  RequestParser(HttpRequest& request, bool keeps_fields)
      : request_(request), keeps_fields_(keeps_fields) {
    eager(true);
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

  HttpRequest& request_;
  const bool keeps_fields_;
};

}  // namespace basalt::wire
