"""Condition, filter, update and projection expressions, as the SDK sends them."""

import unittest
from decimal import Decimal

from support import TableTest, client, native, wire

ITEM = {"a": Decimal(5), "s": "hello", "l": [Decimal(1), Decimal(2)], "m": {"x": Decimal(1)},
        "tags": {"red", "blue"}, "nothing": None}

# Expression, its values, whether it holds for ITEM.
CONDITIONS = [
    ("a = :v", {":v": 5}, True),
    ("a <> :v", {":v": 5}, False),
    ("a < :v", {":v": 10}, True),
    ("a >= :v", {":v": 6}, False),
    ("a BETWEEN :low AND :high", {":low": 5, ":high": 6}, True),
    ("a IN (:one, :two)", {":one": 1, ":two": 5}, True),
    ("attribute_exists(m.x)", {}, True),
    ("attribute_not_exists(m.y)", {}, True),
    ("attribute_type(nothing, :v)", {":v": "NULL"}, True),
    ("begins_with(s, :v)", {":v": "hel"}, True),
    ("contains(tags, :v)", {":v": "red"}, True),
    ("contains(s, :v)", {":v": "ell"}, True),
    ("contains(l, :v)", {":v": 3}, False),
    ("size(s) = :v", {":v": 5}, True),
    ("size(tags) > :v", {":v": 2}, False),
    ("l[1] = :v", {":v": 2}, True),
    ("NOT a = :v", {":v": 5}, False),
    ("a = :v OR s = :w AND m.x = :w", {":v": 5, ":w": "no"}, True),
    ("(a = :v OR s = :w) AND m.x = :w", {":v": 5, ":w": "no"}, False),
    ("a = m.x", {}, False),
    ("s > :v", {":v": 5}, False),
]

# Expression, its values, and the attributes it changes ITEM's to (None: gone).
UPDATES = [
    ("SET a = :v", {":v": "new"}, {"a": "new"}),
    ("SET a = a + :v, b = a", {":v": 2}, {"a": 7, "b": 5}),
    ("SET a = a - :v", {":v": Decimal("0.5")}, {"a": Decimal("4.5")}),
    ("SET b = if_not_exists(b, :v)", {":v": 1}, {"b": 1}),
    ("SET a = if_not_exists(a, :v)", {":v": 1}, {}),
    ("SET l = list_append(l, :v)", {":v": [3]}, {"l": [1, 2, 3]}),
    ("SET l = list_append(:v, l)", {":v": [0]}, {"l": [0, 1, 2]}),
    ("SET l[0] = :v", {":v": "first"}, {"l": ["first", 2]}),
    ("SET l[9] = :v", {":v": "last"}, {"l": [1, 2, "last"]}),
    ("SET m.y = :v", {":v": {"z": True}}, {"m": {"x": 1, "y": {"z": True}}}),
    ("REMOVE s, l[0], m.x", {}, {"s": None, "l": [2], "m": {}}),
    ("ADD a :v, b :v", {":v": 3}, {"a": 8, "b": 3}),
    ("ADD tags :v", {":v": {"green"}}, {"tags": {"red", "blue", "green"}}),
    ("DELETE tags :v", {":v": {"red", "none"}}, {"tags": {"blue"}}),
    ("DELETE tags :v", {":v": {"red", "blue"}}, {"tags": None}),
    ("SET a = :v REMOVE s ADD b :v DELETE tags :t", {":v": 1, ":t": {"red"}},
     {"a": 1, "s": None, "b": 1, "tags": {"blue"}}),
]

REFUSED = [
    ("SET a = :missing", {":v": 1}),
    ("SET a = :v, a = :v", {":v": 1}),
    ("SET pk = :v", {":v": "other"}),
    ("SET size = :v", {":v": 1}),
    ("SET x.y = :v", {":v": 1}),
    ("SET a = s + :v", {":v": 1}),
    ("ADD s :v", {":v": 1}),
    ("SET a = :v extra", {":v": 1}),
]


