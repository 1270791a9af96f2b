"""The executable as a person meets it: ready line, stops, refusals, inspect, healthcheck.

    BASALT=build/release/basalt python3 -m unittest test_basalt
"""

import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]


def has_ipv6():
    try:
        with socket.create_server(("::1", 0), family=socket.AF_INET6):
            return True
    except OSError:
        return False


HAS_IPV6 = has_ipv6()


def run(*arguments):
    return subprocess.run([BASALT, *arguments], capture_output=True, text=True, timeout=30)


def request(server, operation, **body):
    headers = {"X-Amz-Target": f"DynamoDB_20120810.{operation}", "Content-Type": "application/x-amz-json-1.0",
               "Authorization": "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/dynamodb/aws4_request, "
                                "SignedHeaders=host, Signature=any", "X-Amz-Date": "20260101T000000Z"}
    sent = urllib.request.Request(server.endpoint, json.dumps(body).encode(), headers)
    with urllib.request.urlopen(sent, timeout=30) as reply:
        return json.load(reply)


def flip_a_bit_of(directory):
    """In the midst of its longest log or table of files."""
    file = max((path for path in pathlib.Path(directory).iterdir() if path.suffix in (".log", ".sst")),
               key=lambda path: path.stat().st_size)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0x10
    file.write_bytes(content)


