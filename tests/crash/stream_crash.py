#!/usr/bin/env python3
"""Reads a stream of several shards while writers run and the server stops, is killed, moves its
clock so that shards roll over, and is asked to roll them over: every change must come once, and in
order for each item. The same changes go to a Kinesis streaming destination's file: there each must
come at least once, and in order.

    stream_crash.py build/release/basalt [--cycles 4] [--seed N]

Exit code 0 if, at the end, the records told exactly how the items became what they are, and none of
what was acknowledged is missing. With BASALT_TEST_LONG set it runs 60 cycles unless told otherwise.
"""

import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request

from botocore.exceptions import BotoCoreError, ClientError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402
from stream_consumer import Consumer, KinesisFile  # noqa: E402
from sdk import connect, native, wire  # noqa: E402

TABLE = "streamed"
SHARDS = 4
WRITERS = 4
KEYS = 25  # Of each writer: few, so that most writes meet an item.
KINESIS_STREAM = "changes"
ACTIVE_CYCLES = 60 if os.environ.get("BASALT_TEST_LONG") else 4
# The clock of a server that starts is the machine's again, so it must be moved further each time.
HOURS = (4, 8, 12, 16, 20)


class Writer:
    """Changes items of its own, and remembers the versions that were acknowledged."""

    def __init__(self, name, seed):
        self.name = name
        self.acknowledged = set()
        self._random = random.Random(f"{seed}/{name}")
        self._version = 0

    def run(self, endpoint, stop):
        client = connect(endpoint)
        try:
            while not stop.is_set():
                self._random.choice((self._put, self._put, self._update, self._delete,
                                     self._transact, self._nothing))(client)
        except (BotoCoreError, ClientError, OSError):
            pass  # The server is gone; what was under way may be done or not.

    def _key(self):
        return {"pk": f"{self.name}-{self._random.randrange(KEYS)}", "sk": "x"}

    def _next(self):
        self._version += 1
        return f"{self.name}/{self._version}"

    def _put(self, client):
        version = self._next()
        client.put_item(TableName=TABLE, Item=wire({**self._key(), "version": version}))
        self.acknowledged.add(version)

    def _update(self, client):
        version = self._next()
        client.update_item(TableName=TABLE, Key=wire(self._key()),
                           UpdateExpression="SET version = :v",
                           ExpressionAttributeValues=wire({":v": version}))
        self.acknowledged.add(version)

    def _delete(self, client):
        client.delete_item(TableName=TABLE, Key=wire(self._key()))

    def _transact(self, client):
        keys = {(key["pk"], key["sk"]): key for key in (self._key() for _ in range(4))}
        items = [{**key, "version": self._next()} for key in keys.values()]
        client.transact_write_items(TransactItems=[
            {"Put": {"TableName": TABLE, "Item": wire(item)}} for item in items])
        self.acknowledged.update(item["version"] for item in items)

    def _nothing(self, client):
        """Changes nothing, and so must leave no record."""
        key = wire(self._key())
        item = client.get_item(TableName=TABLE, Key=key, ConsistentRead=True).get("Item")
        if item:
            client.put_item(TableName=TABLE, Item=item)


def start(binary, directory, durability="commit"):
    return BasaltServer(binary, "--data", f"{directory}/data", "--admin", "--durability", durability,
                        "--kinesis-directory", f"{directory}/kinesis",
                        "--stream-shards", str(SHARDS))


def administrate(endpoint, path, **change):
    request = urllib.request.Request(
        endpoint + "/_basalt/" + path, method="POST", data=json.dumps(change).encode(),
        headers={"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=30).read()


def create_table(client):
    arn = client.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}
                              for name in ("pk", "sk")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                   {"AttributeName": "sk", "KeyType": "RANGE"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
    )["TableDescription"]["LatestStreamArn"]
    client.enable_kinesis_streaming_destination(
        TableName=TABLE,
        StreamArn=f"arn:aws:kinesis:us-east-1:000000000000:stream/{KINESIS_STREAM}")
    return arn


def cycle(server, writers, consumer, seconds, hours, kill):
    stop_writing, stop_reading = threading.Event(), threading.Event()
    threads = [threading.Thread(target=writer.run, args=(server.endpoint, stop_writing))
               for writer in writers]
    reader = threading.Thread(target=consumer.run, args=(server.endpoint, stop_reading))
    for thread in [*threads, reader]:
        thread.start()
    time.sleep(seconds / 3)
    administrate(server.endpoint, "streams/roll-over", StreamArn=consumer.arn)
    time.sleep(seconds / 3)
    administrate(server.endpoint, "clock", Action="ADVANCE", Seconds=hours * 3600)
    time.sleep(seconds / 3)
    if kill:
        server.kill()
    stop_writing.set()
    for thread in threads:
        thread.join()
    if not kill:
        stop_reading.set()
    reader.join()
    if not kill:
        server.stop()


def problems_at_the_end(server, writers, consumer):
    stop = threading.Event()
    stop.set()
    consumer.run(server.endpoint, stop)
    problems = [consumer.fault] if consumer.fault else []
    pages = connect(server.endpoint).get_paginator("scan").paginate(TableName=TABLE)
    items = {(item["pk"], item["sk"]): item
             for page in pages for item in map(native, page["Items"])}
    if items != consumer.images:
        problems.append(f"{len(items)} items are not the {len(consumer.images)} of the records")
    for writer in writers:
        if missing := writer.acknowledged - consumer.versions:
            problems.append(f"{writer.name}: no record of {sorted(missing)[:5]}")
    if len(consumer.shards) < 2 * SHARDS:
        problems.append(f"only {len(consumer.shards)} shards: none rolled over")
    return problems


def kinesis_problems(path, consumer):
    """Of the file, once the server has ended, which delivers what is left."""
    kinesis = KinesisFile()
    kinesis.read(path)
    print(f"{kinesis.records} changes in the file, {kinesis.repeated} came again")
    problems = [f"Kinesis: {kinesis.fault}"] if kinesis.fault else []
    if kinesis.records != consumer.records or kinesis.images != consumer.images:
        problems.append(f"Kinesis: {kinesis.records} changes are not the {consumer.records} "
                        "of the stream")
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--cycles", type=int, default=ACTIVE_CYCLES)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)

    writers = [Writer(f"writer-{number}", arguments.seed) for number in range(WRITERS)]
    with tempfile.TemporaryDirectory(prefix="basalt-streams-") as directory:
        with start(arguments.binary, directory) as server:
            consumer = Consumer(create_table(connect(server.endpoint)))
        for number in range(arguments.cycles):
            durability = "interval" if number % 4 < 2 else "commit"
            cycle(start(arguments.binary, directory, durability), writers, consumer,
                  arguments.seconds, HOURS[number % len(HOURS)], kill=number % 2 == 0)
            if consumer.fault:
                break
        with start(arguments.binary, directory) as server:
            problems = problems_at_the_end(server, writers, consumer)
        problems += kinesis_problems(f"{directory}/kinesis/{KINESIS_STREAM}.jsonl", consumer)
        verified = subprocess.run([arguments.binary, "inspect", f"{directory}/data", "--verify"],
                                  capture_output=True, text=True)
        if verified.returncode:
            problems.append(f"inspect --verify: {verified.stdout}{verified.stderr}")
    print(f"{consumer.records} records of {len(consumer.shards)} shards, "
          f"{sum(len(writer.acknowledged) for writer in writers)} writes acknowledged")
    for problem in problems:
        print(f"PROBLEM {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