def with_values(expression, values, kind):
    arguments = {kind: expression}
    if values:
        arguments["ExpressionAttributeValues"] = wire(values)
    return arguments


class Expressions(TableTest):
    def setUp(self):
        self.put(pk="expression", sk="1", **ITEM)
        self.key = wire({"pk": "expression", "sk": "1"})

    def test_conditions(self):
        for expression, values, holds in CONDITIONS:
            with self.subTest(expression):
                arguments = with_values(expression, values, "ConditionExpression")
                call = {"TableName": self.name,
                        "Item": wire({"pk": "expression", "sk": "1", **ITEM}), **arguments}
                if holds:
                    client.put_item(**call)
                else:
                    self.refused("ConditionalCheckFailedException", client.put_item, **call)

    def test_filters_agree_with_conditions(self):
        for expression, values, holds in CONDITIONS:
            with self.subTest(expression):
                page = client.scan(TableName=self.name,
                                   **with_values(expression, values, "FilterExpression"))
                self.assertEqual((page["Count"], page["ScannedCount"]), (int(holds), 1))

    def test_updates(self):
        for expression, values, changes in UPDATES:
            with self.subTest(expression):
                self.put(pk="expression", sk="1", **ITEM)
                answer = client.update_item(
                    TableName=self.name, Key=self.key, ReturnValues="ALL_NEW",
                    **with_values(expression, values, "UpdateExpression"))
                expected = {"pk": "expression", "sk": "1", **ITEM, **changes}
                gone = [name for name, value in changes.items() if value is None]
                expected = {name: value for name, value in expected.items() if name not in gone}
                self.assertEqual(native(answer["Attributes"]), expected)
                self.assertEqual(self.get("expression", "1"), expected)

    def test_refused_updates_change_nothing(self):
        for expression, values in REFUSED:
            with self.subTest(expression):
                self.refused("ValidationException", client.update_item, TableName=self.name,
                             Key=self.key, **with_values(expression, values, "UpdateExpression"))
        self.assertEqual(self.get("expression", "1"), {"pk": "expression", "sk": "1", **ITEM})

    def test_what_an_update_returns(self):
        update = {"TableName": self.name, "Key": self.key, "UpdateExpression": "SET a = a + :one",
                  "ExpressionAttributeValues": wire({":one": 1})}
        for return_values, expected in [("UPDATED_OLD", {"a": 5}), ("UPDATED_NEW", {"a": 7})]:
            answer = client.update_item(ReturnValues=return_values, **update)
            self.assertEqual(native(answer["Attributes"]), expected)
        self.assertNotIn("Attributes", client.update_item(ReturnValues="NONE", **update))

    def test_an_update_creates_the_item(self):
        client.update_item(TableName=self.name, Key=wire({"pk": "created", "sk": "1"}),
                           UpdateExpression="ADD #n :one", ExpressionAttributeNames={"#n": "n"},
                           ExpressionAttributeValues=wire({":one": 1}))
        self.assertEqual(self.get("created", "1"), {"pk": "created", "sk": "1", "n": 1})
        client.delete_item(TableName=self.name, Key=wire({"pk": "created", "sk": "1"}))

    def test_an_unused_value_is_refused(self):
        answer = self.refused(
            "ValidationException", client.update_item, TableName=self.name, Key=self.key,
            UpdateExpression="SET a = :a", ExpressionAttributeValues=wire({":a": 1, ":b": 2}))
        self.assertIn("Value provided in ExpressionAttributeValues unused in expressions: "
                      "keys: {:b}", answer["Error"]["Message"])

    def test_legacy_parameters(self):
        client.update_item(TableName=self.name, Key=self.key,
                           AttributeUpdates={"a": {"Action": "ADD", "Value": {"N": "2"}},
                                             "s": {"Action": "DELETE"}},
                           Expected={"a": {"ComparisonOperator": "EQ",
                                           "AttributeValueList": [{"N": "5"}]}})
        after = self.get("expression", "1")
        self.assertEqual(after["a"], 7)
        self.assertNotIn("s", after)


if __name__ == "__main__":
    unittest.main()
