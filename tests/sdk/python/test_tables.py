"""Tables through the client: creating, describing, listing, changing, deleting; and waiters."""

import unittest
import uuid

from support import TableTest, attributes, client, index, key_schema, wire


class Tables(TableTest):
    TABLE = {
        "AttributeDefinitions": attributes(pk="S", sk="N", owner="S", due="N"),
        "KeySchema": key_schema("pk", "sk"),
        "LocalSecondaryIndexes": [index("ByDue", "pk", "due")],
        "GlobalSecondaryIndexes": [
            index("ByOwner", "owner", projection={"ProjectionType": "INCLUDE",
                                                  "NonKeyAttributes": ["title"]})],
    }

    def test_describe_shows_what_was_created(self):
        table = client.describe_table(TableName=self.name)["Table"]
        self.assertEqual(table["TableName"], self.name)
        self.assertEqual(table["TableStatus"], "ACTIVE")
        self.assertEqual(table["KeySchema"], self.TABLE["KeySchema"])
        self.assertEqual(table["BillingModeSummary"]["BillingMode"], "PAY_PER_REQUEST")
        self.assertRegex(table["TableArn"], rf"^arn:aws:dynamodb:[^:]+:\d{{12}}:table/{self.name}$")
        due, = table["LocalSecondaryIndexes"]
        self.assertEqual(due["IndexName"], "ByDue")
        owner, = table["GlobalSecondaryIndexes"]
        self.assertEqual(owner["IndexStatus"], "ACTIVE")
        self.assertEqual(owner["Projection"]["NonKeyAttributes"], ["title"])

    def test_an_arn_serves_as_a_name(self):
        arn = client.describe_table(TableName=self.name)["Table"]["TableArn"]
        key = wire({"pk": "by-arn", "sk": 1})
        client.put_item(TableName=arn, Item=key)
        self.assertEqual(client.get_item(TableName=self.name, Key=key)["Item"], key)
        client.delete_item(TableName=arn, Key=key)

    def test_a_table_exists_once(self):
        answer = self.refused("ResourceInUseException", client.create_table, TableName=self.name,
                              BillingMode="PAY_PER_REQUEST", **self.TABLE)
        self.assertEqual(answer["Error"]["Message"], f"Table already exists: {self.name}")

    def test_no_such_table(self):
        answer = self.refused("ResourceNotFoundException", client.describe_table,
                              TableName="no-such-table")
        self.assertEqual(answer["Error"]["Message"],
                         "Requested resource not found: Table: no-such-table not found")
        with self.assertRaises(client.exceptions.ResourceNotFoundException):
            client.get_item(TableName="no-such-table", Key=wire({"pk": "a"}))

    def test_limits(self):
        self.assertGreater(client.describe_limits()["TableMaxReadCapacityUnits"], 0)


class TableLife(TableTest):
    def test_list_tables_pages(self):
        prefix = f"page-{uuid.uuid4().hex[:8]}"
        names = [f"{prefix}-{number}" for number in range(5)]
        for name in names:
            client.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **self.TABLE)
        pages = client.get_paginator("list_tables").paginate(PaginationConfig={"PageSize": 2})
        listed = [name for page in pages for name in page["TableNames"]]
        self.assertEqual([name for name in listed if name.startswith(prefix)], names)
        self.assertEqual(listed, sorted(listed))
        for name in names:
            client.delete_table(TableName=name)

    def test_an_index_is_added_filled_and_removed(self):
        for number in range(30):
            self.put(pk="fill", sk=f"{number:02d}", group=f"g{number % 3}")
        client.update_table(
            TableName=self.name, AttributeDefinitions=attributes(pk="S", sk="S", group="S"),
            GlobalSecondaryIndexUpdates=[{"Create": index("ByGroup", "group", "sk")}])
        client.get_waiter("table_exists").wait(TableName=self.name, WaiterConfig={"Delay": 1})
        self.await_index("ByGroup")
        page = client.query(TableName=self.name, IndexName="ByGroup",
                            KeyConditionExpression="#g = :g",
                            ExpressionAttributeNames={"#g": "group"},
                            ExpressionAttributeValues={":g": {"S": "g1"}})
        self.assertEqual([item["sk"]["S"] for item in page["Items"]],
                         [f"{number:02d}" for number in range(1, 30, 3)])
        client.update_table(TableName=self.name,
                            GlobalSecondaryIndexUpdates=[{"Delete": {"IndexName": "ByGroup"}}])

    def await_index(self, name):
        for _ in range(100):
            table = client.describe_table(TableName=self.name)["Table"]
            status = {found["IndexName"]: found["IndexStatus"]
                      for found in table.get("GlobalSecondaryIndexes", [])}
            if status.get(name) == "ACTIVE":
                return
        self.fail(f"{name} does not become active")


if __name__ == "__main__":
    unittest.main()
