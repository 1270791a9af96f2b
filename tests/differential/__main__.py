"""Sends the same random requests to two DynamoDB endpoints and prints where their answers differ.

    cd tests && python3 -m differential --left http://127.0.0.1:8000 --right http://127.0.0.1:8001 --requests 10000

Each difference is shrunk to a minimal sequence and printed once; `explained.json` beside this file lists those that
docs/parity.md explains. Exit status 1 when an unexplained difference remains.
"""
import argparse
import collections
import json
import pathlib
import random
import re
import sys
import time
import uuid

from differential.client import Endpoint
from differential.generator import Generator
from differential.members import only_known
from differential.normalise import normalise, signature, unordered
from differential.shrink import shrink

# After these, stores that answered differently may hold different things.
UNSURE = {"UpdateItem", "PutItem", "TransactWriteItems", "UpdateTable"}
UNORDERED = {"Scan", "BatchGetItem", "BatchWriteItem", "TransactWriteItems", "TransactGetItems"}


def answers(sides, operation, request):
    both = [normalise(sides[0].call(operation, request)), normalise(sides[1].call(operation, only_known(operation, request)))]
    return [unordered(answer) for answer in both] if operation in UNORDERED else both


def settle(sides, operation, request):
    """Tables that are being made or removed must be so before the next request."""
    if operation not in ("CreateTable", "DeleteTable", "UpdateTable") or not isinstance(request.get("TableName"), str):
        return
    for side in sides:
        for _ in range(100):
            status, body = side.call("DescribeTable", {"TableName": request["TableName"]})
            if status != 200 or body["Table"]["TableStatus"] == "ACTIVE":
                break
            time.sleep(0.05)


def replay(sides, requests):
    """The answers to the last request, after all before it; the tables are removed again."""
    both = None
    for operation, request in requests:
        both = answers(sides, operation, request)
        settle(sides, operation, request)
    for table in {request["TableName"] for operation, request in requests if operation == "CreateTable" and
                  isinstance(request.get("TableName"), str)}:
        answers(sides, "DeleteTable", {"TableName": table})
    return both


def next_page(operation, request, answer):
    """The request for the page after a Query's; None after the last. Scans go on in an order of the endpoint's own."""
    if operation == "Query" and answer[0] == 200 and "LastEvaluatedKey" in answer[1]:
        return operation, request | {"ExclusiveStartKey": answer[1]["LastEvaluatedKey"]}
    return None


def run_episode(sides, requests, on_difference):
    """Runs requests until a difference may have made the two stores unequal."""
    done, waiting = [], collections.deque(requests)
    own = {request["TableName"] for operation, request in requests if operation == "DeleteTable"}
    while waiting:
        operation, request = waiting.popleft()
        done.append((operation, request))
        left, right = answers(sides, operation, request)
        settle(sides, operation, request)
        if left != right:
            on_difference(done, left, right)
        if operation == "CreateTable" and isinstance(request.get("TableName"), str) and request["TableName"] not in own:
            answers(sides, "DeleteTable", {"TableName": request["TableName"]})
        elif left != right and ((left[0] == 200) != (right[0] == 200) or operation in UNSURE):
            break
        if left == right and (page := next_page(operation, request, left)):
            waiting.appendleft(page)
    for operation, request in waiting:
        if operation == "DeleteTable":
            answers(sides, operation, request)
    return len(done)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--left", required=True)
    options.add_argument("--right", required=True)
    options.add_argument("--requests", type=int, default=10_000)
    options.add_argument("--episode", type=int, default=60, help="requests between fresh tables")
    options.add_argument("--seed", type=int, default=random.SystemRandom().randrange(2 ** 32))
    options.add_argument("--no-shrink", action="store_true")
    options.add_argument("--only", help="operations to send, separated by commas")
    arguments = options.parse_args()

    sides = [Endpoint(arguments.left), Endpoint(arguments.right)]
    explained = [re.compile(entry["signature"]) for entry in
                 json.loads((pathlib.Path(__file__).parent / "explained.json").read_text())]
    source, run, sent, counts = random.Random(arguments.seed), uuid.uuid4().hex[:6], 0, {}
    print(f"seed {arguments.seed}", flush=True)

    def on_difference(done, left, right):
        name = signature(done[-1][0], left, right)
        counts[name] = counts.get(name, 0) + 1
        if counts[name] > 1 or any(pattern.search(name) for pattern in explained):
            return
        sequence = list(done)
        if not arguments.no_shrink:
            same = lambda candidate: signature(candidate[-1][0], *replay(sides, candidate)) == name
            for operation, request in reversed([r for r in done if r[0] == "CreateTable"]):
                answers(sides, "DeleteTable", {"TableName": request.get("TableName")})
            if same(sequence):
                sequence = shrink(sequence, same)
                left, right = replay(sides, sequence)
            for operation, request in done:  # Make the two stores again what the episode had made them.
                answers(sides, operation, request)
                settle(sides, operation, request)
        print(f"\n== {name}")
        for operation, request in sequence:
            print(f"   {operation} {json.dumps(request, ensure_ascii=False)[:1500]}")
        for side, answer in zip(sides, (left, right)):
            print(f"   {side.name}: {answer[0]} {json.dumps(answer[1], ensure_ascii=False)[:1500]}", flush=True)

    episode = 0
    while sent < arguments.requests:
        episode += 1
        only = arguments.only and arguments.only.split(",")
        requests = list(Generator(source, f"diff-{run}-{episode}-", only).episode(arguments.episode))
        sent += run_episode(sides, requests, on_difference)

    open_ = {name: count for name, count in counts.items() if not any(p.search(name) for p in explained)}
    print(f"\n{sent} requests, {sum(counts.values())} differences, {len(counts)} kinds, {len(open_)} unexplained")
    for name, count in sorted(open_.items(), key=lambda entry: -entry[1]):
        print(f"{count:6} {name}")
    return 1 if open_ else 0


if __name__ == "__main__":
    sys.exit(main())
