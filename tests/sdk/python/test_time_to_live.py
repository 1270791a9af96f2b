"""Items that expire, on a server whose clock may be moved (--admin); skipped where it may not."""

import time
import unittest

import boto3

from support import SETTINGS, TableTest, administrate, attributes, client, key_schema

DAY = 24 * 3600

streams = boto3.client("dynamodbstreams", **SETTINGS)


def clock(**change):
    """The state of the server's clock, after the change; None where it cannot be moved."""
    return administrate("clock", **change)


@unittest.skipUnless(clock(), "the server's clock cannot be moved")
class TimeToLive(TableTest):
    TABLE = {"AttributeDefinitions": attributes(pk="S", sk="S"),
             "KeySchema": key_schema("pk", "sk"),
             "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"}}

    def tearDown(self):
        clock(Action="SET", Time=int(time.time()))
        clock(Action="RUN")

    def wait_until_gone(self, sk):
        for _ in range(200):
            if self.get("ttl", sk) is None:
                return
            time.sleep(0.05)
        self.fail(f"{sk} did not expire")

    def test_days_pass(self):
        now = int(clock(Action="FREEZE")["Now"])
        client.update_time_to_live(TableName=self.name, TimeToLiveSpecification={
            "Enabled": True, "AttributeName": "expires"})
        for days in (1, 2, 30):
            self.put(pk="ttl", sk=f"{days:02d}", expires=now + days * DAY)
        self.put(pk="ttl", sk="long ago", expires=now - 6 * 365 * DAY)
        self.put(pk="ttl", sk="moved", expires=now + DAY)
        self.put(pk="ttl", sk="moved", expires=now + 40 * DAY)

        clock(Action="ADVANCE", Seconds=DAY)
        time.sleep(2.5)  # Longer than the sweeper waits: nothing may go before its second is over.
        self.assertIsNotNone(self.get("ttl", "01"))
        clock(Action="ADVANCE", Seconds=1)
        self.wait_until_gone("01")
        self.check_stream({"01"})
        self.assertIsNotNone(self.get("ttl", "02"))
        clock(Action="ADVANCE", Seconds=DAY)
        self.wait_until_gone("02")
        for sk in ("30", "long ago", "moved"):
            self.assertIsNotNone(self.get("ttl", sk), sk)
        self.check_stream({"02"})  # The other record is past retention by now.

    def check_stream(self, expired):
        arn = client.describe_table(TableName=self.name)["Table"]["LatestStreamArn"]
        shards = streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]
        removed = {}
        for shard in shards:
            iterator = streams.get_shard_iterator(
                StreamArn=arn, ShardId=shard["ShardId"],
                ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
            for record in streams.get_records(ShardIterator=iterator)["Records"]:
                if record["eventName"] == "REMOVE":
                    removed[record["dynamodb"]["Keys"]["sk"]["S"]] = record
        self.assertEqual(set(removed), expired)
        for record in removed.values():
            self.assertEqual(record["userIdentity"],
                             {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"})
            self.assertIn("OldImage", record["dynamodb"])


if __name__ == "__main__":
    unittest.main()
