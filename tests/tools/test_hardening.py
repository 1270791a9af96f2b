"""Reads a release build's ELF file for what cmake/Hardening.cmake asks for: test_hardening.py BINARY"""

import pathlib
import re
import subprocess
import sys
import unittest

BINARY = sys.argv.pop(1)
ENDBR64 = b"\xf3\x0f\x1e\xfa"


def readelf(*options):
    return subprocess.run(["readelf", "--wide", *options, BINARY], capture_output=True, text=True, check=True).stdout


class Hardening(unittest.TestCase):
    def test_it_may_lie_anywhere(self):
        self.assertRegex(readelf("--file-header"), r"Type:\s+DYN")
        self.assertRegex(readelf("--dynamic"), r"\(FLAGS_1\).*\bPIE\b")

    def test_what_is_resolved_cannot_be_changed(self):
        self.assertIn("GNU_RELRO", readelf("--program-headers"))
        self.assertRegex(readelf("--dynamic"), r"\(FLAGS(_1)?\).*\bNOW\b")

    def test_nothing_can_be_written_and_run(self):
        segments = re.findall(r"^\s+(LOAD|GNU_STACK)\s.*?((?:R|W|E| ){3})\s+0x[0-9a-f]+$", readelf("--program-headers"),
                              re.MULTILINE)
        self.assertIn("GNU_STACK", [name for name, _ in segments])
        for name, flags in segments:
            self.assertFalse("W" in flags and "E" in flags, (name, flags))

    def test_overruns_are_noticed(self):
        imported = readelf("--dyn-syms")
        self.assertIn("__stack_chk_fail", imported)
        self.assertRegex(imported, r"__\w+_chk@")

    def test_branches_land_where_they_should(self):
        self.assertGreater(pathlib.Path(BINARY).read_bytes().count(ENDBR64), 5_000)

    def test_no_library_is_looked_for_elsewhere(self):
        self.assertNotRegex(readelf("--dynamic"), r"\((RPATH|RUNPATH)\)")


if __name__ == "__main__":
    unittest.main()
