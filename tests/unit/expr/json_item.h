// Items as DynamoDB's JSON, for case files.
#pragma once

#include <string>
#include <string_view>

#include "basalt/item_view.h"
#include "basalt/request_values.h"

namespace basalt::expr_test {

// REQUIRES for all: the text is what it is said to be. It comes from our own case files; a mistake
// there ends the test program with a message.
RequestItem ItemFromJson(std::string_view json);
ExpressionAttributeNames NamesFromJson(std::string_view json);
std::vector<std::string> StringsFromJson(std::string_view json);
std::string StringFromJson(std::string_view json);
ExpectedAttributes ExpectedFromJson(std::string_view json);
LegacyConditions ConditionsFromJson(std::string_view json);
AttributeUpdates UpdatesFromJson(std::string_view json);

// On one line: {"a": {"S": "x"}, "b": {"L": []}}
std::string ToJson(ItemView item);
std::string ToJson(ValueView value);

}  // namespace basalt::expr_test
