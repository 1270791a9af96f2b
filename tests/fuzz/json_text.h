// Items as DynamoDB's JSON, through the server's own reader and writer.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "basalt/item_view.h"
#include "basalt/request_values.h"

namespace basalt::fuzz {

// Of any text; empty if it is no JSON object, or none of attribute values. May have a fault.
std::optional<RequestItem> ReadItem(std::string_view json);

// REQUIRES: the text is an item.
RequestItem ItemFromText(std::string_view json);

std::string TextOfItem(ItemView item);

}  // namespace basalt::fuzz
