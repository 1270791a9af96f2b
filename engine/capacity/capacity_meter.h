// Adds up what one request consumes, table by table, and puts it into the words of the answer.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "basalt/capacity.h"
#include "basalt/enums.h"
#include "model/schema/table_schema.h"

namespace basalt {

// Transactions say besides the sum how much of it was reading or writing; other requests do not.
enum class CapacityKind { kPlain, kTransactRead, kTransactWrite };

// What a request consumed on one table and its indexes. A value; thread-safety: none.
class CapacityMeter {
 public:
  void AddTable(double units) { table_units_ += units; }

  // An index is listed in the answer once it was added, even with no units.
  void AddIndex(const IndexSchema& index, double units);

  // `table_name` is the name as the request has it: AWS answers an ARN with an ARN.
  // Empty where the request asked for NONE.
  std::optional<ConsumedCapacity> Report(std::string_view table_name, ReturnConsumedCapacity detail,
                                         CapacityKind kind = CapacityKind::kPlain) const;

 private:
  double table_units_ = 0;
  std::map<std::string, double> local_indexes_;
  std::map<std::string, double> global_indexes_;
};

// The meters of a request over many tables, in the order in which it first names them.
class CapacityMeters {
 public:
  // The reference lives until the next call.
  CapacityMeter& ForTable(std::string_view table_name);

  // One for each table; empty where the request asked for NONE.
  std::vector<ConsumedCapacity> Report(ReturnConsumedCapacity detail,
                                       CapacityKind kind = CapacityKind::kPlain) const;

 private:
  std::vector<std::pair<std::string, CapacityMeter>> meters_;
};

}  // namespace basalt
