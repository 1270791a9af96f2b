"""A request without an answer was not executed: clients that send it again must not count twice.

    BASALT=build/release/basalt python3 -m unittest test_stop
    STOPS=1000 BASALT=... python3 -m unittest test_stop      a long run
"""

import json
import os
import pathlib
import random
import sys
import tempfile
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import load  # noqa: E402
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
STOPS = int(os.environ.get("STOPS", "12"))
CLIENTS = 12


def count(name):
    return load.request("UpdateItem", {
        "TableName": "load", "Key": {"id": {"S": name}}, "UpdateExpression": "ADD n :one",
        "ExpressionAttributeValues": {":one": {"N": "1"}}})


class Counters(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.data = str(pathlib.Path(folder.name, "data"))
        self.lock = threading.Lock()

    def count_until(self, address, name, ended, answered, requests_a_connection):
        """Counts up, one request after the other, and adds up the answers."""
        done = 0
        while not ended.is_set():
            try:
                client = load.Client(address, patience=30)
                for _ in range(requests_a_connection):
                    reply = client.exchange(count(name))
                    if reply is None:
                        break
                    done += reply[0] == 200
                client.close()
            except OSError:
                if ended.wait(0.001):
                    break
        with self.lock:
            answered[name] = done

    def stored(self, address, names):
        client = load.Client(address)
        values = {}
        for name in names:
            _, body = client.exchange(load.request("GetItem", {"TableName": "load", "Key": {"id": {"S": name}}}))
            values[name] = int(json.loads(body).get("Item", {}).get("n", {"N": "0"})["N"])
        client.close()
        return values

    def run_stops(self, *arguments):
        chance, differences = random.Random(1), []
        for stop in range(STOPS):
            durability = ("interval", "commit")[stop % 2]
            server = BasaltServer(BASALT, "--data", self.data, "--durability", durability, *arguments)
            address = load.address_of(server)
            load.Client(address).exchange(load.CREATE)
            ended, answered = threading.Event(), {}
            names = [f"{stop}-{client}" for client in range(CLIENTS)]
            threads = [threading.Thread(target=self.count_until, args=(
                address, name, ended, answered, (1, 3, 1_000_000)[number % 3])) for number, name in enumerate(names)]
            for thread in threads:
                thread.start()
            time.sleep(0.1 + 0.2 * chance.random())
            server.stop()
            ended.set()
            for thread in threads:
                thread.join()
            with BasaltServer(BASALT, "--data", self.data) as server:
                stored = self.stored(load.address_of(server), names)
            differences += [(name, answered[name], stored[name]) for name in names if answered[name] != stored[name]]
        self.assertEqual(differences, [], "name, answered, stored")

    def test_a_stop_executes_nothing_that_it_does_not_answer(self):
        self.run_stops()

    def test_making_room_executes_nothing_that_is_not_answered(self):
        self.run_stops("--max-connections", "8")


if __name__ == "__main__":
    unittest.main()
