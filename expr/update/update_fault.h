// For which of its faults an update that does not fit its item is refused.
#pragma once

#include "basalt/error.h"
#include "basalt/item_view.h"
#include "expr/update/update_tree.h"

namespace basalt {

// A path to be written of which all but the last step is not there, or of another type.
Error PathInvalid();

// Of all faults the one AWS answers: ADDs and DELETEs of another type than the attribute's come
// first, then operands of SET in their order, then paths that cannot be written, and last numbers
// out of range. `found` is the fault that was met first.
Error FaultOf(const UpdateActions& update, ItemView before, Error found);

}  // namespace basalt
