"""Waiting for tables and indexes, as scripts do, whether their states last or end at once."""

import time
import unittest
import uuid

from botocore.exceptions import ClientError

from support import attributes, client, index, key_schema

ACTIVE_SECONDS_MAX = 60


class States(unittest.TestCase):
    def setUp(self):
        self.name = f"States-{uuid.uuid4().hex[:8]}"

    def create(self):
        return client.create_table(
            TableName=self.name, BillingMode="PAY_PER_REQUEST", KeySchema=key_schema("pk"),
            AttributeDefinitions=attributes(pk="S"))["TableDescription"]

    def describe(self):
        return client.describe_table(TableName=self.name)["Table"]

    def wait_until_active(self):
        client.get_waiter("table_exists").wait(TableName=self.name, WaiterConfig={"Delay": 1})

    def wait_until_gone(self):
        client.get_waiter("table_not_exists").wait(TableName=self.name, WaiterConfig={"Delay": 1})

    def wait_until_index_is_active(self):
        """The statuses that it came through."""
        deadline = time.monotonic() + ACTIVE_SECONDS_MAX
        seen = []
        while time.monotonic() < deadline:
            described = self.describe()["GlobalSecondaryIndexes"][0]
            state = (described["IndexStatus"], described.get("Backfilling"))
            if state not in seen:
                seen.append(state)
            if state == ("ACTIVE", None):
                return seen
            time.sleep(0.05)
        self.fail(f"the index does not become active: {seen}")

    def test_waiters(self):
        self.assertEqual(self.create()["TableStatus"], "CREATING")
        self.wait_until_active()
        client.put_item(TableName=self.name, Item={"pk": {"S": "a"}, "color": {"S": "red"}})
        deleted = client.delete_table(TableName=self.name)["TableDescription"]
        self.assertEqual(deleted["TableStatus"], "DELETING")
        self.wait_until_gone()

        self.create()
        self.wait_until_active()
        self.assertEqual(client.scan(TableName=self.name)["Items"], [])
        client.delete_table(TableName=self.name)
        self.wait_until_gone()

    def test_an_index_comes_to_life(self):
        self.create()
        self.wait_until_active()
        client.put_item(TableName=self.name, Item={"pk": {"S": "a"}, "color": {"S": "red"}})
        updated = client.update_table(
            TableName=self.name, AttributeDefinitions=attributes(color="S"),
            GlobalSecondaryIndexUpdates=[{"Create": index("by-color", "color")}])
        described = updated["TableDescription"]["GlobalSecondaryIndexes"][0]
        self.assertEqual((described["IndexStatus"], described["Backfilling"]), ("CREATING", False))

        states = [("CREATING", False), ("CREATING", True), ("ACTIVE", None)]
        seen = self.wait_until_index_is_active()
        self.assertEqual(seen, [state for state in states if state in seen])
        found = client.query(TableName=self.name, IndexName="by-color",
                             KeyConditionExpression="color = :c",
                             ExpressionAttributeValues={":c": {"S": "red"}})
        self.assertEqual(found["Count"], 1)
        client.delete_table(TableName=self.name)
        self.wait_until_gone()
        with self.assertRaises(ClientError):
            self.describe()


if __name__ == "__main__":
    unittest.main()
