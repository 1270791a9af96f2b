#!/usr/bin/env python3
"""GetItem of four connections alone, and beside connections that scan.

    fairness.py build/release/basalt [--seconds 10] [--scanners 16]

The scanners are fresh connections each time: one Scan of 1 MB, and a new connection. As many that scan another server
show what the machine's processors cost a reader; what is more than that is the server's doing. Prints a line of JSON.
test_limits.py has the short form.
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


def fill(server):
    """Where the server listens, once it has the items."""
    address = load.address_of(server)
    client = load.Client(address)
    client.exchange(load.CREATE)
    for number in range(ITEMS):
        client.exchange(load.put(number))
    client.close()
    return address


def measure_beside(address, scanned, scanners, seconds):
    """Reads at `address` while others scan at `scanned`."""
    context = multiprocessing.get_context("spawn")
    others = [context.Process(target=scan_for_ever, args=(scanned,), daemon=True) for _ in range(scanners)]
    for other in others:
        other.start()
    try:
        time.sleep(1)
        return measure_reads(address, seconds)
    finally:
        for other in others:
            other.kill()
            other.join()


def measure(server, scanners, seconds):
    """{"alone": ..., "beside": ...}"""
    address = fill(server)
    return {"scanners": scanners,
            "alone": measure_reads(address, seconds),
            "beside": measure_beside(address, address, scanners, seconds)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--scanners", type=int, default=16)
    arguments = parser.parse_args()
    with BasaltServer(arguments.binary, "--in-memory") as server, \
            BasaltServer(arguments.binary, "--in-memory") as another:
        result = measure(server, arguments.scanners, arguments.seconds)
        result["beside_others_server"] = measure_beside(load.address_of(server), fill(another), arguments.scanners,
                                                        arguments.seconds)
    p99 = {when: result[when]["p99_ms"] for when in ("alone", "beside", "beside_others_server")}
    result["p99_to_alone"] = round(p99["beside"] / p99["alone"], 2)
    result["p99_to_beside_others_server"] = round(p99["beside"] / p99["beside_others_server"], 2)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
