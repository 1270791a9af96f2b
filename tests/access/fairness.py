#!/usr/bin/env python3
"""GetItem of four connections alone, and beside connections that scan.

    fairness.py build/release/basalt [--seconds 10] [--scanners 16]

The scanners are fresh connections each time: one Scan of 1 MB, and a new connection. Prints a line of JSON for each
measurement. test_limits.py has the short form.
"""

import argparse
import json
import multiprocessing
import pathlib
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import load  # noqa: E402
from basalt_server import BasaltServer  # noqa: E402

READERS = 4
ITEMS = 5_000


def scan_for_ever(address):
    while True:
        try:
            client = load.Client(address)
            client.exchange(load.request("Scan", {"TableName": "load"}))
            client.close()
        except OSError:
            time.sleep(0.001)


def measure_reads(address, seconds):
    """Latencies of one request at a time on each connection, in turn, so that this side takes little."""
    clients = [load.Client(address) for _ in range(READERS)]
    latencies, until = [], time.monotonic() + seconds
    while time.monotonic() < until:
        for client in clients:
            start = time.monotonic()
            status, body = client.exchange(load.get(1))
            latencies.append(time.monotonic() - start)
            if status != 200:
                raise RuntimeError(f"{status}: {body}")
        time.sleep(0.001)
    for client in clients:
        client.close()
    return load.percentiles(latencies)


def measure(server, scanners, seconds):
    """{"alone": ..., "beside": ...}"""
    address = load.address_of(server)
    client = load.Client(address)
    client.exchange(load.CREATE)
    for number in range(ITEMS):
        client.exchange(load.put(number))
    alone = measure_reads(address, seconds)
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=scan_for_ever, args=(address,), daemon=True) for _ in range(scanners)]
    for other in others:
        other.start()
    try:
        time.sleep(1)
        beside = measure_reads(address, seconds)
    finally:
        for other in others:
            other.kill()
            other.join()
    return {"scanners": scanners, "alone": alone, "beside": beside}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--scanners", type=int, default=16)
    arguments = parser.parse_args()
    with BasaltServer(arguments.binary, "--in-memory") as server:
        result = measure(server, arguments.scanners, arguments.seconds)
    result["ratio_p99"] = round(result["beside"]["p99_ms"] / result["alone"]["p99_ms"], 2)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
