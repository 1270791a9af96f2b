// Items, from bytes that nobody vouches for and from JSON.
//
//   input := 'j' JSON of an item
//          | 'b' position(u16) byte JSON of an item      Its bytes, one of them changed.
//          | bytes of an item
#include "basalt/item_view.h"
#include "basalt/value_builder.h"
#include "tests/fuzz/fuzz_targets.h"
#include "tests/fuzz/json_text.h"
#include "tests/fuzz/require.h"

namespace basalt::fuzz {
namespace {

void RequireSame(ItemView item, const Result<EncodedItem>& again, std::string_view promise) {
  Require(static_cast<bool>(again), promise, again ? "" : again.error().message);
  Require(again->view() == item, promise, TextOfItem(item));
}

void CheckItem(ItemView item) {
  RequireSame(item, Encode(ToItem(item)), "an item's tree encodes to the same bytes");

  ValueBuilder copy;
  copy.BeginMap();
  for (const auto& [name, value] : item.attributes()) {
    const auto found = item.Find(name);
    Require(found && *found == value, "every attribute is found by its name", name);
    copy.Name(name);
    copy.Value(value);
  }
  copy.EndMap();
  RequireSame(item, std::move(copy).FinishItem(), "a copy of an item has the same bytes");

  const std::string text = TextOfItem(item);
  const auto read = ReadItem(text);
  Require(read && !read->fault, "what is written as JSON can be read", text);
  Require(read->item.view() == item, "what is written as JSON is read as the same", text);
}

void FuzzChanged(std::string_view input) {
  if (input.size() < 3) return;
  const auto read = ReadItem(input.substr(3));
  if (!read || read->fault) return;
  std::string bytes(read->item.view().bytes());
  const std::size_t position = encoding::LoadU16(input.data());
  bytes[position % bytes.size()] = input[2];
  if (ItemView::Check(bytes)) CheckItem(ItemView(bytes));
}

}  // namespace

void FuzzItems(std::string_view input) {
  if (input.starts_with('j')) {
    const auto read = ReadItem(input.substr(1));
    if (!read || read->fault) return;
    Require(ItemView::Check(read->item.view().bytes()), "items that are read are well-formed");
    return CheckItem(read->item.view());
  }
  if (input.starts_with('b')) return FuzzChanged(input.substr(1));
  const std::string bytes(input);  // A block of its own, so that nothing beyond it goes unnoticed.
  if (ItemView::Check(bytes)) CheckItem(ItemView(bytes));
}

}  // namespace basalt::fuzz
