#!/usr/bin/env python3
"""Items that expire over thirty days of the clock, in a table that is written to.

    days_test.py build/release/basalt [--items 3000] [--seed N]

Each day the clock moves on while a client prolongs some of what is due. Then: exactly what was due
and not prolonged in time is gone, from the table and from its index; each of these has one REMOVE
record, by the service; what is not due is there. With BASALT_TEST_LONG set it is 50,000 items.
"""

import argparse
import collections
import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import urllib.request

from botocore.exceptions import ClientError

ROOT = pathlib.Path(__file__).parent.parent
sys.path[:0] = [str(ROOT / "support"), str(ROOT / "crash")]
from basalt_server import BasaltServer  # noqa: E402
from stream_consumer import connect_streams  # noqa: E402
from sdk import connect, native, wire  # noqa: E402

TABLE = "expiring"
INDEX = "by-color"
ITEMS = 50_000 if os.environ.get("BASALT_TEST_LONG") else 3_000
DAYS = 30
QUIET_DAYS = range(11, 15)  # Nothing is due.
DAY = 24 * 3600
SWEEP_SECONDS_MAX = 300
SERVICE = {"PrincipalId": "dynamodb.amazonaws.com", "Type": "Service"}


def clock(endpoint, **change):
    request = urllib.request.Request(endpoint + "/_basalt/clock", data=json.dumps(change).encode(),
                                     headers={"Content-Type": "application/json"})
    return json.loads(urllib.request.urlopen(request, timeout=60).read())["Now"]


def create_table(client):
    arn = client.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}
                              for name in ("pk", "color")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        GlobalSecondaryIndexes=[{"IndexName": INDEX, "Projection": {"ProjectionType": "KEYS_ONLY"},
                                 "KeySchema": [{"AttributeName": "color", "KeyType": "HASH"}]}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "OLD_IMAGE"},
    )["TableDescription"]["LatestStreamArn"]
    client.update_time_to_live(TableName=TABLE, TimeToLiveSpecification={
        "Enabled": True, "AttributeName": "expires"})
    return arn


def fill(client, items, start, chance):
    """The day on which each item is due."""
    due = {}
    days = [day for day in range(1, DAYS + 1) if day not in QUIET_DAYS]
    for first in range(0, items, 25):
        puts = []
        for number in range(first, min(first + 25, items)):
            pk = f"{number:06}"
            due[pk] = chance.choice(days)
            # Expired is what lies before the clock: with the day's last second at the latest.
            expires = start + due[pk] * DAY - chance.randrange(1, DAY)
            puts.append({"PutRequest": {"Item": wire(
                {"pk": pk, "color": f"c{number % 7}", "expires": expires})}})
        client.batch_write_item(RequestItems={TABLE: puts})
    return due


class Prolonger:
    """Moves the expiry of items that are due to another day, while they are being removed."""

    def __init__(self, endpoint, items, expires):
        self.prolonged = set()
        self._client = connect(endpoint)
        self._thread = threading.Thread(target=self._run, args=(items, expires))
        self._thread.start()

    def join(self):
        self._thread.join()

    def _run(self, items, expires):
        for pk in items:
            try:
                self._client.update_item(
                    TableName=TABLE, Key=wire({"pk": pk}), UpdateExpression="SET expires = :e",
                    ConditionExpression="attribute_exists(pk)",
                    ExpressionAttributeValues=wire({":e": expires}))
                self.prolonged.add(pk)
            except ClientError as error:
                if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
                    raise


def count(client, **where):
    pages = client.get_paginator("scan").paginate(TableName=TABLE, Select="COUNT", **where)
    return sum(page["Count"] for page in pages)


def keys(client, **where):
    pages = client.get_paginator("scan").paginate(TableName=TABLE, **where)
    return {item["pk"]["S"] for page in pages for item in page["Items"]}


class Removals:
    """Reads the stream to its end, again and again."""

    def __init__(self, endpoint, arn):
        self._client = connect_streams(endpoint)
        self._arn = arn
        self._last = {}

    def read(self):
        records = []
        shards = self._client.describe_stream(StreamArn=self._arn)["StreamDescription"]["Shards"]
        for shard in shards:
            name = shard["ShardId"]
            where = {"ShardIteratorType": "TRIM_HORIZON"}
            iterator = self._client.get_shard_iterator(
                StreamArn=self._arn, ShardId=name, **where)["ShardIterator"]
            while iterator:
                answer = self._client.get_records(ShardIterator=iterator)
                for record in answer["Records"]:
                    number = int(record["dynamodb"]["SequenceNumber"])
                    if number > self._last.get(name, 0):
                        records.append(record)
                        self._last[name] = number
                iterator = answer.get("NextShardIterator") if answer["Records"] else None
        return [record for record in records if record["eventName"] == "REMOVE"]


def check_removals(records, expected, day):
    removed = collections.Counter(record["dynamodb"]["Keys"]["pk"]["S"] for record in records)
    if set(removed) != expected or any(times != 1 for times in removed.values()):
        sys.exit(f"day {day}: {len(removed)} were removed, not the {len(expected)} due")
    for record in records:
        old = native(record["dynamodb"]["OldImage"])
        if record.get("userIdentity") != SERVICE or old["pk"] not in expected:
            sys.exit(f"day {day}: {record}")


def wait_until_swept(client, items):
    began = time.monotonic()
    while client.describe_table(TableName=TABLE)["Table"]["ItemCount"] > items:
        if time.monotonic() > began + SWEEP_SECONDS_MAX:
            sys.exit("items that are due do not go")
        time.sleep(0.02)
    return time.monotonic() - began


def pass_day(server, client, removals, due, day, start, chance):
    today = sorted(pk for pk, on in due.items() if on == day)
    asked = chance.sample(today, len(today) // 10)
    clock(server.endpoint, Action="SET", Time=start + day * DAY)
    visible = count(client) - (len(due) - len(today))  # Of those that are due.
    prolonger = Prolonger(server.endpoint, asked, start + (DAYS + 100) * DAY)
    prolonger.join()
    for pk in prolonger.prolonged:
        due[pk] = None
    gone = set(today) - prolonger.prolonged
    for pk in gone:
        del due[pk]
    seconds = wait_until_swept(client, len(due))
    check_removals(removals.read(), gone, day)
    if count(client) != len(due) or count(client, IndexName=INDEX) != len(due):
        sys.exit(f"day {day}: the table or its index does not hold the {len(due)} that are not due")
    print(f"day {day}: {len(today)} due, {visible} of them still seen, {len(prolonger.prolonged)} of "
          f"{len(asked)} prolonged, gone after {seconds:.2f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--items", type=int, default=ITEMS)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"to repeat: --seed {arguments.seed}", flush=True)
    chance = random.Random(arguments.seed)
    with tempfile.TemporaryDirectory(prefix="basalt-days-") as directory:
        serve = (arguments.binary, "--data", directory, "--durability", "interval", "--admin",
                 "--stream-shards", "2")
        with BasaltServer(*serve) as server:
            start = int(clock(server.endpoint, Action="FREEZE"))
            client = connect(server.endpoint)
            removals = Removals(server.endpoint, create_table(client))
            due = fill(client, arguments.items, start, chance)
            began = time.monotonic()
            for day in range(1, DAYS + 1):
                pass_day(server, client, removals, due, day, start, chance)
            if not keys(client) == keys(client, IndexName=INDEX) == set(due):
                sys.exit("what was prolonged is not what is left")
    print(f"{arguments.items} items, {len(due)} prolonged, {DAYS} days in "
          f"{time.monotonic() - began:.1f} s")


if __name__ == "__main__":
    main()
