#include "wire/auth/authorization.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace basalt::wire {
namespace {

constexpr std::string_view kAlgorithmPrefix = "AWS4-";
constexpr std::string_view kSeparators = ", ";
constexpr std::string_view kAlgorithmParameter = "X-Amz-Algorithm";

// In the order in which AWS complains of them.
constexpr std::array<std::string_view, 3> kHeaderParameters = {"Credential", "Signature",
                                                               "SignedHeaders"};
constexpr std::array<std::string_view, 5> kQueryParameters = {kAlgorithmParameter,
                                                              "X-Amz-Credential", "X-Amz-Signature",
                                                              "X-Amz-SignedHeaders", "X-Amz-Date"};

// Takes the part before the first of `separators` off the front of `rest`.
std::string_view TakePart(std::string_view& rest, std::string_view separators) {
  std::size_t end = rest.size();
  for (const char separator : separators) end = std::min(end, rest.substr(0, end).find(separator));
  const std::string_view part = rest.substr(0, end);
  rest.remove_prefix(std::min(rest.size(), end + 1));
  return part;
}

bool IsParameter(std::string_view part, std::string_view name) {
  return part.size() > name.size() && part.starts_with(name) && part[name.size()] == '=';
}

// What the header's parts say; keys may hold any character, so parts without '=' are no fault
// unless a parameter is missing.
struct HeaderParts {
  std::string_view algorithm;
  std::array<std::optional<std::string_view>, kHeaderParameters.size()> values;
  std::string_view without_equal_sign;  // The first such part; empty if there is none.

  bool complete() const {
    return std::ranges::all_of(values, [](const auto& value) { return value.has_value(); });
  }
};

HeaderParts ReadHeader(std::string_view authorization) {
  HeaderParts parts;
  parts.algorithm = TakePart(authorization, " ");
  while (!authorization.empty()) {
    const std::string_view part = TakePart(authorization, kSeparators);
    for (std::size_t i = 0; i < kHeaderParameters.size(); ++i) {
      if (!IsParameter(part, kHeaderParameters[i])) continue;
      parts.values[i] = part.substr(kHeaderParameters[i].size() + 1);
    }
    if (parts.without_equal_sign.empty() && part.find('=') == std::string_view::npos) {
      parts.without_equal_sign = part;
    }
  }
  return parts;
}

Error Incomplete(std::string message) {
  return {.code = ErrorCode::kIncompleteSignature, .message = std::move(message)};
}

Result<Authorization> ParseHeader(std::string_view authorization, bool has_date) {
  const HeaderParts parts = ReadHeader(authorization);
  if (parts.complete() && has_date) {
    return Authorization{.algorithm = parts.algorithm,
                         .credential = *parts.values[0],
                         .signed_headers = *parts.values[2],
                         .signature = *parts.values[1]};
  }

  const std::string header(authorization);
  if (!parts.complete() && !parts.without_equal_sign.empty()) {
    return Incomplete(
        "'" + std::string(parts.without_equal_sign) +
        "' not a valid key=value pair (missing equal-sign) in Authorization header: '" + header +
        "'.");
  }
  std::string message;
  for (std::size_t i = 0; i < kHeaderParameters.size(); ++i) {
    if (parts.values[i]) continue;
    message +=
        "Authorization header requires '" + std::string(kHeaderParameters[i]) + "' parameter. ";
  }
  if (!has_date) {
    message +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  return Incomplete(message + "Authorization=" + header);
}

Result<Authorization> ParseQuery(std::string_view query) {
  std::array<std::string_view, kQueryParameters.size()> values;
  std::string message;
  for (std::size_t i = 0; i < kQueryParameters.size(); ++i) {
    values[i] = QueryValue(query, kQueryParameters[i]).value_or("");
    if (!values[i].empty()) continue;
    message +=
        "AWS query-string parameters must include '" + std::string(kQueryParameters[i]) + "'. ";
  }
  if (!message.empty()) return Incomplete(message + "Re-examine the query-string parameters.");
  return Authorization{.algorithm = values[0],
                       .credential = values[1],
                       .signed_headers = values[3],
                       .signature = values[2],
                       .in_query = true};
}

}  // namespace

std::optional<std::string_view> QueryValue(std::string_view query, std::string_view name) {
  while (!query.empty()) {
    const std::string_view pair = TakePart(query, "&");
    if (pair == name) return std::string_view();
    if (IsParameter(pair, name)) return pair.substr(name.size() + 1);
  }
  return std::nullopt;
}

Result<Authorization> ParseAuthorization(const SignatureSource& source) {
  const bool in_query =
      !source.query.empty() && QueryValue(source.query, kAlgorithmParameter).has_value();
  if (in_query && source.authorization) {
    return Error{.code = ErrorCode::kInvalidSignature,
                 .message =
                     "Found both 'X-Amz-Algorithm' as a query-string param and "
                     "'Authorization' as HTTP header."};
  }
  if (in_query) return ParseQuery(source.query);
  if (source.authorization && source.authorization->starts_with(kAlgorithmPrefix)) {
    return ParseHeader(*source.authorization, source.has_date);
  }
  return Error{.code = ErrorCode::kMissingAuthenticationToken,
               .message = "Request is missing Authentication Token"};
}

}  // namespace basalt::wire
