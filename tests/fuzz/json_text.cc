#include "tests/fuzz/json_text.h"

#include "tests/fuzz/require.h"
#include "wire/json/item_json.h"
#include "wire/json/json_document.h"
#include "wire/json/value_decoder.h"

namespace basalt::fuzz {

std::optional<RequestItem> ReadItem(std::string_view json) {
  std::string body(json);
  const wire::JsonDocument document(body);
  if (!document.well_formed()) return std::nullopt;
  auto item = wire::DecodeItem(document.root(), wire::Place::kMember);
  if (!item) return std::nullopt;
  return *std::move(item);
}

RequestItem ItemFromText(std::string_view json) {
  auto item = ReadItem(json);
  Require(item.has_value() && !item->fault, "the text is an item", json);
  return *std::move(item);
}

std::string TextOfItem(ItemView item) {
  std::string text;
  wire::AppendItemJson(text, item);
  return text;
}

}  // namespace basalt::fuzz
