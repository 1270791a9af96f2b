"""The executable as a person meets it: ready line, stops, refusals, inspect, healthcheck.

    BASALT=build/release/basalt python3 -m unittest test_basalt
"""

import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import unittest
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]


def run(*arguments):
    return subprocess.run([BASALT, *arguments], capture_output=True, text=True, timeout=30)


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

    def test_both_signals_stop_it_cleanly(self):
        for number in (signal.SIGINT, signal.SIGTERM):
            server = BasaltServer(BASALT, "--data", self.data)
            server.process.send_signal(number)
            self.assertEqual(server.process.wait(timeout=30), 0)
            server.process.stdout.close()

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
        self.assertEqual(run("inspect", self.data, "--salvage", fresh).stdout,
                         f"{fresh} is sound\n")
        self.assertEqual(run("inspect", fresh, "--verify").stdout, "sound\n")
        self.refused("inspect", self.data, "--salvage", fresh, says="exists already")
        pathlib.Path(self.data, "CURRENT").unlink()
        self.refused("serve", "--port", "0", "--data", self.data, says="its file CURRENT is missing")

    def test_inspect_looks_at_a_directory_in_use_and_after(self):
        with BasaltServer(BASALT, "--data", self.data):
            self.assertEqual(run("inspect", self.data, "--verify").stdout, "sound\n")
        self.assertEqual(run("inspect", self.data, "--verify").returncode, 0)
        self.refused("inspect", self.data + "-none", says="there is no data directory")

    def test_healthcheck(self):
        with BasaltServer(BASALT, "--in-memory") as server:
            self.assertEqual(run("healthcheck", "--url", server.endpoint).returncode, 0)
            with urllib.request.urlopen(server.endpoint) as answer:
                self.assertEqual(answer.status, 200)
        self.refused("healthcheck", "--url", server.endpoint, says="nothing listens there")
        self.refused("healthcheck", "--url", "ftp://here", says="not an address")


if __name__ == "__main__":
    unittest.main()
