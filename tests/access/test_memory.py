"""What requests and replies may take of memory, whoever sends them, and that others are served meanwhile.

    BASALT=build/release/basalt python3 -m unittest test_memory
    LONG=1 BASALT=... python3 -m unittest test_memory      full bodies, 50 at once, random ones for minutes
"""

import json
import os
import pathlib
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import hostile_bodies  # noqa: E402
import load  # noqa: E402
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
LONG = bool(os.environ.get("LONG"))
SIZE = (16 if LONG else 2) * hostile_bodies.MEGABYTE - 1000
COUNT = 50 if LONG else 6
LIMIT_MB = 512 if LONG else 32
BOUND_MB = LIMIT_MB + max(LIMIT_MB / 10, 16)


class Memory(unittest.TestCase):
    def start(self, *arguments):
        load.allow_many_files()
        server = BasaltServer(BASALT, "--in-memory", *arguments)
        self.addCleanup(server.stop)
        client = self.client(server)
        self.assertEqual(client.exchange(load.CREATE)[0], 200)
        return server, client, load.memory_mb(server)

    def client(self, server):
        client = load.Client(load.address_of(server), patience=60)
        self.addCleanup(client.close)
        return client

    def put_large_items(self, client, count):
        for number in range(count):
            item = {"id": {"S": str(number)}, "text": {"S": "x" * 390_000}}
            self.assertEqual(client.exchange(load.request("PutItem", {"TableName": "load", "Item": item}))[0], 200)

    def check_bodies(self, server, client, idle, bodies):
        peaks, bound = {}, idle + BOUND_MB
        for name, data in bodies:
            statuses = []
            with hostile_bodies.PeakMemory(server) as memory:
                hostile_bodies.send_at_once(load.address_of(server), data, COUNT, statuses)
            peaks[name] = memory.peak
            self.assertLessEqual(memory.peak, bound, f"{name}: {statuses}")
            self.assertLessEqual(set(statuses), {200, 400, 413, 503}, name)
            self.assertEqual(client.exchange(load.get(1))[0], 200, name)
        print(json.dumps({"idle": idle, "bound": bound, **peaks}))

    def test_hostile_bodies_stay_within_the_limit_and_leave_nothing(self):
        server, client, idle = self.start("--max-memory", f"{LIMIT_MB}MiB")
        self.check_bodies(server, client, idle, hostile_bodies.bodies(SIZE))
        if LONG:
            until, random_ones = time.monotonic() + 300, hostile_bodies.random_bodies(SIZE, 1)
            self.check_bodies(server, client, idle, iter(
                lambda: next(random_ones) if time.monotonic() < until else None, None))
        left = hostile_bodies.wait_until_below(server, idle + 100, 60)
        self.assertLessEqual(left, idle + 100)

    def test_a_lack_of_memory_is_an_error_of_the_request(self):
        """The system has less than --max-memory says."""
        server, _, _ = self.start()
        used = hostile_bodies.address_space_bytes(server)
        room = used + (250 if LONG else 150) * hostile_bodies.MEGABYTE
        server = BasaltServer(BASALT, "--in-memory", "--cache", "8", "--max-memory", "8GiB", launcher=("prlimit", f"--as={room}"))
        self.addCleanup(server.stop)
        client = self.client(server)
        self.assertEqual(client.exchange(load.CREATE)[0], 200)
        seen = set()
        size = SIZE if LONG else 2 * SIZE
        for name, data in list(hostile_bodies.bodies(size))[::1 if LONG else 3]:
            statuses = []
            hostile_bodies.send_at_once(load.address_of(server), data, 4, statuses)
            seen |= set(statuses)
            self.assertIsNone(server.process.poll(), name)
            self.assertEqual(client.exchange(load.get(1))[0], 200, name)
        self.assertIn(503, seen)

    def test_large_requests_of_good_clients_are_served(self):
        server, client, _ = self.start("--max-memory", f"{LIMIT_MB}MiB")
        items = [{"PutRequest": {"Item": {"id": {"S": str(number)}, "text": {"S": "x" * 390_000}}}}
                 for number in range(25)]
        for _ in range(3):
            status, body = client.exchange(load.request("BatchWriteItem", {"RequestItems": {"load": items}}))
            self.assertEqual(status, 200, body)
        keys = {"load": {"Keys": [{"id": {"S": str(number)}} for number in range(25)]}}
        status, body = client.exchange(load.request("BatchGetItem", {"RequestItems": keys}))
        self.assertEqual((status, len(json.loads(body)["Responses"]["load"])), (200, 25))

    def test_clients_that_do_not_read_hold_only_their_own(self):
        server, client, idle = self.start("--max-memory", "512MiB" if LONG else "64MiB")
        many = 40 if LONG else 12
        self.put_large_items(client, many)
        idle = load.memory_mb(server)
        keys = {"load": {"Keys": [{"id": {"S": str(number)}} for number in range(many)]}}
        ask = load.request("BatchGetItem", {"RequestItems": keys})
        put = load.request("PutItem", {"TableName": "load", "Item": {"id": {"S": "a"}, "b": {"S": "c" * 100_000}}})
        with hostile_bodies.PeakMemory(server) as memory:
            deaf = [self.client(server) for _ in range(150 if LONG else 50)]
            for one in deaf:
                one.socket.sendall(ask)
            statuses = []
            until = time.monotonic() + (30 if LONG else 4)
            while time.monotonic() < until:
                statuses += [client.exchange(put)[0], client.exchange(load.get(1))[0]]
            status, body = client.exchange(ask)
        self.assertEqual(set(statuses), {200})
        self.assertEqual(status, 200, body[:200])
        self.assertLessEqual(memory.peak, idle + (512 * 1.1 if LONG else 64 + 16))
        print(json.dumps({"idle": idle, "peak": memory.peak, "served": len(statuses)}))

    def test_replies_much_longer_than_their_items_stay_within_the_limit(self):
        """A control character of an item takes six bytes of JSON: 94 MB of replies of 16 MB."""
        server, client, _ = self.start("--max-memory", "64MiB", "--cache", "8")
        for number in range(41):
            item = {"id": {"S": str(number)}, "text": {"S": "\x01" * 395 * 1024}}
            self.assertEqual(client.exchange(load.request("PutItem", {"TableName": "load", "Item": item}))[0], 200)
        idle = load.memory_mb(server)
        for count, possible in ((41, {503}), (6, {200})):
            keys = {"load": {"Keys": [{"id": {"S": str(number)}} for number in range(count)]}}
            with hostile_bodies.PeakMemory(server) as memory:
                self.assertIn(client.exchange(load.request("BatchGetItem", {"RequestItems": keys}))[0], possible)
            self.assertLessEqual(memory.peak, idle + 64 + 16)

    def test_calls_on_a_hundred_large_items_stay_within_the_limit(self):
        """40 MB that no request and no reply has."""
        server, client, _ = self.start("--max-memory", "64MiB", "--cache", "8")
        self.put_large_items(client, 100)
        idle = load.memory_mb(server)
        keys = [{"id": {"S": str(number)}} for number in range(100)]
        checks = {"TableName": "load", "ConditionExpression": "attribute_not_exists(id)"}
        quoting = {**checks, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        update = {"TableName": "load", "UpdateExpression": "REMOVE nothing"}
        for operation, request in (
                ("BatchGetItem", {"RequestItems": {"load": {"Keys": keys}}}),
                ("TransactGetItems", {"TransactItems": [{"Get": {"TableName": "load", "Key": key}} for key in keys]}),
                ("TransactWriteItems", {"TransactItems": [{"ConditionCheck": {**checks, "Key": key}} for key in keys]}),
                ("TransactWriteItems", {"TransactItems": [{"Delete": {**quoting, "Key": key}} for key in keys]}),
                ("TransactWriteItems", {"TransactItems": [{"Update": {**update, "Key": key}} for key in keys]})):
            statuses = []
            with hostile_bodies.PeakMemory(server) as memory:
                hostile_bodies.send_at_once(load.address_of(server), load.request(operation, request), 10, statuses)
            self.assertLessEqual(set(statuses), {200, 400, 503}, operation)
            self.assertLessEqual(memory.peak, idle + 64 + 16, (operation, statuses))

    def test_a_page_does_not_wait_for_all_that_do_not_read(self):
        server, client, _ = self.start("--max-memory", "64MiB")
        self.put_large_items(client, 40)
        keys = {"load": {"Keys": [{"id": {"S": str(number)}} for number in range(40)]}}
        ask = load.request("BatchGetItem", {"RequestItems": keys})
        for deaf in [self.client(server) for _ in range(60)]:
            deaf.socket.sendall(ask)
        for _ in range(3):
            self.assertEqual(client.exchange(load.request("Scan", {"TableName": "load"}))[0], 200)

    def test_idle_connections_keep_nothing_of_their_replies(self):
        server, client, _ = self.start("--max-memory", "32MiB")
        self.put_large_items(client, 20)
        idle = load.memory_mb(server)
        keys = {"load": {"Keys": [{"id": {"S": str(number)}} for number in range(20)]}}
        ask = load.request("BatchGetItem", {"RequestItems": keys})
        for one in [self.client(server) for _ in range(20)]:
            self.assertEqual(one.exchange(ask)[0], 200)
        self.assertLessEqual(load.memory_mb(server), idle + 48)

    def test_nothing_is_kept_of_a_body_that_was_refused(self):
        server, client, idle = self.start("--max-memory", "32MiB")
        whole = load.request("PutItem", b"")
        chunked = whole.replace(b"Content-Length: 0", b"Transfer-Encoding: chunked")
        data = chunked + b"200000\r\n" + b" " * 0x200000 + b"\r\nthis is no chunk\r\n"
        for one in [self.client(server) for _ in range(50)]:
            self.assertEqual(one.exchange(data)[0], 400)  # The server waits for the client to close.
        self.assertLessEqual(load.memory_mb(server), idle + 48)

    def test_small_bodies_that_never_end_take_little(self):
        server, client, idle = self.start("--max-memory", f"{LIMIT_MB}MiB")
        count = 2000
        data = load.request("PutItem", b" " * 60_000)[:-1]
        with hostile_bodies.PeakMemory(server) as memory:
            halves = [self.client(server) for _ in range(count)]
            for half in halves:
                try:
                    half.socket.sendall(data)
                except OSError:
                    pass  # It has been refused.
            self.assertEqual(client.exchange(load.get(1))[0], 200)
        bound = idle + BOUND_MB + count * 0.032
        self.assertLessEqual(memory.peak, bound)

    def test_nobody_waits_for_large_bodies(self):
        server, client, _ = self.start()
        data = [request for _, request in hostile_bodies.bodies(16 * hostile_bodies.MEGABYTE - 1000)][:8]
        stop = threading.Event()

        def send(number):
            while not stop.is_set():
                hostile_bodies.send_at_once(load.address_of(server), data[number], 1, [])

        senders = [threading.Thread(target=send, args=(number,)) for number in range(4)]
        for sender in senders:
            sender.start()
        latencies = []
        until = time.monotonic() + (30 if LONG else 4)
        while time.monotonic() < until:
            start = time.monotonic()
            self.assertEqual(client.exchange(load.get(1))[0], 200)
            latencies.append(time.monotonic() - start)
            time.sleep(0.001)
        stop.set()
        for sender in senders:
            sender.join()
        result = load.percentiles(latencies)
        print(json.dumps(result))
        # The senders are processes of this machine, too, and have the same two processors.
        self.assertLess(result["p99_ms"], 20 if LONG else 100, result)


if __name__ == "__main__":
    unittest.main()
