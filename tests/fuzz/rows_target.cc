// Other rows of the store, as they would be read from a damaged disk.
//
//   input := 'k' key of a change record | 'r' change record | 'e' key of an expiry row
//          | 't' table record | 'j' table record in JSON
#include <string>

#include "engine/catalog/table_record.h"
#include "engine/streams/record_row.h"
#include "index/expiry_row.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/json_text.h"
#include "tests/fuzz/require.h"

namespace basalt::fuzz {
namespace {

void FuzzRecordKey(const std::string& bytes) {
  if (const auto place = ParseRecordKey(bytes)) {
    Require(RecordKey(*place) == bytes, "the key of a record is made of its place");
  }
}

// The reader leaves the items to those who verify: only well-formed ones may be looked at.
void FuzzRecord(const std::string& bytes) {
  const auto record = DecodeRecord(bytes);
  if (!record) return;
  for (const auto& item : {std::optional(record->keys), record->old_image, record->new_image}) {
    if (item && !ItemView::Check(item->bytes())) return;
  }
  Require(EncodeRecord(*record) == bytes, "a record encodes to the same bytes");
}

void FuzzExpiryRow(const std::string& bytes) {
  if (const auto row = ParseExpiryRowKey(bytes)) {
    Require(ExpiryRowKey(row->second, row->item_row_key) == bytes,
            "an expiry row is made of its second and its item's row");
  }
}

void FuzzTableRecord(const std::string& bytes) {
  const auto table = DecodeTableRecord(bytes);
  if (!table) return;
  const auto record = EncodeTableRecord(*table);
  Require(static_cast<bool>(record), "a table that is read can be written");
  const auto again = DecodeTableRecord(record->view().bytes());
  Require(static_cast<bool>(again), "a table that is written can be read");
  const auto twice = EncodeTableRecord(*again);
  Require(twice && *twice == *record, "a table is written the same way twice");
}

}  // namespace

void FuzzRows(std::string_view input) {
  if (input.empty()) return;
  const std::string bytes(input.substr(1));
  if (input.front() == 'k') return FuzzRecordKey(bytes);
  if (input.front() == 'r') return FuzzRecord(bytes);
  if (input.front() == 'e') return FuzzExpiryRow(bytes);
  if (input.front() == 't') return FuzzTableRecord(bytes);
  if (input.front() == 'j') {
    if (const auto item = ReadItem(bytes)) FuzzTableRecord(std::string(item->item.view().bytes()));
  }
}

}  // namespace basalt::fuzz
