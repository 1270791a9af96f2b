#!/usr/bin/env python3
"""The same requests get the same answers, however the server keeps its data.

    same_answers.py build/release/basalt [--requests 4000] [--seed N]

What is chosen when a server is started (durability, cache, shards of streams, how long tables stay in a
state) must not show in what it answers. So servers with different choices get the same random
requests, those of the differential tester, at the same time of a clock that stands still, and each
answer must be the same to the last byte, but for ids that are made by chance. Pebble's metamorphic
tests are the model.
"""
import argparse
import json
import pathlib
import random
import shutil
import sys
import tempfile
import urllib.request

TESTS = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TESTS), str(TESTS / "support")]

from basalt_server import BasaltServer  # noqa: E402
from differential.client import Endpoint  # noqa: E402
from differential.generator import Generator  # noqa: E402

STATE_DELAY_SECONDS = 1
CHOICES = {
    "in memory": ["--in-memory"],
    "commit, small cache": ["--durability", "commit", "--cache", "8"],
    "interval, several shards": ["--durability", "interval", "--stream-shards", "7"],
    "states that last": ["--durability", "commit", "--state-delay", str(STATE_DELAY_SECONDS * 1000)],
}
CHANGES_TABLES = {"CreateTable", "UpdateTable", "DeleteTable"}
BY_CHANCE = {"TableId"}
START = 1_800_000_000


class Side:
    """A server with one of the choices."""

    def __init__(self, binary, options, folder):
        if "--in-memory" not in options:
            options = [*options, "--data", folder]
        self.server = BasaltServer(binary, "--admin", *options)
        self.endpoint = Endpoint(self.server.endpoint)
        self.clock({"Action": "FREEZE"})
        self.clock({"Action": "SET", "Time": START})

    def clock(self, action):
        request = urllib.request.Request(self.server.endpoint + "/_basalt/clock", json.dumps(action).encode(),
                                         {"Content-Type": "application/json"})
        urllib.request.urlopen(request).close()

    def answer(self, operation, request):
        status, body = self.endpoint.call(operation, request)
        # Tables settle at once or after a while: by the next request all have.
        if operation in CHANGES_TABLES:
            self.clock({"Action": "ADVANCE", "Seconds": 3 * STATE_DELAY_SECONDS})
        return status, without_chance(body)


def without_chance(value):
    if isinstance(value, list):
        return [without_chance(element) for element in value]
    if isinstance(value, dict):
        return {name: without_chance(member) for name, member in value.items() if name not in BY_CHANCE}
    return value


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("binary")
    parser.add_argument("--requests", type=int, default=4_000)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2 ** 32))
    arguments = parser.parse_args()
    print(f"seed {arguments.seed}", flush=True)

    folder = tempfile.mkdtemp(prefix="basalt-metamorphic-")
    sides = {name: Side(arguments.binary, options, f"{folder}/{number}")
             for number, (name, options) in enumerate(CHOICES.items())}
    source, sent, accepted, failures = random.Random(arguments.seed), 0, 0, 0
    episode = 0
    while sent < arguments.requests and not failures:
        episode += 1
        for operation, request in Generator(source, f"same-{episode}-").episode(60):
            answers = {name: side.answer(operation, request) for name, side in sides.items()}
            sent += 1
            first = next(iter(answers.values()))
            accepted += first[0] == 200
            if all(answer == first for answer in answers.values()):
                continue
            failures += 1
            print(f"{operation} {json.dumps(request, ensure_ascii=False)[:2000]}")
            for name, answer in answers.items():
                print(f"   {name}: {answer[0]} {json.dumps(answer[1], ensure_ascii=False)[:2000]}")
            break
    for side in sides.values():
        side.server.stop()
    shutil.rmtree(folder)
    print(f"{sent} requests, {accepted} of them accepted, to {len(sides)} servers: {failures} answers differ")
    if accepted < sent / 4:
        print("too few were accepted to tell anything")
        failures += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
