"""A consumer of a DynamoDB stream that follows shards from parents to children, and accounts for
every change of every item: once, and in order."""

import json
import time

import boto3
from botocore.exceptions import BotoCoreError, ClientError

from sdk import CONFIG, native


def connect_streams(endpoint):
    return boto3.session.Session().client(
        "dynamodbstreams", endpoint_url=endpoint, region_name="us-east-1",
        aws_access_key_id="local", aws_secret_access_key="local", config=CONFIG)


class Account:
    """What records tell of items: each must go on from where the last one of its item ended."""

    def __init__(self):
        self.images = {}       # What each item is, as the records so far tell it.
        self.versions = set()  # Every version of every item that was seen.
        self.records = 0
        self.fault = None

    def take(self, record, name):
        self.records += 1
        change = record["dynamodb"]
        keys = native(change["Keys"])
        key = (keys["pk"], keys["sk"])
        old, new = (native(change[image]) if image in change else None
                    for image in ("OldImage", "NewImage"))
        if old != self.images.get(key):
            self.fault = f"{name}: {key} was {self.images.get(key)}, not {old}"
        event = "INSERT" if old is None else "REMOVE" if new is None else "MODIFY"
        if record["eventName"] != event:
            self.fault = f"{name}: an {event} is called {record['eventName']}"
        if new is None:
            self.images.pop(key, None)
        else:
            self.images[key] = new
            self.versions.add(new["version"])


class KinesisFile(Account):
    """A Kinesis streaming destination's file. A record may come again, after all it came with."""

    def __init__(self):
        super().__init__()
        self.repeated = 0

    def read(self, path):
        seen = set()
        with open(path, encoding="utf-8") as lines:
            for line in lines:
                record = json.loads(line)
                if record["eventID"] in seen:
                    self.repeated += 1
                    continue
                seen.add(record["eventID"])
                self.take(record, record["eventID"])


class Consumer(Account):
    def __init__(self, arn):
        super().__init__()
        self.arn = arn
        self.shards = {}      # All that were ever described.
        self.done = set()     # Shards read to their end.
        self._iterators = {}
        self._last = {}       # The last sequence number read, by shard.

    def run(self, endpoint, stop):
        """Reads until the connection breaks, or there is nothing left once `stop` is set."""
        client = connect_streams(endpoint)
        try:
            while not self.fault:
                stopping = stop.is_set()
                if not self._round(client) and stopping:
                    return
        except (BotoCoreError, ClientError, OSError) as error:
            if isinstance(error, ClientError) and error.response["Error"]["Code"] != "500":
                self.fault = str(error)
            # Half of the iterators must outlive the server, the others are made anew.
            for shard in sorted(self._iterators)[::2]:
                del self._iterators[shard]

    def _round(self, client):
        """How many records all open shards had, and shards that ended."""
        start, progress = {}, 0
        while True:
            stream = client.describe_stream(StreamArn=self.arn, Limit=3, **start)
            for shard in stream["StreamDescription"]["Shards"]:
                self.shards[shard["ShardId"]] = shard
            if "LastEvaluatedShardId" not in stream["StreamDescription"]:
                break
            start = {"ExclusiveStartShardId": stream["StreamDescription"]["LastEvaluatedShardId"]}
        for shard, description in sorted(self.shards.items()):
            parent = description.get("ParentShardId")
            if shard not in self.done and (parent is None or parent in self.done):
                progress += self._read(client, shard)
        if not progress:
            time.sleep(0.01)
        return progress

    def _read(self, client, shard):
        if shard not in self._iterators:
            where = {"ShardIteratorType": "TRIM_HORIZON"}
            if shard in self._last:
                where = {"ShardIteratorType": "AFTER_SEQUENCE_NUMBER",
                         "SequenceNumber": self._last[shard]}
            self._iterators[shard] = client.get_shard_iterator(
                StreamArn=self.arn, ShardId=shard, **where)["ShardIterator"]
        try:
            answer = client.get_records(ShardIterator=self._iterators[shard], Limit=200)
        except client.exceptions.ExpiredIteratorException:
            del self._iterators[shard]  # The clock has moved by hours.
            return 1
        for record in answer["Records"]:
            self._take(shard, record)
        if "NextShardIterator" in answer:
            self._iterators[shard] = answer["NextShardIterator"]
            return len(answer["Records"])
        self.done.add(shard)
        return len(answer["Records"]) + 1

    def _take(self, shard, record):
        number = record["dynamodb"]["SequenceNumber"]
        if int(number) <= int(self._last.get(shard, "0")):
            self.fault = f"{number} comes after {self._last[shard]} in {shard}"
        self._last[shard] = number
        self.take(record, number)
