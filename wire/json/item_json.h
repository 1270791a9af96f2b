// Items and values as replies show them. From views straight to text; nothing is built in between.
#pragma once

#include <string>

#include "basalt/item_view.h"
#include "wire/json/json_writer.h"

namespace basalt::wire {

// Room in an empty reply for about so many bytes of items, charged to the call as that which items
// take when they are appended. Throws std::bad_alloc, as the others do.
void ReserveReply(std::string& out, std::size_t bytes);

// {"pk":{"S":"dialogue#1"},"size":{"N":"3"}}, attributes in order of name.
void AppendItemJson(std::string& out, ItemView item);

// {"S":"dialogue#1"}
void AppendValueJson(std::string& out, ValueView value);

}  // namespace basalt::wire
