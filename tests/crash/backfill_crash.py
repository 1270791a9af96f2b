#!/usr/bin/env python3
"""Kills a server while it builds an index of a table that is being written to.

    backfill_crash.py build/release/basalt [--items 15000] [--kills 4] [--seed N]

After each `kill -9` the data directory passes `basalt inspect --verify`, and the next server goes on
with the index. Exit code 0 if it becomes active, holds what an index that was there from the start
holds, and all that was acknowledged is there.
"""

import argparse
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import threading
import time

from botocore.exceptions import BotoCoreError, ClientError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402
from sdk import connect  # noqa: E402

TABLE = "growing"
ACTIVE_SECONDS_MAX = 120


def index(name):
    return {"IndexName": name, "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": "color", "KeyType": "HASH"}]}


def fill(client, items):
    client.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST", GlobalSecondaryIndexes=[index("early")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}
                              for name in ("pk", "color")])
    for first in range(0, items, 25):
        puts = [{"PutRequest": {"Item": {"pk": {"S": f"{key}"}, "color": {"S": f"c{key % 7}"}}}}
                for key in range(first, min(first + 25, items))]
        client.batch_write_item(RequestItems={TABLE: puts})


class Writer:
    """Paints items of all ages, and remembers what was acknowledged last of each."""

    def __init__(self, items, seed):
        self.acknowledged = {}
        self._items = items
        self._random = random.Random(seed)

    def run(self, client):
        try:
            while True:
                pk = f"{self._random.randrange(self._items)}"
                color = f"w{self._random.randrange(1000)}"
                self.acknowledged.pop(pk, None)  # Until it is certain, both may be there.
                client.put_item(TableName=TABLE, Item={"pk": {"S": pk}, "color": {"S": color}})
                self.acknowledged[pk] = color
        except (BotoCoreError, ClientError, OSError):
            pass  # The server is gone.


def verify(binary, directory):
    done = subprocess.run([binary, "inspect", directory, "--verify"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"inspect --verify: {done.stdout}{done.stderr}")


def is_half_built(binary, directory):
    told = subprocess.run([binary, "inspect", directory], capture_output=True, text=True).stdout
    counts = dict(re.findall(r"^  (\w+): (\d+) items", told, re.MULTILINE))
    return "late" in counts and counts["late"] != counts["early"]


def status(client, name):
    table = client.describe_table(TableName=TABLE)["Table"]
    found = [one for one in table["GlobalSecondaryIndexes"] if one["IndexName"] == name]
    return found[0]["IndexStatus"] if found else None


def crash(server, writer, seconds):
    """Asks for the index, unless it is there, and kills the server that long afterwards."""
    threads = [threading.Thread(target=run, args=(connect(server.endpoint),))
               for run in (writer.run, ask_for_index)]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()


def ask_for_index(client):
    try:
        if status(client, "late") is None:
            client.update_table(
                TableName=TABLE, GlobalSecondaryIndexUpdates=[{"Create": index("late")}],
                AttributeDefinitions=[{"AttributeName": "color", "AttributeType": "S"}])
    except (BotoCoreError, ClientError, OSError):
        pass  # The server is gone.


def rows(client, name=None):
    where = {"IndexName": name} if name else {}
    pages = client.get_paginator("scan").paginate(TableName=TABLE, **where)
    return {row["pk"]["S"]: row["color"]["S"] for page in pages for row in page["Items"]}


def check(client, writer):
    deadline = time.monotonic() + ACTIVE_SECONDS_MAX
    ask_for_index(client)  # Where each server was gone before it was asked.
    while status(client, "late") != "ACTIVE":
        if time.monotonic() > deadline:
            sys.exit("the index does not become active")
        time.sleep(0.01)
    items = rows(client)
    if not items == rows(client, "early") == rows(client, "late"):
        sys.exit("the indexes do not hold what the table does")
    lost = {pk for pk, color in writer.acknowledged.items() if items.get(pk) != color}
    if lost:
        sys.exit(f"lost: {sorted(lost)}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--items", type=int, default=15_000)
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--seed", type=int, default=random.randrange(1 << 32))
    options = parser.parse_args()
    print(f"to repeat: --seed {options.seed}", flush=True)
    chance = random.Random(options.seed)
    writer = Writer(options.items, options.seed)

    with tempfile.TemporaryDirectory() as directory:
        serve = (options.binary, "--data", directory, "--durability", "interval")
        with BasaltServer(*serve) as server:
            fill(connect(server.endpoint), options.items)
        caught = 0
        for _ in range(options.kills):
            server = BasaltServer(*serve)
            crash(server, writer, chance.uniform(0.02, 0.3))
            verify(options.binary, directory)
            caught += is_half_built(options.binary, directory)
        with BasaltServer(*serve) as server:
            check(connect(server.endpoint), writer)
        verify(options.binary, directory)
    print(f"killed {options.kills} times, {caught} of them with a half-built index; "
          f"{len(writer.acknowledged)} items painted")


if __name__ == "__main__":
    main()
