// What the engine needs to know of a table to place its items and index rows.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "basalt/enums.h"

namespace basalt {

using TableId = std::uint32_t;  // Never reused within a database.
using IndexId = std::uint32_t;

struct KeyAttribute {
  std::string name;
  ScalarAttributeType type = ScalarAttributeType::kS;
  friend bool operator==(const KeyAttribute&, const KeyAttribute&) = default;
};

// A table has one partition attribute and at most one sort attribute; a global secondary index has
// up to four of each.
struct KeySchema {
  std::vector<KeyAttribute> partition;
  std::vector<KeyAttribute> sort;
  friend bool operator==(const KeySchema&, const KeySchema&) = default;
};

enum class IndexKind : std::uint8_t { kLocal, kGlobal };

struct IndexSchema {
  IndexId id = 0;
  std::string name;
  IndexKind kind = IndexKind::kGlobal;
  KeySchema key;
  ProjectionType projection = ProjectionType::kAll;
  std::vector<std::string> non_key_attributes;  // Where the projection is INCLUDE.
  friend bool operator==(const IndexSchema&, const IndexSchema&) = default;
};

struct TableSchema {
  TableId id = 0;
  std::string name;
  KeySchema key;
  std::vector<IndexSchema> indexes;

  const IndexSchema* FindIndex(std::string_view index_name) const {
    for (const IndexSchema& index : indexes) {
      if (index.name == index_name) return &index;
    }
    return nullptr;
  }
  friend bool operator==(const TableSchema&, const TableSchema&) = default;
};

}  // namespace basalt
