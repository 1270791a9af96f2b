// A table's description as replies show it.
#pragma once

#include <string>
#include <string_view>

#include "basalt/table_types.h"

namespace basalt::wire {

void AppendTableDescription(std::string& out, const TableDescription& table);

// The reply of the operations that answer with a table's description: its one member.
std::string TableReply(std::string_view member, const TableDescription& table);

}  // namespace basalt::wire
