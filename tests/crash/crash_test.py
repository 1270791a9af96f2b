#!/usr/bin/env python3
"""Kills a writing server at random moments and looks at what is left.

    crash_test.py build/release/basalt [--cycles 6] [--seed N]

Several writers put, update, delete, batch and transact against a server with a data directory.
After each `kill -9`: the data directory passes `basalt inspect --verify`; a new server finds
everything acknowledged and nothing torn; its indexes hold what the items imply; its item count is
exact. Exit code 0 if all of that holds.
"""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import threading
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402
from writer import TABLE, Writer, connect, create_table, native  # noqa: E402

WRITERS = 4
SECONDS_MIN, SECONDS_MAX = 0.0, 1.5  # How long a server lives.


def start(binary, directory, durability):
    return BasaltServer(binary, "--data", directory, "--durability", durability)


def write_until_killed(server, writers, seconds):
    threads = [threading.Thread(target=writer.run, args=(server.endpoint,)) for writer in writers]
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    server.kill()
    for thread in threads:
        thread.join()


def verify(binary, directory):
    """What `basalt inspect --verify` says against the data directory; empty if nothing."""
    done = subprocess.run([binary, "inspect", directory, "--verify"], capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"inspect --verify: {done.stdout}{done.stderr}"]


def index_problems(client, items):
    problems = []
    for index, attribute in (("ByColor", "color"), ("ByShape", "shape")):
        pages = client.get_paginator("scan").paginate(TableName=TABLE, IndexName=index)
        rows = [native(row) for page in pages for row in page["Items"]]
        found = sorted(rows, key=lambda row: (row["pk"], row["sk"]))
        expected = [item for item in items if attribute in item]
        if found != expected:
            problems.append(f"{index} holds {len(found)} rows, not the {len(expected)} implied")
    return problems


def problems_after_crash(server, writers):
    client = connect(server.endpoint)
    problems = []
    for writer in writers:
        problem = writer.fault or writer.settle(client)
        if problem:
            problems.append(f"{writer.name}: {problem}")
    items = sorted((item for writer in writers for item in writer.history.items.values()),
                   key=lambda item: (item["pk"], item["sk"]))
    problems += index_problems(client, items)
    count = client.describe_table(TableName=TABLE)["Table"]["ItemCount"]
    if count != len(items):
        problems.append(f"ItemCount is {count}, not {len(items)}")
    return problems


def run(binary, directory, cycles, seed):
    chance = random.Random(seed)
    writers = [Writer(f"writer-{number}", seed) for number in range(WRITERS)]
    with start(binary, directory, "commit") as server:
        create_table(connect(server.endpoint))

    for cycle in range(cycles):
        durability = chance.choice(("commit", "interval"))
        server = start(binary, directory, durability)
        write_until_killed(server, writers, chance.uniform(SECONDS_MIN, SECONDS_MAX))
        problems = verify(binary, directory)
        with start(binary, directory, durability) as server:
            problems += problems_after_crash(server, writers)
        acknowledged = sum(writer.acknowledged for writer in writers)
        print(f"cycle {cycle}: durability {durability}, {acknowledged} operations acknowledged, "
              f"{len(problems)} problems", flush=True)
        if problems:
            return problems
    return verify(binary, directory)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--cycles", type=int, default=6)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed} (to repeat the choices: --seed {arguments.seed})", flush=True)
    with tempfile.TemporaryDirectory(prefix="basalt-crash-") as directory:
        problems = run(arguments.binary, directory, arguments.cycles, arguments.seed)
    for problem in problems:
        print(f"FAILED {problem}")
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
