"""The README's program, which must run as it stands, and again."""

import os
import pathlib
import subprocess
import sys
import unittest

from support import client

README = pathlib.Path(__file__).parents[3] / "README.md"


class ReadmeTest(unittest.TestCase):
    @unittest.skipUnless(os.environ.get("AWS_ENDPOINT_URL"), "it names the endpoint itself")
    def test_the_program_runs_twice(self):
        program = README.read_text().partition("```python\n")[2].partition("```")[0]
        self.assertIn("http://127.0.0.1:8000", program)
        program = program.replace("http://127.0.0.1:8000", os.environ["AWS_ENDPOINT_URL"])
        self.addCleanup(client.delete_table, TableName="notes")
        for _ in range(2):
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
            self.assertEqual((done.returncode, done.stderr), (0, ""))
            self.assertIn("'text': 'hello'", done.stdout)


if __name__ == "__main__":
    unittest.main()
