#!/usr/bin/env python3
"""Kills a writing server at random moments and looks at what is left.

    crash_test.py build/release/basalt [--cycles 20] [--seed N]

Several writers put, update, delete, batch and transact on two tables with indexes, streams and
expiry, while tables and indexes come and go. Servers are killed as they start and recover, too.
After each `kill -9`: the data directory passes `basalt inspect --verify`; a new server finds
everything acknowledged and nothing torn; its indexes hold what the items imply; its item counts are
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
from architect import Architect, create_tables  # noqa: E402
from basalt_server import BasaltServer  # noqa: E402
from client import Client, pages_of  # noqa: E402
from writer import TABLES, Writer, is_expired  # noqa: E402

WRITERS = 4
LIFE_SECONDS_MAX = 0.5      # From the first write to the kill.
START_SECONDS_MAX = 0.15    # From the start to a kill before anything was asked.
KILLS_AT_START = 0.3        # The part of all cycles that have such a kill, or several.


def serve(directory, durability):
    return "--data", directory, "--durability", durability


def kill_at_start(binary, directory, durability, seconds):
    process = subprocess.Popen([binary, "serve", "--port", "0", *serve(directory, durability)],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    time.sleep(seconds)
    process.kill()
    process.wait()


def write_until_killed(server, workers, seconds):
    threads = [threading.Thread(target=worker.run, args=(server.endpoint,)) for worker in workers]
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


def index_problems(client, table, items):
    """Items that expire may go while this looks; all others must be there, in all their places."""
    problems = []
    where = lambda item: (item["pk"]["S"], item["sk"]["S"])
    for index, attribute in (("ByColor", "color"), ("ByShape", "shape")):
        rows = [row for row in pages_of(client.scan, TableName=table, IndexName=index)
                if not is_expired(row)]
        expected = [item for item in items if attribute in item and not is_expired(item)]
        if sorted(rows, key=where) != sorted(expected, key=where):
            problems.append(f"{table}.{index} holds {len(rows)} rows, not the {len(expected)} implied")
    return problems


def problems_after_crash(client, writers, architect):
    problems = []
    for worker in (*writers, architect):
        problem = worker.fault or worker.settle(client)
        if problem:
            problems.append(f"{worker.name}: {problem}")
    for table in TABLES:
        items = [item for writer in writers for key, item in writer.history.items.items()
                 if key[0] == table]
        problems += index_problems(client, table, items)
    return problems


class Cycles:
    """A data directory, and what is done to it again and again."""

    def __init__(self, binary, directory, seed):
        self._binary, self._directory = binary, directory
        self._chance = random.Random(seed)
        self._writers = [Writer(f"writer-{number}", seed) for number in range(WRITERS)]
        self._architect = Architect(seed)
        self.kills = self.kills_at_start = 0
        with BasaltServer(binary, *serve(directory, "commit")) as server:
            create_tables(Client(server.endpoint))

    def acknowledged(self):
        return sum(worker.acknowledged for worker in (*self._writers, self._architect))

    def run_one(self):
        """Starts, looks, writes, kills. Returns what is wrong."""
        durability = self._chance.choice(("commit", "interval"))
        if self._chance.random() < KILLS_AT_START:
            for _ in range(self._chance.randint(1, 3)):
                kill_at_start(self._binary, self._directory, durability,
                              self._chance.uniform(0, START_SECONDS_MAX))
                self.kills_at_start += 1
        server = BasaltServer(self._binary, *serve(self._directory, durability))
        problems = problems_after_crash(Client(server.endpoint), self._writers, self._architect)
        write_until_killed(server, (*self._writers, self._architect),
                           self._chance.uniform(0, LIFE_SECONDS_MAX))
        self.kills += 1
        return problems + verify(self._binary, self._directory)

    def end(self):
        """Looks a last time, and ends in peace."""
        with BasaltServer(self._binary, *serve(self._directory, "commit")) as server:
            problems = problems_after_crash(Client(server.endpoint), self._writers, self._architect)
        return problems + verify(self._binary, self._directory)


def run(binary, directory, cycles, seed):
    trial = Cycles(binary, directory, seed)
    began = time.monotonic()
    for cycle in range(cycles):
        problems = trial.run_one()
        if (cycle + 1) % 10 == 0 or problems:
            print(f"cycle {cycle + 1}: {trial.acknowledged()} operations acknowledged, "
                  f"{trial.kills_at_start} more kills at start, "
                  f"{time.monotonic() - began:.0f} s", flush=True)
        if problems:
            return problems
    return trial.end()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary")
    parser.add_argument("--cycles", type=int, default=20)
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
