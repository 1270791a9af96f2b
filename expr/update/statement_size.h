// How large an update expression is as AWS counts it against the 400 KB limit.
#pragma once

#include <cstddef>

#include "expr/update/update.h"

namespace basalt {

// UpdateItem holds two sizes to the limit of an item: that of the item after the update, and this
// one, of what the statement writes. It is of the request alone: attributes that no action names do
// not count, nor does what the item has already.
//
//   statement := 3 and its actions
//   SET, ADD  := 19, the path and the value        REMOVE, DELETE := 1 and the path
//   path      := the name's bytes, and for each further step 4 and its bytes (an index as digits)
//   value     := a value's own size
//              | of a path to read, 15 and the name's bytes, and for each further step 14 and more
//              | of a call, 26, the function's bytes and its operands; "+" and "-" are called
//                "addition" and "subtraction"
//
// Source: thresholds that users measured byte by byte; the developer guide does not tell.
std::size_t StatementSize(const Update& update);

}  // namespace basalt
