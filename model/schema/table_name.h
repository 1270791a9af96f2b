// Names of tables and indexes, and the ARNs that requests may carry in their place.
// Source: API reference, "CreateTable"; developer guide, "Data types and naming rules".
#pragma once

#include <optional>
#include <string_view>

namespace basalt {

// Whether `text` is made of a-z A-Z 0-9 _ . - and of nothing else.
bool HasNameCharacters(std::string_view text);

// Whether `text` names a table or an index: 3 to 255 of these characters.
bool IsName(std::string_view text);

// What an ARN of a table or of what lies below it says, as views of its text:
// arn:PARTITION:dynamodb:REGION:ACCOUNT:table/NAME, and after that /index/INDEX or /stream/LABEL.
struct TableArn {
  std::string_view region;
  std::string_view account;
  std::string_view table_name;
  std::string_view index_name;    // Empty if it is not an index's.
  std::string_view stream_label;  // Empty if it is not a stream's.
};

// Empty if `text` is no such ARN.
std::optional<TableArn> ParseTableArn(std::string_view text);

// The table's bare name, where a request names a table: a name, or a table's ARN. Empty if it is
// neither.
std::optional<std::string_view> TableNameOf(std::string_view name_or_arn);

// The name of a Kinesis data stream, 1 to 128 of those characters, by its ARN:
// arn:PARTITION:kinesis:REGION:ACCOUNT:stream/NAME. Empty if `text` is no such ARN.
std::optional<std::string_view> KinesisStreamNameOf(std::string_view text);

}  // namespace basalt
