"""The resource interface of boto3: native values, condition objects, the batch writer."""

import unittest
from decimal import Decimal

from boto3.dynamodb.conditions import Attr, Key

from support import TableTest, attributes, index, key_schema, resource


class Resource(TableTest):
    TABLE = {"AttributeDefinitions": attributes(pk="S", sk="S", kind="S"),
             "KeySchema": key_schema("pk", "sk"),
             "GlobalSecondaryIndexes": [index("ByKind", "kind", "sk")]}

    def setUp(self):
        self.table = resource.Table(self.name)

    def test_attributes_of_the_table(self):
        self.table.reload()
        self.assertEqual(self.table.table_status, "ACTIVE")
        self.assertEqual(self.table.key_schema, self.TABLE["KeySchema"])
        self.assertIn(self.name, [table.name for table in resource.tables.all()])

    def test_native_values(self):
        item = {"pk": "native", "sk": "1", "n": Decimal("1.10"), "set": {"a", "b"},
                "list": [None, True, {"x": Decimal(2)}]}
        self.table.put_item(Item=item)
        self.assertEqual(self.table.get_item(Key={"pk": "native", "sk": "1"})["Item"], item)

    def test_batch_writer(self):
        with self.table.batch_writer(overwrite_by_pkeys=["pk", "sk"]) as batch:
            for number in range(120):
                batch.put_item(Item={"pk": "batch", "sk": f"{number:03d}", "n": number})
            batch.delete_item(Key={"pk": "batch", "sk": "000"})
        page = self.table.query(KeyConditionExpression=Key("pk").eq("batch"), Select="COUNT")
        self.assertEqual(page["Count"], 119)

    def test_conditions_as_objects(self):
        for number in range(10):
            self.table.put_item(Item={"pk": "object", "sk": f"s#{number}", "n": number,
                                      "kind": "even" if number % 2 == 0 else "odd"})
        page = self.table.query(
            KeyConditionExpression=Key("pk").eq("object") & Key("sk").between("s#2", "s#7"),
            FilterExpression=Attr("n").gt(3) & ~Attr("n").eq(5))
        self.assertEqual([item["n"] for item in page["Items"]], [4, 6, 7])
        page = self.table.query(IndexName="ByKind",
                                KeyConditionExpression=Key("kind").eq("odd"),
                                ScanIndexForward=False, Limit=2)
        self.assertEqual([item["n"] for item in page["Items"]], [9, 7])
        page = self.table.scan(FilterExpression=Attr("n").is_in([1, 2]) & Attr("kind").exists())
        self.assertEqual(page["Count"], 2)

    def test_update(self):
        self.table.put_item(Item={"pk": "update", "sk": "1", "n": 1})
        answer = self.table.update_item(
            Key={"pk": "update", "sk": "1"}, UpdateExpression="SET n = n + :one",
            ConditionExpression=Attr("n").eq(1), ExpressionAttributeValues={":one": 1},
            ReturnValues="UPDATED_NEW")
        self.assertEqual(answer["Attributes"], {"n": 2})

    def test_batch_get(self):
        self.table.put_item(Item={"pk": "get", "sk": "1"})
        answer = resource.batch_get_item(
            RequestItems={self.name: {"Keys": [{"pk": "get", "sk": "1"}]}})
        self.assertEqual(answer["Responses"][self.name], [{"pk": "get", "sk": "1"}])


if __name__ == "__main__":
    unittest.main()
