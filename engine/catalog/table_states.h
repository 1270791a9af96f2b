// The states that a table and its indexes are in until a change has taken effect.
//
// A change of a table is done, and durable, in one commit. CREATING, UPDATING and DELETING are what
// descriptions and refusals call it until a time that the commit stores, too. So a state ends by
// the clock alone: whoever looks a table up finds it Settled, and a job writes that down later.
//
// A table leaves its state after the delay that the database is set to. What UpdateTable does to an
// index takes twice as long: as on AWS, the table is ACTIVE again before the index is.
// Source: developer guide, "Managing global secondary indexes", phases of index creation.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include "basalt/clock.h"
#include "basalt/result.h"
#include "engine/catalog/table.h"

namespace basalt {

// When states end that begin at one moment.
struct StateEnds {
  TimePoint table;
  TimePoint index;
};
StateEnds StateEndsFrom(TimePoint now, std::chrono::milliseconds delay);

// Whether neither the table nor an index of it is in a state that ends.
inline bool IsAtRest(const Table& table) {
  return !table.transition && table.index_transitions.empty();
}

// Whether a state of the table has ended, which the table does not show yet.
bool IsDueToSettle(const Table& table, TimePoint now);

// The table as it is at that time; null if it has been deleted by then. An index that is being
// built stays CREATING until all of its rows are there, too.
std::shared_ptr<const Table> Settled(std::shared_ptr<const Table> table, TimePoint now);

// Has no state end later than that: for a clock that has gone back since.
void EndStatesBy(Table& table, const StateEnds& latest);

// Whether a global index that UpdateTable creates is still on its way: it cannot be read.
bool IsOnItsWay(const Table& table, std::string_view index_name);

// Errors: kResourceInUse, while the table is being created, updated or deleted.
Status CheckNotInUse(const Table& table);

// kResourceInUse. `reason` is a sentence of AWS's, which names the resource.
Error InUse(const std::string& reason);

}  // namespace basalt
