#!/usr/bin/env python3
"""Many connections at once, and good clients beside bad ones: what a server under it still does.

    load.py build/release/basalt                 2,000 idle and 500 busy connections for a minute,
                                                 then a good client beside floods of garbage
    load.py build/release/basalt --seconds 5 --idle 200 --busy 50

Prints a line of JSON for each measurement. test_limits.py has the short form.
"""

import argparse
import asyncio
import json
import pathlib
import random
import resource
import socket
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

AUTHORIZATION = ("AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
                 "SignedHeaders=host;x-amz-date, Signature=0")
FILES = 8192  # A connection is a file.
FLOODS = ("good", "garbage", "half", "pipelined")


def request(operation, body):
    """One signed-looking request as bytes."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (f"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-amz-json-1.0\r\n"
            f"X-Amz-Target: DynamoDB_20120810.{operation}\r\nX-Amz-Date: 20260101T000000Z\r\n"
            f"Authorization: {AUTHORIZATION}\r\nContent-Length: {len(data)}\r\n\r\n").encode() + data


CREATE = request("CreateTable", {"TableName": "load", "BillingMode": "PAY_PER_REQUEST",
                                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]})


def put(number):
    return request("PutItem", {"TableName": "load", "Item": {"id": {"S": str(number)}, "text": {"S": "x" * 200}}})


def get(number):
    return request("GetItem", {"TableName": "load", "Key": {"id": {"S": str(number)}}})


def allow_many_files():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))


def address_of(server):
    return "127.0.0.1", int(server.endpoint.rpartition(":")[2])


class Client:
    """A blocking connection that sends a request and reads its reply."""

    def __init__(self, address, patience=30):
        self.socket = socket.create_connection(address, timeout=patience)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.file = self.socket.makefile("rb")

    def reply(self):
        """(status, body) of the next reply; None at the end of the connection."""
        line = self.file.readline()
        if not line:
            return None
        size = 0
        while (header := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = header.partition(b":")
            if name.lower() == b"content-length":
                size = int(value)
        return int(line.split(b" ")[1]), self.file.read(size)

    def exchange(self, data):
        self.socket.sendall(data)
        return self.reply()

    def close(self):
        self.file.close()
        self.socket.close()


def percentiles(seconds):
    """In milliseconds."""
    ordered = sorted(seconds)
    at = lambda share: round(1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)  # noqa: E731
    return {"requests": len(ordered), "p50_ms": at(0.5), "p99_ms": at(0.99), "max_ms": at(1)}


async def read_reply(reader):
    head = await reader.readuntil(b"\r\n\r\n")
    length = head.lower().split(b"content-length: ")[1].split(b"\r\n")[0]
    await reader.readexactly(int(length))
    return int(head.split(b" ")[1])


async def be_busy(address, until, latencies, failures):
    try:
        reader, writer = await asyncio.open_connection(*address)
        while time.monotonic() < until:
            number = random.randrange(10_000)
            start = time.monotonic()
            writer.write(put(number) if number % 4 == 0 else get(number))
            status = await read_reply(reader)
            latencies.append(time.monotonic() - start)
            if status != 200:
                failures.append(status)
        writer.close()
    except (OSError, asyncio.IncompleteReadError) as error:
        failures.append(repr(error))


async def run_connections(address, idle, busy, seconds):
    latencies, failures = [], []
    sleepers = []
    for _ in range(idle):
        reader, writer = await asyncio.open_connection(*address)
        writer.write(get(0))
        failures += [status for status in [await read_reply(reader)] if status != 200]
        sleepers.append((reader, writer))
    until = time.monotonic() + seconds
    await asyncio.gather(*(be_busy(address, until, latencies, failures) for _ in range(busy)))
    for reader, writer in sleepers:  # Those that slept are served as if nothing had been.
        try:
            writer.write(get(0))
            failures += [status for status in [await read_reply(reader)] if status != 200]
            writer.close()
        except (OSError, asyncio.IncompleteReadError) as error:
            failures.append(repr(error))
    return {"idle": idle, "busy": busy, **percentiles(latencies), "failures": failures[:5]}


def memory_mb(server):
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) // 1024
    return None


def measure_connections(server, idle, busy, seconds):
    allow_many_files()
    Client(address_of(server)).exchange(CREATE)
    result = asyncio.run(run_connections(address_of(server), idle, busy, seconds))
    return {**result, "requests_per_second": round(result["requests"] / seconds), "memory_mb": memory_mb(server)}


async def flood_with(address, kind, count):
    """Never returns: `count` connections that do what they can, of one kind of badness."""
    allow_many_files()
    await asyncio.gather(*(flood_one(address, kind) for _ in range(count)))


async def flood_one(address, kind):
    while True:
        try:
            reader, writer = await asyncio.open_connection(*address)
            if kind == "good":
                while True:
                    writer.write(get(1))
                    await read_reply(reader)
            if kind == "pipelined":
                while True:
                    writer.write(request("GetItem", b"{") * 100)
                    for _ in range(100):
                        await read_reply(reader)
            writer.write(random.randbytes(1000) + b"\r\n\r\n" if kind == "garbage" else put(1)[:300])
            if kind == "half":
                await asyncio.sleep(0.01)
            else:
                await reader.read()
            writer.close()
        except (OSError, asyncio.IncompleteReadError, IndexError):
            await asyncio.sleep(0.001)


def measure_beside(server, kind, count, seconds):
    """Latencies of one good client beside a flood of this kind; None: alone."""
    others = None
    if kind is not None:
        host, port = address_of(server)
        others = subprocess.Popen([sys.executable, __file__, "--flood", kind, "--busy", str(count), f"{host}:{port}"])
    try:
        time.sleep(0.5)
        client, latencies = Client(address_of(server)), []
        client.exchange(CREATE)
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            start = time.monotonic()
            status, body = client.exchange(get(1))
            latencies.append(time.monotonic() - start)
            if status != 200:
                raise RuntimeError(f"{status}: {body}")
        client.close()
        return {"beside": kind or "nobody", "others": count if kind else 0, **percentiles(latencies)}
    finally:
        if others is not None:
            others.kill()
            others.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--idle", type=int, default=2000)
    parser.add_argument("--busy", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--flood", choices=FLOODS, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.flood:
        host, port = arguments.binary.split(":")
        return asyncio.run(flood_with((host, int(port)), arguments.flood, arguments.busy))
    with BasaltServer(arguments.binary, "--in-memory") as server:
        print(json.dumps(measure_connections(server, arguments.idle, arguments.busy, arguments.seconds)))
    for kind in (None, *FLOODS):
        with BasaltServer(arguments.binary, "--in-memory") as server:
            print(json.dumps(measure_beside(server, kind, 8, min(10, arguments.seconds))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
