#include "engine/transactions/request_digest.h"

#include <bit>
#include <cstddef>
#include <optional>
#include <variant>

namespace basalt {
namespace {

// Two independent hashes of 64 bits over a sequence of texts.
class Digest {
 public:
  // Texts are preceded by their lengths, so that no two sequences read alike.
  void Add(std::string_view text) {
    AddNumber(text.size());
    for (const char c : text) AddByte(static_cast<std::uint8_t>(c));
  }

  void AddNumber(std::uint64_t number) {
    for (int shift = 0; shift < 64; shift += 8) AddByte(static_cast<std::uint8_t>(number >> shift));
  }

  std::string Finish() const {
    std::string bytes;
    for (const std::uint64_t lane : {first_, second_}) {
      for (int shift = 0; shift < 64; shift += 8) bytes += static_cast<char>(lane >> shift);
    }
    return bytes;
  }

 private:
  void AddByte(std::uint8_t byte) {
    first_ = (first_ ^ byte) * 0x00000100000001b3;  // FNV-1a.
    second_ = (std::rotl(second_, 7) + byte) * 0x9e3779b97f4a7c15;
  }

  std::uint64_t first_ = 0xcbf29ce484222325;
  std::uint64_t second_ = 0x8445d61a4e774912;
};

void Add(Digest& digest, const std::optional<std::string>& text) {
  digest.AddNumber(text.has_value());
  if (text) digest.Add(*text);
}

void Add(Digest& digest, const TransactAction& action) {
  digest.Add(action.table_name);
  Add(digest, action.condition_expression);
  digest.AddNumber(action.expression_attribute_names.has_value());
  if (action.expression_attribute_names) {
    digest.AddNumber(action.expression_attribute_names->size());
    for (const auto& [placeholder, name] : *action.expression_attribute_names) {
      digest.Add(placeholder);
      digest.Add(name);
    }
  }
  digest.AddNumber(action.expression_attribute_values.has_value());
  if (action.expression_attribute_values) {
    digest.Add(action.expression_attribute_values->item.view().bytes());
  }
  digest.AddNumber(static_cast<std::uint64_t>(action.return_values_on_condition_check_failure));
}

// Adds what an action has of its own.
struct AddAction {
  Digest& digest;

  void operator()(const std::monostate& /*none*/) const {}
  void operator()(const TransactPut& put) const {
    Add(digest, put);
    digest.Add(put.item.item.view().bytes());
  }
  void operator()(const TransactUpdate& update) const {
    Add(digest, update);
    digest.Add(update.key.item.view().bytes());
    digest.Add(update.update_expression);
  }
  void operator()(const TransactDelete& remove) const {
    Add(digest, remove);
    digest.Add(remove.key.item.view().bytes());
  }
  void operator()(const TransactConditionCheck& check) const {
    Add(digest, check);
    digest.Add(check.key.item.view().bytes());
  }
};

}  // namespace

std::string DigestOf(const TransactWriteItemsRequest& request) {
  Digest digest;
  digest.AddNumber(static_cast<std::uint64_t>(request.return_consumed_capacity));
  digest.AddNumber(static_cast<std::uint64_t>(request.return_item_collection_metrics));
  for (const TransactWriteItem& action : request.transact_items) {
    digest.AddNumber(action.index());
    std::visit(AddAction{digest}, action);
  }
  return digest.Finish();
}

}  // namespace basalt