class Basalt(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="basalt-tools-")
        self.addCleanup(self.folder.cleanup)
        self.data = os.path.join(self.folder.name, "data")

    def refused(self, *arguments, says):
        done = run(*arguments)
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr)

    def test_the_ready_line_says_it_all(self):
        with BasaltServer(BASALT, "--data", self.data, "--durability", "interval") as server:
            self.assertEqual(
                server.ready_line, f"Basalt is ready on {server.endpoint}, data in {self.data}, "
                                   "durability interval\n")
            self.assertRegex(server.endpoint, r"^http://127\.0\.0\.1:[1-9]\d*$")
        with BasaltServer(BASALT, "--in-memory") as server:
            self.assertIn("data in memory, durability none", server.ready_line)

    def test_signals_stop_it_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            with self.subTest(number), tempfile.TemporaryFile("w+") as log:
                server = BasaltServer(BASALT, "--data", self.data, log=log)
                server.process.send_signal(number)
                self.assertEqual(server.process.wait(timeout=30), 0)
                server.process.stdout.close()
                log.seek(0)
                self.assertIn(f"stopping on {number.name}", log.read())

    def test_other_signals_do_no_harm(self):
        # Stopping afterwards shows that nobody took them for what wakes a thread of ours.
        with BasaltServer(BASALT, "--data", self.data) as server:
            for number in (signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPROF, signal.SIGIO):
                server.process.send_signal(number)
            with urllib.request.urlopen(server.endpoint, timeout=30) as reply:
                self.assertEqual(reply.status, 200)
        with BasaltServer(BASALT, "--data", self.data, launcher=("nohup",)) as server:
            server.process.send_signal(signal.SIGHUP)
            with urllib.request.urlopen(server.endpoint, timeout=30) as reply:
                self.assertEqual(reply.status, 200)

    def test_help_is_for_people(self):
        for command in ((), ("serve",), ("inspect",), ("healthcheck",)):
            with self.subTest(command):
                done = run(*command, "--help")
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertLessEqual(max(map(len, done.stdout.splitlines())), 100)
                self.assertNotRegex(done.stdout, r"TEXT|UINT|INT:|\bin \[")
        said = run("serve", "--help").stdout
        groups = re.findall(r"^(\w+):$", said, re.MULTILINE)
        self.assertEqual(groups, ["Options", "Data", "Address", "Access", "Behaviour", "Limits"])
        for default in ("[8000]", "[basalt-data]", "[commit]", "[us-east-1]", "[512MiB]", "[4096]"):
            self.assertIn(default, said)

    def test_regions(self):
        for region in ("", "US-EAST-1", "us_east_1", "us east", "eu:west", "x" * 65):
            self.refused("serve", "--in-memory", "--port", "0", "--region", region,
                         says="a region is 1 to 64 of a-z, 0-9 and '-'")
        for region in ("local", "localhost", "us-east-1", "ddblocal", "xx"):
            with BasaltServer(BASALT, "--in-memory", "--region", region):
                pass

    def test_another_region_is_told(self):
        schema = {"BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                  "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]}
        for region, tells in (("us-east-1", False), ("local", True), ("local", False)):
            with tempfile.TemporaryFile("w+") as log, self.subTest(region=region, tells=tells):
                with BasaltServer(BASALT, "--data", self.data, "--region", region, log=log) as server:
                    if region == "us-east-1":
                        request(server, "CreateTable", TableName="notes", **schema)
                log.seek(0)
                told = re.search(r"\[warning\].* began with arn:aws:dynamodb:us-east-1:\d+ .*"
                                 r"begin with arn:aws:dynamodb:local:", log.read())
                self.assertEqual(told is not None, tells)

    def test_a_taken_port_is_refused(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            port = server.endpoint.rpartition(":")[2]
            self.refused("serve", "--in-memory", "--port", port, says="Address already in use")

    def test_a_directory_in_use_is_refused(self):
        with BasaltServer(BASALT, "--data", self.data):
            self.refused("serve", "--port", "0", "--data", self.data,
                         says=f"cannot open data directory '{self.data}': another process holds it")

    def test_a_directory_that_cannot_be_is_refused(self):
        file = pathlib.Path(self.folder.name, "file")
        file.write_text("")
        self.refused("serve", "--port", "0", "--data", str(file / "data"),
                     says="cannot create data directory")

    def test_somebody_elses_directory_is_refused(self):
        pathlib.Path(self.folder.name, "notes.txt").write_text("mine")
        self.refused("serve", "--port", "0", "--data", self.folder.name, says="it is not Basalt's")
        self.assertEqual(os.listdir(self.folder.name), ["notes.txt"])

    def test_a_newer_format_is_refused(self):
        with BasaltServer(BASALT, "--data", self.data):
            pass
        pathlib.Path(self.data, "FORMAT").write_text("basalt 99\n")
        self.refused("serve", "--port", "0", "--data", self.data,
                     says="it holds format 99, written by a newer Basalt")
        self.refused("inspect", self.data, says="it holds format 99")

    def test_options_that_do_not_fit_are_refused(self):
        for arguments, says in [
                (("--in-memory", "--data", self.data), "excludes"),
                (("--in-memory", "--durability", "commit"), "its durability is none"),
                (("--data", self.data, "--durability", "none"), "leave out --data"),
                (("--durability", "fast"), "fast not in {commit,interval,none}"),
                (("--port", "99999"), "--port")]:
            with self.subTest(arguments):
                self.refused("serve", *arguments, says=says)

    def test_inspect_salvages(self):
        with BasaltServer(BASALT, "--data", self.data):
            pass
        fresh = self.data + "-fresh"
        done = run("inspect", self.data, "--salvage", fresh)
        self.assertEqual((done.returncode, done.stdout, done.stderr), (0, f"{fresh} is sound\n", ""))
        self.assertEqual(run("inspect", fresh, "--verify").stdout, "sound\n")
        self.refused("inspect", self.data, "--salvage", fresh, says="exists already")
        pathlib.Path(self.data, "CURRENT").unlink()
        self.refused("serve", "--port", "0", "--data", self.data, says="its file CURRENT is missing")

    def test_inspect_tells_of_damage_and_of_what_salvage_lost(self):
        with BasaltServer(BASALT, "--data", self.data) as server:
            request(server, "CreateTable", TableName="notes", BillingMode="PAY_PER_REQUEST",
                    AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                    KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
            for number in range(50):
                request(server, "PutItem", TableName="notes",
                        Item={"id": {"S": str(number)}, "text": {"S": f"{number} " * 100}})
        # Stopping has brought the items into a table of files, or they are in the log.
        flip_a_bit_of(self.data)
        verified = run("inspect", self.data, "--verify")
        self.assertEqual(verified.returncode, 1)
        self.assertIn(f"To copy what is whole: basalt inspect {self.data} --salvage NEW_DIRECTORY",
                      verified.stderr)
        salvaged = run("inspect", self.data, "--salvage", self.data + "-fresh")
        self.assertEqual(salvaged.returncode, 2)
        self.assertRegex(salvaged.stdout, rf"(?m)^lost: .*\n{self.data}-fresh is sound$")
        self.assertEqual(salvaged.stderr, f"basalt: not all of {self.data} could be copied\n")
        self.assertEqual(run("inspect", self.data + "-fresh", "--verify").returncode, 0)
        self.assertIn("2   --salvage made the new directory", run("inspect", "--help").stdout)

    def test_inspect_looks_at_a_directory_in_use_and_after(self):
        with BasaltServer(BASALT, "--data", self.data):
            self.assertEqual(run("inspect", self.data, "--verify").stdout, "sound\n")
        self.assertEqual(run("inspect", self.data, "--verify").returncode, 0)
        self.refused("inspect", self.data + "-none", says="there is no data directory")

    def test_it_listens_where_it_is_told(self):
        with BasaltServer(BASALT, "--in-memory", "--host", "127.0.0.2", "--host=127.0.0.3") as server:
            port = server.endpoint.rpartition(":")[2]
            self.assertIn(f"on http://127.0.0.2:{port} and http://127.0.0.3:{port}, data", server.ready_line)
            for host in ("127.0.0.2", "127.0.0.3"):
                self.assertEqual(run("healthcheck", "--url", f"http://{host}:{port}").returncode, 0)
        self.refused("serve", "--in-memory", "--port", "0", "--host", "127.0.0.1", "--host", "[::]",
                     says="other machines can connect to [::]")

    @unittest.skipUnless(HAS_IPV6, "this machine has no IPv6")
    def test_it_listens_on_both_loopbacks(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            port = server.endpoint.rpartition(":")[2]
            self.assertEqual(run("healthcheck", "--url", f"http://[::1]:{port}").returncode, 0)
        for host in ("::1", "[::1]"):
            with BasaltServer(BASALT, "--in-memory", "--host", host) as server:
                self.assertRegex(server.endpoint, r"^http://\[::1\]:\d+$")
        with BasaltServer(BASALT, "--in-memory", "--host", "[::]", "--allow-unauthenticated") as server:
            port = server.endpoint.rpartition(":")[2]
            for host in ("127.0.0.1", "[::1]"):
                self.assertEqual(run("healthcheck", "--url", f"http://{host}:{port}").returncode, 0)

    def test_a_health_check_may_be_a_head(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            for path in ("/", "/readyz"):
                request = urllib.request.Request(server.endpoint + path, method="HEAD")
                with urllib.request.urlopen(request) as answer:
                    self.assertEqual((answer.status, answer.read()), (200, b""))

    def test_healthcheck(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            self.assertEqual(run("healthcheck", "--url", server.endpoint).returncode, 0)
            with urllib.request.urlopen(server.endpoint) as answer:
                self.assertEqual(answer.status, 200)
        self.refused("healthcheck", "--url", server.endpoint, says="nothing listens there")
        for url in ("ftp://here", "localhost:8000", "http://localhost:8000/readyz", "", "http://localhost:0",
                    "http://localhost:65536", "http://localhost:99999999999999999999"):
            self.refused("healthcheck", "--url", url, says="not an address of the form http://HOST:PORT")
        self.refused("healthcheck", "--url", "http://no..such:1",
                     says="'http://no..such:1': the name of the host is not known: ")

    def test_healthcheck_says_who_is_there_instead(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            self.refused("healthcheck", "--url", server.endpoint.replace("http:", "https:"),
                         says="no TLS there: try http://")
            server.process.send_signal(signal.SIGSTOP)
            self.refused("healthcheck", "--url", server.endpoint, says="no answer within 3 seconds")
            server.process.send_signal(signal.SIGCONT)
        for answer, says in [(b"SSH-2.0-OpenSSH\r\n", "what answers there speaks no HTTP"),
                             (b"", "the connection was closed without an answer, as by a server of https"),
                             (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
                              "what answers there is no Basalt: GET /readyz has status 404")]:
            with self.subTest(says), socket.create_server(("127.0.0.1", 0)) as listener:
                def serve():
                    with listener.accept()[0] as connection:
                        connection.recv(1000)
                        connection.sendall(answer)

                thread = threading.Thread(target=serve)
                thread.start()
                self.refused("healthcheck", "--url", f"http://127.0.0.1:{listener.getsockname()[1]}", says=says)
                thread.join()


if __name__ == "__main__":
    unittest.main()
