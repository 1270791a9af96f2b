"""The README's commands, in its order, against a real endpoint: the environment's."""

import os
import pathlib
import re
import subprocess
import sys
import unittest
import uuid

from dialogues.connection import connect
from dialogues.encryption import Vault

FOLDER = pathlib.Path(__file__).parent.parent
# Many items, which test_store loads by fewer.
LOADS_MUCH = "generate"


def commands():
    """Of each line its words, and what the README says that it prints, if anything."""
    lines = re.findall(r"^python3 -m dialogues ([^#\n]+)(.*)$",
                       (FOLDER / "README.md").read_text(), re.MULTILINE)
    return [(words.split(), comment.partition("# prints: ")[2]) for words, comment in lines]


class CommandsTest(unittest.TestCase):
    def setUp(self):
        self.table = f"dialogues-{uuid.uuid4().hex[:8]}"
        self.environment = {**os.environ, "DIALOGUES_TABLE": self.table,
                            "DIALOGUES_KEY": Vault.new_key()}
        self.assertEqual(self.run_it("create").stdout, f"{self.table} is there\n")
        self.addCleanup(connect().delete_table, TableName=self.table)

    def run_it(self, *words):
        return subprocess.run([sys.executable, "-m", "dialogues", *words], cwd=FOLDER, text=True,
                              env=self.environment, capture_output=True, timeout=120)

    def test_the_readme_is_true(self):
        ran = [words for words, _ in commands() if words[0] != LOADS_MUCH]
        self.assertEqual([words[0] for words in ran],
                         ["create", "play", "show", "chain", "tensions", "erase"])
        for words, printed in commands():
            if words[0] == LOADS_MUCH:
                continue
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertTrue(done.stdout.strip())
                if printed:
                    self.assertEqual(done.stdout.strip(), printed)

    def test_what_cannot_be_done_is_told(self):
        self.assertEqual(self.run_it("play", "demo", "--rounds", "1").returncode, 0)
        for words, text in [(("play", "demo"), "demo is there already"),
                            (("show", "other"), "no such dialogue: other"),
                            (("chain", "other", "P0000"), "no such dialogue: other"),
                            (("chain", "demo", "P9999"), "no such node: P9999")]:
            with self.subTest(words):
                done = self.run_it(*words)
                self.assertEqual((done.returncode, done.stderr.strip()[:len(text)]), (1, text))


if __name__ == "__main__":
    unittest.main()
