// AWS's texts, and the order in which its checks come.

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "items_world.h"

namespace basalt::items_test {

const std::string kConstraint = "1 validation error detected: ";
const Item kLarge = Thing("a", {{"x", S(std::string(410'000, 'x'))}});

RequestItem Faulty() {
  RequestItem item(Thing("a"));
  item.fault = ValidationError("The parameter cannot be converted to a numeric value: z");
  return item;
}

ExpectedAttributes ExpectX() {
  ExpectedAttributes expected;
  expected["x"].value = RequestValue(N(1));
  return expected;
}

struct PutErrorCase {
  const char* name;
  std::function<void(PutItemRequest&)> change;
  std::string message;
};

const PutErrorCase kPutErrorCases[] = {
    {"FaultFirst",
     [](PutItemRequest& put) {
       put.item = Faulty();
       put.condition_expression = "";
     },
     kConstraint + "The parameter cannot be converted to a numeric value: z"},
    {"TwoDatatypesIsBare",
     [](PutItemRequest& put) {
       put.item.fault = ValidationError(
           "Supplied AttributeValue has more than one datatypes set, must contain exactly one of "
           "the supported datatypes");
     },
     "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
     "supported datatypes"},
    {"Mixed",
     [](PutItemRequest& put) {
       put.condition_expression = "attribute_exists(";
       put.expected = ExpectX();
       put.conditional_operator = ConditionalOperator::kAnd;
     },
     kConstraint +
         "Can not use both expression and non-expression parameters in the same request: "
         "Non-expression parameters: {Expected, ConditionalOperator} Expression parameters: "
         "{ConditionExpression}"},
    {"NamesAlone",
     [](PutItemRequest& put) {
       put.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
     },
     kConstraint + "ExpressionAttributeNames can only be specified when using expressions"},
    {"ValuesAlone",
     [](PutItemRequest& put) {
       put.expression_attribute_values = RequestItem(Item{{":a", N(1)}});
     },
     kConstraint + "ExpressionAttributeValues can only be specified when using expressions: "
                   "ConditionExpression is null"},
    {"OperatorAlone",
     [](PutItemRequest& put) { put.conditional_operator = ConditionalOperator::kOr; },
     kConstraint + "ConditionalOperator cannot be used without Filter or Expected"},
    {"OperatorOfOne",
     [](PutItemRequest& put) {
       put.expected = ExpectX();
       put.conditional_operator = ConditionalOperator::kOr;
     },
     kConstraint +
         "ConditionalOperator can only be used when Filter or Expected has two or more elements"},
    {"EmptyExpression", [](PutItemRequest& put) { put.condition_expression = ""; },
     kConstraint + "Invalid ConditionExpression: The expression can not be empty;"},
    {"ReturnValues", [](PutItemRequest& put) { put.return_values = ReturnValues::kAllNew; },
     kConstraint + "ReturnValues can only be ALL_OLD or NONE"},
    {"ReturnValuesBeforeUnused",
     [](PutItemRequest& put) {
       put.return_values = ReturnValues::kAllNew;
       put.condition_expression = "attribute_exists(a)";
       put.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
     },
     kConstraint + "ReturnValues can only be ALL_OLD or NONE"},
    {"Unused",
     [](PutItemRequest& put) {
       put.condition_expression = "attribute_exists(a)";
       put.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
     },
     kConstraint + "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"},
    {"InvalidPlaceholderIsBare",
     [](PutItemRequest& put) {
       put.condition_expression = "attribute_exists(a)";
       put.expression_attribute_names = ExpressionAttributeNames{{"a", "b"}};
     },
     "ExpressionAttributeNames contains invalid key: Syntax error; key: \"a\""},
    {"SizeBeforeTable",
     [](PutItemRequest& put) {
       put.item = kLarge;
       put.table_name = "absent";
     },
     "Item size has exceeded the maximum allowed size"},
    {"ExpressionBeforeSize",
     [](PutItemRequest& put) {
       put.item = kLarge;
       put.condition_expression = "";
     },
     kConstraint + "Invalid ConditionExpression: The expression can not be empty;"},
    {"Table", [](PutItemRequest& put) { put.table_name = "absent"; },
     "Requested resource not found"},
    {"MissingKey",
     [](PutItemRequest& put) {
       put.item = Item{{"x", N(1)}};
     },
     "One or more parameter values were invalid: Missing the key pk in the item"},
    {"KeyType",
     [](PutItemRequest& put) {
       put.item = Item{{"pk", N(1)}};
     },
     "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"},
    {"EmptyKey", [](PutItemRequest& put) { put.item = Thing(""); },
     "One or more parameter values are not valid. The AttributeValue for a key attribute cannot "
     "contain an empty string value. Key: pk"},
    {"IndexKeyType",
     [](PutItemRequest& put) {
       put.table_name = "orders";
       put.item = Order("a", 1, {{"status", N(1)}});
     },
     "One or more parameter values were invalid: Type mismatch for Index Key status Expected: S "
     "Actual: N IndexName: by-status"},
};

TEST(ItemErrors, Put) {
  ItemsWorld world;
  for (const PutErrorCase& wanted : kPutErrorCases) {
    SCOPED_TRACE(wanted.name);
    PutItemRequest request;
    request.table_name = "things";
    request.item = Thing("a");
    wanted.change(request);
    EXPECT_EQ(MessageOf(world.items().PutItem(request)), wanted.message);
  }
  EXPECT_TRUE(world.Rows(Family::kItems).empty());
}

struct UpdateErrorCase {
  const char* name;
  std::function<void(UpdateItemRequest&)> change;
  std::string message;
};

AttributeUpdates PutNothing() {
  AttributeUpdates updates;
  updates["x"].action = AttributeAction::kPut;
  return updates;
}

const UpdateErrorCase kUpdateErrorCases[] = {
    {"Mixed",
     [](UpdateItemRequest& update) {
       update.attribute_updates = PutNothing();
       update.expected = ExpectX();
       update.condition_expression = "x";
     },
     kConstraint + "Can not use both expression and non-expression parameters in the same request: "
                   "Non-expression parameters: {AttributeUpdates, Expected} Expression parameters: "
                   "{UpdateExpression, ConditionExpression}"},
    {"ValuesAlone",
     [](UpdateItemRequest& update) {
       update.update_expression.reset();
       update.expression_attribute_values = RequestItem(Item{{":a", N(1)}});
     },
     kConstraint + "ExpressionAttributeValues can only be specified when using expressions: "
                   "UpdateExpression and ConditionExpression are null"},
    {"EmptyExpression", [](UpdateItemRequest& update) { update.update_expression = ""; },
     kConstraint + "Invalid UpdateExpression: The expression can not be empty;"},
    {"LegacyIsBare",
     [](UpdateItemRequest& update) {
       update.update_expression.reset();
       update.attribute_updates = PutNothing();
       update.table_name = "absent";
     },
     "One or more parameter values were invalid: Only DELETE action is allowed when no attribute "
     "value is specified"},
    {"LegacyFault",
     [](UpdateItemRequest& update) {
       update.update_expression.reset();
       update.attribute_updates = PutNothing();
       update.attribute_updates->at("x").value = RequestValue(ValidationError("No number"));
     },
     kConstraint + "No number"},
    {"TableBeforeKey",
     [](UpdateItemRequest& update) {
       update.update_expression = "REMOVE pk";
       update.table_name = "absent";
     },
     "Requested resource not found"},
    {"KeyBeforeKeyAttribute",
     [](UpdateItemRequest& update) {
       update.update_expression = "REMOVE pk";
       update.key = Item{{"x", N(1)}};
     },
     "The provided key element does not match the schema"},
    {"KeyAttribute", [](UpdateItemRequest& update) { update.update_expression = "REMOVE pk"; },
     "One or more parameter values were invalid: Cannot update attribute pk. This attribute is "
     "part of the key"},
    {"AbsentOperand",
     [](UpdateItemRequest& update) {
       update.update_expression = "SET x = y + :v";
       update.expression_attribute_values = RequestItem(Item{{":v", N(1)}});
     },
     "The provided expression refers to an attribute that does not exist in the item"},
    {"Size",
     [](UpdateItemRequest& update) {
       update.update_expression = "SET x = :v, y = :v";
       update.expression_attribute_values = RequestItem(Item{{":v", S(std::string(210'000, 'x'))}});
     },
     "Item size to update has exceeded the maximum allowed size"},
    {"IndexKeyType",
     [](UpdateItemRequest& update) {
       update.table_name = "orders";
       update.key = Order("a", 1);
       update.update_expression = "SET note = :v";
       update.expression_attribute_values = RequestItem(Item{{":v", N(1)}});
     },
     "One or more parameter values were invalid: Type mismatch for Index Key note Expected: S "
     "Actual: N IndexName: by-note"},
    {"EmptyIndexKey",
     [](UpdateItemRequest& update) {
       update.table_name = "orders";
       update.key = Order("a", 1);
       update.update_expression = "SET note = :v";
       update.expression_attribute_values = RequestItem(Item{{":v", S("")}});
     },
     "One or more parameter values are not valid. The update expression attempted to update a "
     "secondary index key to a value that is not supported. The AttributeValue for a key attribute "
     "cannot contain an empty string value."},
};

TEST(ItemErrors, Update) {
  ItemsWorld world;
  for (const UpdateErrorCase& wanted : kUpdateErrorCases) {
    SCOPED_TRACE(wanted.name);
    UpdateItemRequest request;
    request.table_name = "things";
    request.key = Thing("a");
    request.update_expression = "REMOVE x";
    wanted.change(request);
    EXPECT_EQ(MessageOf(world.items().UpdateItem(request)), wanted.message);
  }
  EXPECT_TRUE(world.Rows(Family::kItems).empty());
}

struct GetErrorCase {
  const char* name;
  std::function<void(GetItemRequest&)> change;
  std::string message;
};

const GetErrorCase kGetErrorCases[] = {
    {"Fault",
     [](GetItemRequest& get) {
       get.key = Faulty();
       get.projection_expression = "";
     },
     "The parameter cannot be converted to a numeric value: z"},
    {"Mixed",
     [](GetItemRequest& get) {
       get.attributes_to_get = {{"a"}};
       get.projection_expression = "a";
     },
     "Can not use both expression and non-expression parameters in the same request: "
     "Non-expression parameters: {AttributesToGet} Expression parameters: {ProjectionExpression}"},
    {"NamesAlone",
     [](GetItemRequest& get) {
       get.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
     },
     "ExpressionAttributeNames can only be specified when using expressions"},
    {"Empty", [](GetItemRequest& get) { get.projection_expression = ""; },
     "Invalid ProjectionExpression: The expression can not be empty;"},
    {"Unused",
     [](GetItemRequest& get) {
       get.projection_expression = "a";
       get.expression_attribute_names = ExpressionAttributeNames{{"#a", "b"}};
     },
     "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"},
    {"DuplicatesBeforeTable",
     [](GetItemRequest& get) {
       get.attributes_to_get = {{"a", "a"}};
       get.table_name = "absent";
     },
     "One or more parameter values were invalid: Duplicate value in attribute name: a"},
    {"TableBeforeKey",
     [](GetItemRequest& get) {
       get.key = Item{{"pk", N(1)}};
       get.table_name = "absent";
     },
     "Requested resource not found"},
    {"Key",
     [](GetItemRequest& get) {
       get.key = Thing("a", {{"sk", N(1)}});
     },
     "The provided key element does not match the schema"},
};

TEST(ItemErrors, Get) {
  ItemsWorld world;
  for (const GetErrorCase& wanted : kGetErrorCases) {
    SCOPED_TRACE(wanted.name);
    GetItemRequest request{.table_name = "things", .key = Thing("a")};
    wanted.change(request);
    EXPECT_EQ(MessageOf(world.items().GetItem(request)), wanted.message);
  }
}

}  // namespace basalt::items_test
