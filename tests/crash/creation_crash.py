#!/usr/bin/env python3
"""Kills a server while it makes its data directory, and starts it again.

    creation_crash.py build/release/basalt [--cycles 30] [--seed N]

Each cycle kills a first start after a random time, and often the one after it, too. Then a server
must start on what is left, keep a table, and leave a directory that passes `basalt inspect
--verify`. Exit code 0 if all of that holds.
"""

import argparse
import pathlib
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402
from sdk import connect  # noqa: E402

TABLE = "first"
SECONDS_MAX = 0.05  # About as long as a first start takes.


def start_and_kill(binary, directory, seconds):
    """Whether the server was ready by then."""
    process = subprocess.Popen([binary, "serve", "--port", "0", "--data", directory],
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    return process.communicate()[0] != b""


def problems_of(binary, directory):
    with BasaltServer(binary, "--data", directory) as server:
        connect(server.endpoint).create_table(
            TableName=TABLE, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}])
    with BasaltServer(binary, "--data", directory) as server:
        if connect(server.endpoint).list_tables()["TableNames"] != [TABLE]:
            return ["the table is not there after a restart"]
    done = subprocess.run([binary, "inspect", directory, "--verify"], capture_output=True, text=True)
    return [] if done.returncode == 0 else [f"inspect --verify: {done.stdout}{done.stderr}"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--cycles", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1 << 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed} (to repeat the choices: --seed {arguments.seed})", flush=True)
    chance = random.Random(arguments.seed)
    ready = 0
    for cycle in range(arguments.cycles):
        with tempfile.TemporaryDirectory(prefix="basalt-crash-") as directory:
            for _ in range(chance.randrange(1, 3)):
                seconds = chance.uniform(0, SECONDS_MAX)
                ready += start_and_kill(arguments.binary, directory, seconds)
            problems = problems_of(arguments.binary, directory)
        for problem in problems:
            print(f"FAILED cycle {cycle}, killed after {seconds * 1000:.0f} ms: {problem}")
        if problems:
            sys.exit(1)
    print(f"{arguments.cycles} cycles; {ready} of the killed servers were ready")


if __name__ == "__main__":
    main()
