"""Whether the list of what the executable is made of names what it must: test_sbom.py SBOM BINARY"""

import json
import subprocess
import sys
import unittest

SCRIPT, BINARY = sys.argv.pop(1), sys.argv.pop(1)


class Sbom(unittest.TestCase):
    def test_it_names_everything_with_its_version(self):
        document = json.loads(subprocess.run([SCRIPT, BINARY], capture_output=True, text=True, check=True).stdout)
        self.assertEqual((document["bomFormat"], document["specVersion"]), ("CycloneDX", "1.5"))
        components = {component["name"]: component for component in document["components"]}
        for name in ("librocksdb-dev", "libssl-dev", "libsnappy-dev", "liblz4-dev", "libzstd-dev", "zlib1g-dev",
                     "libboost1.81-dev", "rapidjson-dev", "libfmt-dev", "libspdlog-dev", "libcli11-dev"):
            self.assertIn(name, components)
        for name, component in components.items():
            with self.subTest(name):
                self.assertRegex(component["version"], r"^\d")
                self.assertEqual(component["purl"].partition("?")[0], f"pkg:deb/debian/{name}@{component['version']}")
        self.assertEqual({entry for dependency in document["dependencies"] for entry in dependency["dependsOn"]},
                         {component["bom-ref"] for component in components.values()})

    def test_it_is_the_same_every_time(self):
        first, second = (subprocess.run([SCRIPT, BINARY], capture_output=True, check=True).stdout for _ in range(2))
        self.assertEqual(first, second)


if __name__ == "__main__":
    unittest.main()
