"""Limits that keep one client from taking the server from others. The long form is load.py.

    BASALT=build/release/basalt python3 -m unittest test_limits
"""

import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import fairness  # noqa: E402
import load  # noqa: E402
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]


class Limits(unittest.TestCase):
    def start(self, *arguments):
        load.allow_many_files()
        server = BasaltServer(BASALT, "--in-memory", *arguments)
        self.addCleanup(server.stop)
        return server

    def client(self, server):
        client = load.Client(load.address_of(server))
        self.addCleanup(client.close)
        return client

    def test_idle_and_busy_connections(self):
        result = load.measure_connections(self.start(), idle=300, busy=50, seconds=2)
        self.assertEqual(result["failures"], [], result)
        self.assertGreater(result["requests"], 100)

    def test_connections_that_drip_make_room(self):
        server = self.start("--max-connections", "64")
        stop = threading.Event()

        def drip():
            clients = [load.Client(load.address_of(server)) for _ in range(200)]
            for byte in load.put(1):
                for client in clients:
                    try:
                        client.socket.send(bytes([byte]))
                    except OSError:
                        pass  # It had to make room.
                if stop.wait(0.1):
                    break
            for client in clients:
                client.close()

        dripping = threading.Thread(target=drip)
        dripping.start()
        try:
            time.sleep(0.3)
            for _ in range(10):
                start = time.monotonic()
                self.assertEqual(self.client(server).exchange(load.request("ListTables", {}))[0], 200)
                self.assertLess(time.monotonic() - start, 10)
        finally:
            stop.set()
            dripping.join()

    def ask_again(self, server, count):
        """Whether new clients are served while so many others have a connection and say nothing."""
        address = load.address_of(server)
        idle = [self.client(server) for _ in range(count)]
        for _ in range(5):
            start = time.monotonic()
            self.assertEqual(self.client(server).exchange(load.request("ListTables", {}))[0], 200)
            self.assertLess(time.monotonic() - start, 10, address)
        return idle

    def test_connections_leave_files_to_the_store(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        load.allow_many_files()
        with tempfile.TemporaryFile("w+") as log:
            server = BasaltServer(BASALT, "--data", folder.name + "/data", launcher=("prlimit", "--nofile=256"), log=log)
            self.addCleanup(server.stop)
            client = self.client(server)
            self.assertEqual(client.exchange(load.CREATE)[0], 200)
            self.ask_again(server, 300)
            files = len(os.listdir(f"/proc/{server.process.pid}/fd"))
            self.assertLess(files, 256 - 60, "the store has no files to spare")
            self.assertEqual(self.client(server).exchange(load.put(1))[0], 200)
            log.seek(0)
            said = re.search(r"(\d+) connections at most: the system allows 256 open files", log.read())
            self.assertTrue(said)
            self.assertLess(int(said[1]), 256 - 64 - 15)  # A quarter is the store's, and more is open at the start.

    def test_few_files_are_enough_or_the_start_says_how_many_are(self):
        for limit in (12, 30, 50):
            done = subprocess.run(["prlimit", f"--nofile={limit}", BASALT, "serve", "--in-memory", "--port", "0"],
                                  capture_output=True, text=True, timeout=30)
            self.assertEqual(done.returncode, 1, done.stderr)
            needed = int(re.search(rf"only {limit} open files, and it needs (\d+): raise the limit", done.stderr)[1])
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        server = BasaltServer(BASALT, "--data", folder.name + "/data", "--cache", "8",
                              launcher=("prlimit", f"--nofile={needed}"))
        self.addCleanup(server.stop)
        self.assertEqual(self.client(server).exchange(load.CREATE)[0], 200)
        self.ask_again(server, 100)
        writer = self.client(server)
        for i in range(200):  # 20 MB: the cache is written to tables several times.
            reply = writer.exchange(load.request("PutItem", {
                "TableName": "load", "Item": {"id": {"S": str(i)}, "v": {"S": "x" * 100_000}}}))
            self.assertEqual(reply[0], 200, (i, reply))

    def test_room_is_made_when_files_run_out(self):
        server = self.start()
        pid = server.process.pid
        files = len(os.listdir(f"/proc/{pid}/fd")) + 50
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (files, files))
        self.ask_again(server, 100)

    def test_memory_under_way(self):
        server = self.start("--max-memory", "1MiB")
        holder, other = self.client(server), self.client(server)
        held = load.request("PutItem", b" " * 2_000_000)
        holder.socket.sendall(held[:900_000])
        time.sleep(0.5)
        self.assertEqual(other.exchange(load.CREATE)[0], 200)
        status, body = other.exchange(load.request("PutItem", b" " * 500_000))
        self.assertEqual(status, 503)
        self.assertIn(b"InternalServerError", body)
        holder.close()
        time.sleep(0.5)
        self.assertEqual(self.client(server).exchange(load.request("PutItem", b" " * 500_000))[0], 400)

    def test_nobody_waits_for_connections_that_scan(self):
        result = fairness.measure(self.start(), scanners=8, seconds=1.5)
        print(result)
        # The median, because processors are scarce here; fairness.py measures the rest.
        self.assertLess(result["beside"]["p50_ms"], 3 * result["alone"]["p50_ms"] + 1, result)

    def test_bad_clients_cost_no_more_than_good_ones(self):
        results = {}
        for kind in load.FLOODS:
            server = self.start()
            results[kind] = load.measure_beside(server, kind, 8, 2)
        fair = results["good"]
        for kind, result in results.items():
            print(result)
            # A loaded machine doubles anything; an unfair server would take tens of times as long.
            self.assertLess(result["p50_ms"], 5 * fair["p50_ms"] + 5, results)
            self.assertLess(result["p99_ms"], 10 * fair["p99_ms"] + 50, results)


if __name__ == "__main__":
    unittest.main()
