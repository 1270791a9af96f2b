"""Streams, read as the Kinesis adapter and Lambda's pollers read them."""

import unittest

import boto3
from botocore.exceptions import ClientError

from support import SETTINGS, TableTest, administrate, attributes, client, key_schema, native, raw

streams = boto3.client("dynamodbstreams", **SETTINGS)


def streams_describe(**request):
    """DescribeStream with members that older SDKs do not know."""
    return raw("DescribeStream", service="DynamoDBStreams_20120810", **request)


class StreamTest(TableTest):
    VIEW = "NEW_AND_OLD_IMAGES"
    TABLE = {"AttributeDefinitions": attributes(pk="S", sk="S"),
             "KeySchema": key_schema("pk", "sk"),
             "StreamSpecification": {"StreamEnabled": True, "StreamViewType": VIEW}}

    def setUp(self):
        self.arn = client.describe_table(TableName=self.name)["Table"]["LatestStreamArn"]

    def shards(self):
        return streams.describe_stream(StreamArn=self.arn)["StreamDescription"]["Shards"]

    def iterators(self, kind):
        return [streams.get_shard_iterator(StreamArn=self.arn, ShardId=shard["ShardId"],
                                           ShardIteratorType=kind)["ShardIterator"]
                for shard in self.shards()]

    def read(self, iterators):
        return [record for iterator in iterators
                for record in streams.get_records(ShardIterator=iterator)["Records"]]

    def test_describes_itself(self):
        stream = streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        self.assertEqual(stream["StreamStatus"], "ENABLED")
        self.assertEqual(stream["StreamViewType"], self.VIEW)
        self.assertEqual(stream["TableName"], self.name)
        self.assertEqual(stream["KeySchema"], key_schema("pk", "sk"))
        self.assertEqual(stream["StreamArn"], self.arn)
        self.assertTrue(self.arn.endswith(stream["StreamLabel"]))
        for shard in stream["Shards"]:
            self.assertRegex(shard["ShardId"], r"^shardId-\d{20}-[0-9a-f]{8}$")
            self.assertNotIn("EndingSequenceNumber", shard["SequenceNumberRange"])
        listed = streams.list_streams(TableName=self.name)["Streams"]
        self.assertEqual([stream["StreamArn"] for stream in listed], [self.arn])

    def test_records_of_one_item_come_in_order(self):
        latest = self.iterators("LATEST")
        self.put(pk="order", sk="1", step=1)
        self.put(pk="order", sk="1", step=1)
        self.put(pk="order", sk="1", step=2)
        client.delete_item(TableName=self.name, Key={"pk": {"S": "order"}, "sk": {"S": "1"}})

        records = self.read(latest)
        self.assertEqual([record["eventName"] for record in records],
                         ["INSERT", "MODIFY", "REMOVE"])
        numbers = [int(record["dynamodb"]["SequenceNumber"]) for record in records]
        self.assertEqual(numbers, sorted(set(numbers)))
        for record in records:
            self.assertEqual(record["eventSource"], "aws:dynamodb")
            self.assertEqual(record["eventVersion"], "1.1")
            self.assertEqual(native(record["dynamodb"]["Keys"]), {"pk": "order", "sk": "1"})
            self.assertEqual(record["dynamodb"]["ApproximateCreationDateTime"].microsecond, 0)
            self.assertNotIn("userIdentity", record)
        self.assertEqual(native(records[1]["dynamodb"]["OldImage"])["step"], 1)
        self.assertEqual(native(records[1]["dynamodb"]["NewImage"])["step"], 2)

    def test_batches_and_transactions_have_a_record_for_each_item(self):
        latest = self.iterators("LATEST")
        items = [{"pk": {"S": f"many-{number}"}, "sk": {"S": "x"}} for number in range(10)]
        client.batch_write_item(RequestItems={
            self.name: [{"PutRequest": {"Item": item}} for item in items]})
        client.transact_write_items(TransactItems=[
            {"Delete": {"TableName": self.name, "Key": item}} for item in items[:5]])
        with self.assertRaises(ClientError):
            client.transact_write_items(TransactItems=[
                {"Delete": {"TableName": self.name, "Key": items[8]}},
                {"ConditionCheck": {"TableName": self.name, "Key": items[9],
                                    "ConditionExpression": "attribute_not_exists(pk)"}}])
        names = sorted(record["eventName"] for record in self.read(latest))
        self.assertEqual(names, ["INSERT"] * 10 + ["REMOVE"] * 5)

    def test_a_disabled_stream_stays_readable_to_its_end(self):
        table = {**self.TABLE, "TableName": self.name + "-off", "BillingMode": "PAY_PER_REQUEST"}
        self.arn = client.create_table(**table)["TableDescription"]["LatestStreamArn"]
        client.get_waiter("table_exists").wait(TableName=table["TableName"])
        client.put_item(TableName=table["TableName"], Item={"pk": {"S": "a"}, "sk": {"S": "b"}})
        client.delete_table(TableName=table["TableName"])

        stream = streams.describe_stream(StreamArn=self.arn)["StreamDescription"]
        self.assertEqual(stream["StreamStatus"], "DISABLED")
        self.assertEqual(len(self.read(self.iterators("TRIM_HORIZON"))), 1)
        for iterator in self.iterators("TRIM_HORIZON"):
            self.assertNotIn("NextShardIterator", streams.get_records(ShardIterator=iterator))

    def test_streams_are_listed_in_pages(self):
        first = streams.list_streams(Limit=1)
        self.assertEqual(len(first["Streams"]), 1)
        arns, page = [], first
        while True:
            arns += [stream["StreamArn"] for stream in page["Streams"]]
            if "LastEvaluatedStreamArn" not in page:
                break
            self.assertEqual(page["LastEvaluatedStreamArn"], arns[-1])
            page = streams.list_streams(Limit=1, ExclusiveStartStreamArn=arns[-1])
        self.assertIn(self.arn, arns)
        self.assertEqual(len(arns), len(set(arns)))

    def test_iterators_start_where_they_say(self):
        latest = dict(zip([shard["ShardId"] for shard in self.shards()], self.iterators("LATEST")))
        for step in range(3):
            self.put(pk="positions", sk="1", step=step)
        by_shard = {shard: self.read([iterator]) for shard, iterator in latest.items()}
        [(shard, records)] = [(shard, found) for shard, found in by_shard.items() if found]
        numbers = [record["dynamodb"]["SequenceNumber"] for record in records]
        self.assertEqual(len(numbers), 3)
        for kind, expected in (("AT_SEQUENCE_NUMBER", numbers[1:]),
                               ("AFTER_SEQUENCE_NUMBER", numbers[2:])):
            iterator = streams.get_shard_iterator(
                StreamArn=self.arn, ShardId=shard, ShardIteratorType=kind,
                SequenceNumber=numbers[1])["ShardIterator"]
            found = [record["dynamodb"]["SequenceNumber"] for record in self.read([iterator])]
            self.assertEqual(found, expected)
            one = streams.get_records(ShardIterator=iterator, Limit=1)
            self.assertEqual(len(one["Records"]), 1)
            rest = self.read([one["NextShardIterator"]])
            self.assertEqual(one["Records"] + rest, records[-len(expected):])
        self.refused("ValidationException", streams.get_shard_iterator, StreamArn=self.arn,
                     ShardId=shard, ShardIteratorType="AT_SEQUENCE_NUMBER",
                     SequenceNumber="9" * 21)

    def test_a_page_has_a_megabyte(self):
        latest = self.iterators("LATEST")
        for number in range(6):
            self.put(pk="large", sk=f"{number}", text="x" * 300_000)
        pages = []
        for iterator in latest:
            while iterator:
                page = streams.get_records(ShardIterator=iterator)
                if not page["Records"]:
                    break
                pages.append(len(page["Records"]))
                iterator = page["NextShardIterator"]
        self.assertEqual(pages, [3, 3])

    @unittest.skipUnless(administrate("clock"), "the server has no administrative path")
    def test_shards_have_children(self):
        table = {**self.TABLE, "TableName": self.name + "-rolls", "BillingMode": "PAY_PER_REQUEST"}
        self.arn = client.create_table(**table)["TableDescription"]["LatestStreamArn"]
        client.get_waiter("table_exists").wait(TableName=table["TableName"])
        parents = self.shards()
        for _ in range(2):
            self.assertEqual(administrate("streams/roll-over", StreamArn=self.arn), {})
        shards = self.shards()
        self.assertEqual(len(shards), 3 * len(parents))
        for shard in shards[:-len(parents)]:
            self.assertIn("EndingSequenceNumber", shard["SequenceNumberRange"])
        children = streams_describe(StreamArn=self.arn, ShardFilter={
            "Type": "CHILD_SHARDS", "ShardId": parents[0]["ShardId"]})["StreamDescription"]["Shards"]
        self.assertEqual([shard["ParentShardId"] for shard in children], [parents[0]["ShardId"]])

        found, start = [], {}
        while True:
            page = streams.describe_stream(StreamArn=self.arn, Limit=2, **start)["StreamDescription"]
            found += page["Shards"]
            if "LastEvaluatedShardId" not in page:
                break
            start = {"ExclusiveStartShardId": page["LastEvaluatedShardId"]}
        self.assertEqual(found, shards)
        client.delete_table(TableName=table["TableName"])

    def test_refusals(self):
        shard = self.shards()[0]["ShardId"]
        self.refused("ResourceNotFoundException", streams.get_shard_iterator, StreamArn=self.arn,
                     ShardId=shard[:-1] + "f", ShardIteratorType="LATEST")
        self.refused("ResourceNotFoundException", streams.describe_stream,
                     StreamArn=self.arn[:-4] + ".000")
        self.refused("ValidationException", streams.get_records, ShardIterator="no iterator")
        self.refused("ValidationException", client.update_table, TableName=self.name,
                     StreamSpecification={"StreamEnabled": True, "StreamViewType": "KEYS_ONLY"})


if __name__ == "__main__":
    unittest.main()
