"""The executable where its surroundings are not as they should be: options without sense, closed
handles, pipes that nobody reads, no threads, files that others can read.

    BASALT=build/release/basalt python3 -m unittest test_edges
"""

import json
import os
import pathlib
import re
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
HEADERS = {"X-Amz-Date": "20250101T000000Z", "Content-Type": "application/x-amz-json-1.0",
           "Authorization": "AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/"
                            "aws4_request, SignedHeaders=host, Signature=0"}


def run(*arguments, **options):
    return subprocess.run([BASALT, *arguments], capture_output=True, text=True, timeout=30,
                          **options)


def call(endpoint, operation, body):
    request = urllib.request.Request(endpoint, json.dumps(body).encode(),
                                     {**HEADERS, "X-Amz-Target": f"DynamoDB_20120810.{operation}"})
    try:
        with urllib.request.urlopen(request, timeout=30) as reply:
            return reply.status, json.load(reply)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


class Edges(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory(prefix="basalt-edges-")
        self.addCleanup(self.folder.cleanup)
        self.data = os.path.join(self.folder.name, "data")

    def serve(self, *arguments, **options):
        """A server that starts; the caller waits for its end."""
        server = subprocess.Popen([BASALT, "serve", "--port", "0", *arguments], text=True, **options)
        self.addCleanup(self.end, server)
        return server

    @staticmethod
    def end(server):
        if server.poll() is None:
            server.kill()
        server.wait()
        for stream in (server.stdin, server.stdout, server.stderr):
            if stream:
                stream.close()

    def refused(self, *arguments, says, **options):
        done = run(*arguments, cwd=self.folder.name, **options)
        self.assertIn(done.returncode, range(1, 128), done.stderr)
        self.assertEqual(done.stdout, "")
        self.assertIn(says, done.stderr)

    def test_options_without_sense_are_refused(self):
        for arguments, says in [
                (("--data", ""), "it is empty"),
                (("--credentials", ""), "it is empty"),
                (("--tls-cert", "", "--tls-key", ""), "it is empty"),
                (("--kinesis-directory", ""), "it is empty"),
                (("--in-memory", "--region", ""), "a region is 1 to 64 of a-z"),
                (("--in-memory", "--region", "US east"), "a region is 1 to 64 of a-z"),
                (("--in-memory", "--max-memory", "-1"), "--max-memory"),
                (("--in-memory", "--max-memory", "0"), "--max-memory"),
                (("--in-memory", "--max-memory", "99999999TiB"), "--max-memory"),
                (("--in-memory", "--max-connections", "0"), "--max-connections"),
                (("--in-memory", "--max-connections", "-1"), "--max-connections"),
                (("--in-memory", "--host", ""), "not a name or an address: ''"),
                (("--in-memory", "--host", "256.1.1.1"), "not a name or an address: '256.1.1.1'"),
                (("--in-memory", "--host", "1.2.3.4.5"), "not a name or an address"),
                (("--in-memory", "--host", "::1::"), "not a name or an address"),
                (("--in-memory", "--host", "127.0.0.1:8000"), "not a name or an address"),
                (("--in-memory", "--port", "-1"), "--port"),
                (("--in-memory", "--port", "1.5"), "--port"),
                (("--in-memory", "--cache", "-1"), "--cache"),
                (("--in-memory", "--stream-shards", "0"), "--stream-shards"),
                (("--in-memory", "--state-delay", "-1"), "--state-delay")]:
            with self.subTest(arguments):
                self.refused("serve", *arguments, says=says)
        self.refused("inspect", "", says="it is empty")
        self.refused("inspect", self.data, "--salvage", "", says="it is empty")

    def test_a_file_for_a_directory_is_refused(self):
        pathlib.Path(self.data).write_text("mine")
        for command in (("serve", "--port", "0", "--data"), ("inspect",)):
            self.refused(*command, self.data, says="it is not a directory")

    def test_pipes_for_files_are_refused(self):
        os.mkfifo(self.data)
        os.chmod(self.data, 0o600)
        for arguments in (("--credentials", self.data), ("--tls-cert", self.data, "--tls-key", "x")):
            self.refused("serve", "--in-memory", *arguments, says="it is not a file")

    def test_handles_that_are_closed_at_the_start(self):
        for closed in ((0,), (1,), (2,), (0, 1, 2)):
            with self.subTest(closed):
                port = 20000 + os.getpid() % 10000 + len(closed)
                script = " ".join(f"{handle}>&-" for handle in closed)
                server = subprocess.Popen(
                    ["sh", "-c", f'exec "$0" serve --port {port} --data "$1" {script}', BASALT,
                     self.data], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
                self.addCleanup(self.end, server)
                self.await_health(f"http://127.0.0.1:{port}", server)
                names = [os.readlink(f"/proc/{server.pid}/fd/{handle}") for handle in closed]
                self.assertEqual(names, ["/dev/null"] * len(closed))
                server.send_signal(signal.SIGTERM)
                self.assertEqual(server.wait(timeout=30), 0)
                self.assertEqual(pathlib.Path(self.data, "LOCK").stat().st_size, 0)

    def await_health(self, endpoint, server):
        deadline = time.monotonic() + 30
        while True:
            try:
                with urllib.request.urlopen(endpoint, timeout=5) as reply:
                    return reply.status
            except OSError:
                self.assertIsNone(server.poll(), "the server ended")
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.02)

    def test_a_log_that_nobody_reads_ends_nothing(self):
        server = self.serve("--in-memory", "--state-delay", "0", stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE)
        endpoint = re.search(r"http://[^,\s]+", server.stdout.readline())[0]
        server.stdout.close()
        server.stderr.close()
        server.send_signal(signal.SIGTERM)  # Which is told in the log.
        self.assertEqual(server.wait(timeout=30), 0)
        self.assertTrue(endpoint)

    def test_a_log_that_is_full_stops_nothing(self):
        reader, writer = os.pipe()
        os.set_blocking(writer, False)
        try:
            while True:
                os.write(writer, b"x" * 4096)
        except BlockingIOError:
            os.set_blocking(writer, True)
        server = self.serve("--in-memory", stdout=subprocess.PIPE, stderr=writer)
        os.close(writer)
        self.assertIn("Basalt is ready", server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(timeout=30), 0)
        os.close(reader)

    def test_where_threads_cannot_be_made_the_start_says_so(self):
        for kilobytes in (150_000, 250_000, 350_000, 450_000, 700_000):
            with self.subTest(kilobytes):
                def limit(size=kilobytes * 1024):
                    resource.setrlimit(resource.RLIMIT_AS, (size, size))
                begun = time.monotonic()
                server = self.serve("--data", self.data, stdout=subprocess.PIPE,
                                    stderr=subprocess.PIPE, preexec_fn=limit)
                timer = threading.Timer(20, server.kill)
                timer.start()
                line = server.stdout.readline()
                timer.cancel()
                if line:
                    server.send_signal(signal.SIGTERM)
                    self.assertEqual(server.wait(timeout=30), 0)
                    continue
                said = server.stderr.read()
                self.assertIn(server.wait(timeout=20), range(1, 128), said)
                self.assertRegex(said, "basalt: |cannot allocate|error while loading")
                self.assertLess(time.monotonic() - begun, 15)

    def test_where_processes_are_few_the_start_says_so(self):
        if os.geteuid() != 0:
            self.skipTest("root alone can be another user")
        user = 50_000 + os.getpid() % 10_000  # Has no other processes.
        os.chmod(self.folder.name, 0o777)
        for count in (1, 5, 20, 40, 60, 200):
            with self.subTest(count):
                def limit(maximum=count):
                    os.setgid(user)
                    resource.setrlimit(resource.RLIMIT_NPROC, (maximum, maximum))
                    os.setuid(user)
                try:
                    server = self.serve("--data", self.data, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, preexec_fn=limit)
                except PermissionError:
                    self.skipTest("another user cannot run the executable where it lies")
                timer = threading.Timer(20, server.kill)
                timer.start()
                line = server.stdout.readline()
                timer.cancel()
                if line:
                    self.assertGreater(count, 20)
                    server.send_signal(signal.SIGTERM)
                    self.assertEqual(server.wait(timeout=30), 0)
                    continue
                self.assertLess(count, 200)
                self.assertEqual(server.wait(timeout=20), 1)
                self.assertRegex(server.stderr.read(), "thread")
                self.assertFalse(os.path.exists(self.data))

    def test_signals_end_a_start_at_once(self):
        # A start that takes long: it waits for a name server that does not answer in time, or, as
        # here, for a log of its own directory. Signals are sent at random moments of many starts.
        for attempt in range(12):
            server = self.serve("--data", self.data, stdout=subprocess.DEVNULL,
                                stderr=subprocess.DEVNULL)
            time.sleep(0.004 * attempt)
            begun = time.monotonic()
            server.send_signal(signal.SIGTERM)
            self.assertIn(server.wait(timeout=30), (0, -signal.SIGTERM, 128 + signal.SIGTERM))
            self.assertLess(time.monotonic() - begun, 10)

    def test_what_is_made_is_private(self):
        def open_to_all():
            os.umask(0)
        server = self.serve("--data", self.data, stdout=subprocess.PIPE, preexec_fn=open_to_all)
        server.stdout.readline()
        self.assertEqual(stat.S_IMODE(os.stat(self.data).st_mode), 0o700)
        for name in os.listdir(self.data):
            mode = stat.S_IMODE(os.stat(os.path.join(self.data, name)).st_mode)
            self.assertEqual(mode & 0o077, 0, name)
        server.send_signal(signal.SIGTERM)
        self.assertEqual(server.wait(timeout=30), 0)

    def test_secrets_that_others_can_read_are_told_of(self):
        keys = pathlib.Path(self.folder.name, "keys")
        keys.write_text("[default]\naws_access_key_id=AKIDEXAMPLE\n"
                        "aws_secret_access_key=wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY\n")
        for mode, told in ((0o600, False), (0o644, True), (0o640, True)):
            with self.subTest(oct(mode)):
                keys.chmod(mode)
                with tempfile.TemporaryFile("w+") as log:
                    with BasaltServer(BASALT, "--in-memory", "--credentials", str(keys), log=log):
                        pass
                    log.seek(0)
                    self.assertEqual(f"can read {keys}: chmod 600 {keys}" in log.read(), told)

    def test_a_start_that_fails_leaves_nothing_behind(self):
        with BasaltServer(BASALT, "--in-memory") as other:
            port = other.endpoint.rpartition(":")[2]
            self.refused("serve", "--port", port, "--data", os.path.join(self.data, "deep"),
                         says="Address already in use")
            self.assertEqual(os.listdir(self.folder.name), [])
            with BasaltServer(BASALT, "--data", self.data):
                pass
            self.refused("serve", "--port", port, "--data", self.data,
                         says="Address already in use")
        self.assertEqual(run("inspect", self.data, "--verify").stdout, "sound\n")

    def test_a_deleted_table_with_a_stream_is_sound(self):
        with BasaltServer(BASALT, "--data", self.data, "--state-delay", "500") as server:
            status, reply = call(server.endpoint, "CreateTable", {
                "TableName": "notes", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
                "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}})
            self.assertEqual(status, 200, reply)
            deadline = time.monotonic() + 30
            while call(server.endpoint, "DeleteTable", {"TableName": "notes"})[0] != 200:
                self.assertLess(time.monotonic(), deadline)
                time.sleep(0.05)
            self.assertEqual(run("inspect", self.data, "--verify").stdout[-6:], "sound\n")
        self.assertEqual(run("inspect", self.data, "--verify").stdout[-6:], "sound\n")


if __name__ == "__main__":
    unittest.main()
