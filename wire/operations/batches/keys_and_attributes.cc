#include "wire/operations/batches/keys_and_attributes.h"

#include "protocol/shapes/batches.h"
#include "wire/json/item_json.h"

namespace basalt::wire {

void AppendKeysAndAttributes(std::string& out, const KeysAndAttributes& keys) {
  JsonObject object(out);
  if (keys.attributes_to_get) {
    JsonArray names(object.Member("AttributesToGet"));
    for (const std::string& name : *keys.attributes_to_get) {
      AppendJsonString(names.Element(), name);
    }
  }
  object.Bool("ConsistentRead", keys.consistent_read);
  if (keys.expression_attribute_names) {
    JsonObject names(object.Member("ExpressionAttributeNames"));
    for (const auto& [placeholder, name] : *keys.expression_attribute_names) {
      AppendJsonString(names.MemberOfUser(placeholder), name);
    }
  }
  {
    JsonArray array(object.Member("Keys"));
    for (const RequestItem& key : keys.keys) AppendItemJson(array.Element(), key.item.view());
  }
  if (keys.projection_expression) {
    object.String("ProjectionExpression", *keys.projection_expression);
  }
}

}  // namespace basalt::wire
