"""Items through the client: every type of value, what comes back, and what is refused."""

import unittest
from decimal import Decimal

from boto3.dynamodb.types import Binary

from support import TableTest, client, native, wire

EVERY_TYPE = {
    "string": "héllo \"wörld\" \u2028 \U0001f600",
    "empty string": "",
    "integer": Decimal("42"),
    "fraction": Decimal("-0.000123"),
    "many digits": Decimal("12345678901234567890123456789012345678"),
    "large": Decimal("99999999999999999999999999999999999999"),
    "small": Decimal("1E-130"),
    "binary": Binary(bytes(range(256))),
    "empty binary": Binary(b""),
    "true": True,
    "false": False,
    "null": None,
    "list": ["a", Decimal(1), [], {"deep": [None]}],
    "map": {"a": {"b": {"c": Decimal(3)}}},
    "strings": {"a", "b", "c"},
    "numbers": {Decimal(1), Decimal("2.5"), Decimal(-3)},
    "binaries": {Binary(b"\x00"), Binary(b"\xff")},
}


class Items(TableTest):
    def test_every_type_comes_back(self):
        self.put(pk="types", sk="1", **EVERY_TYPE)
        self.assertEqual(self.get("types", "1"), {"pk": "types", "sk": "1", **EVERY_TYPE})

    def test_an_absent_item_is_absent(self):
        self.assertIsNone(self.get("absent", "1"))

    def test_put_returns_the_old_item(self):
        self.put(pk="old", sk="1", n=1)
        answer = client.put_item(TableName=self.name, Item=wire({"pk": "old", "sk": "1", "n": 2}),
                                 ReturnValues="ALL_OLD")
        self.assertEqual(native(answer["Attributes"]), {"pk": "old", "sk": "1", "n": 1})

    def test_delete_returns_the_old_item_once(self):
        self.put(pk="gone", sk="1", n=1)
        arguments = {"TableName": self.name, "Key": wire({"pk": "gone", "sk": "1"}),
                     "ReturnValues": "ALL_OLD"}
        self.assertEqual(native(client.delete_item(**arguments)["Attributes"])["n"], 1)
        self.assertNotIn("Attributes", client.delete_item(**arguments))

    def test_a_condition_that_fails_changes_nothing(self):
        self.put(pk="once", sk="1", n=1)
        answer = self.refused(
            "ConditionalCheckFailedException", client.put_item, TableName=self.name,
            Item=wire({"pk": "once", "sk": "1", "n": 2}),
            ConditionExpression="attribute_not_exists(pk)")
        self.assertEqual(answer["Error"]["Message"], "The conditional request failed")
        self.assertEqual(self.get("once", "1")["n"], 1)

    def test_projection(self):
        self.put(pk="part", sk="1", a={"b": [1, 2, 3]}, c="see", hidden=1)
        answer = client.get_item(TableName=self.name, Key=wire({"pk": "part", "sk": "1"}),
                                 ProjectionExpression="a.b[1], #c",
                                 ExpressionAttributeNames={"#c": "c"})
        self.assertEqual(native(answer["Item"]), {"a": {"b": [2]}, "c": "see"})

    def test_consumed_capacity(self):
        self.put(pk="cost", sk="1", text="x" * 5000)
        read = {"TableName": self.name, "Key": wire({"pk": "cost", "sk": "1"}),
                "ReturnConsumedCapacity": "TOTAL"}
        self.assertEqual(client.get_item(**read)["ConsumedCapacity"]["CapacityUnits"], 1.0)
        self.assertEqual(
            client.get_item(ConsistentRead=True, **read)["ConsumedCapacity"]["CapacityUnits"], 2.0)

    def test_too_large_an_item(self):
        answer = self.refused("ValidationException", client.put_item, TableName=self.name,
                              Item=wire({"pk": "big", "sk": "1", "text": "x" * 410_000}))
        self.assertEqual(answer["Error"]["Message"],
                         "Item size has exceeded the maximum allowed size")

    def test_400_kilobytes_fit(self):
        text = "x" * (400 * 1024 - len("pk" "big" "sk" "2" "text"))
        self.put(pk="big", sk="2", text=text)
        self.assertEqual(self.get("big", "2")["text"], text)

    def test_a_key_of_the_wrong_type(self):
        answer = self.refused("ValidationException", client.put_item, TableName=self.name,
                              Item=wire({"pk": 1, "sk": "1"}))
        self.assertEqual(answer["Error"]["Message"],
                         "One or more parameter values were invalid: "
                         "Type mismatch for key pk expected: S actual: N")

    def test_an_empty_key(self):
        answer = self.refused("ValidationException", client.put_item, TableName=self.name,
                              Item=wire({"pk": "", "sk": "1"}))
        self.assertEqual(answer["Error"]["Message"],
                         "One or more parameter values are not valid. The AttributeValue for a key "
                         "attribute cannot contain an empty string value. Key: pk")

    def test_a_number_with_too_many_digits(self):
        answer = self.refused("ValidationException", client.put_item, TableName=self.name,
                              Item={"pk": {"S": "n"}, "sk": {"S": "1"}, "n": {"N": "1" * 39}})
        self.assertIn("Attempting to store more than 38 significant digits in a Number",
                      answer["Error"]["Message"])

    def test_an_empty_set(self):
        answer = self.refused("ValidationException", client.put_item, TableName=self.name,
                              Item={"pk": {"S": "n"}, "sk": {"S": "1"}, "s": {"SS": []}})
        self.assertIn("An string set  may not be empty", answer["Error"]["Message"])

    def test_errors_are_exceptions_of_the_model(self):
        with self.assertRaises(client.exceptions.ConditionalCheckFailedException):
            client.delete_item(TableName=self.name, Key=wire({"pk": "none", "sk": "1"}),
                               ConditionExpression="attribute_exists(pk)")


if __name__ == "__main__":
    unittest.main()
