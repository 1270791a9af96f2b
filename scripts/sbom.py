#!/usr/bin/env python3
"""Writes what the executable is made of as a CycloneDX 1.5 document (JSON).

    scripts/sbom.py build/release/basalt > basalt.cdx.json

What is linked in is read from the link's own map: every archive and shared library that the linker
took something from; headers that are compiled in have no archive and are listed below. Debian's
dpkg says which package and version each file is of, and its copyright file under which licence.
"""

import json
import pathlib
import re
import subprocess
import sys
import uuid

# Libraries of headers alone, which leave no trace in the link.
HEADER_PACKAGES = ("libboost1.81-dev", "rapidjson-dev", "libfmt-dev", "libspdlog-dev", "libcli11-dev")
SERIAL_NAMESPACE = uuid.UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562, for URLs.


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def linked_files(link_map):
    """Archives and shared libraries that the linker read something from, outside the build."""
    text = link_map.read_text(errors="replace")
    found = set(re.findall(r"^LOAD (/\S+\.(?:a|so[.\d]*))$", text, re.MULTILINE))
    used = set(re.findall(r"^\s*(/\S+\.a)\([^)\s]*\)", text, re.MULTILINE)) | {
        path for path in found if ".so" in path}
    return sorted(str(pathlib.Path(path).resolve()) for path in used & found)


def package_of(path):
    """The Debian package that owns a file; None if none does. Merged /usr has two names for one file."""
    for name in (path, path.removeprefix("/usr")):
        done = subprocess.run(["dpkg-query", "--search", name], capture_output=True, text=True)
        if done.returncode == 0:
            return done.stdout.split(":", 1)[0]
    return None


def licences(package):
    """Licence names of a package's machine-readable copyright file."""
    file = pathlib.Path("/usr/share/doc", package, "copyright")
    if not file.exists():
        return []
    names = re.findall(r"^License:[ \t]*(\S.*)$", file.read_text(errors="replace"), re.MULTILINE)
    return sorted({name.strip() for name in names})


def component(package):
    version, architecture, source, homepage = run(
        "dpkg-query", "--show", "--showformat=${Version}\t${Architecture}\t${source:Package}\t${Homepage}",
        package).split("\t")
    name = package.split(":")[0]
    entry = {
        "type": "library",
        "bom-ref": f"pkg:deb/debian/{name}@{version}?arch={architecture}",
        "name": name,
        "version": version,
        "purl": f"pkg:deb/debian/{name}@{version}?arch={architecture}",
        "properties": [{"name": "debian:source", "value": source}],
    }
    if homepage:
        entry["externalReferences"] = [{"type": "website", "url": homepage}]
    if found := licences(name):
        entry["licenses"] = [{"license": {"name": licence}} for licence in found]
    return entry


def document(binary):
    version = run(str(binary), "--version").strip()
    link_map = binary.with_name(binary.name + ".map")
    packages = set(HEADER_PACKAGES)
    for path in linked_files(link_map):
        package = package_of(path)
        if package is None:
            raise SystemExit(f"sbom: no package owns {path}")
        packages.add(package)
    components = [component(package) for package in sorted(packages)]
    reference = f"pkg:generic/basalt@{version}"
    serial = uuid.uuid5(SERIAL_NAMESPACE, json.dumps([reference, components], sort_keys=True))
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"component": {"type": "application", "bom-ref": reference, "name": "basalt",
                                   "version": version, "purl": reference,
                                   "licenses": [{"license": {"id": "Apache-2.0"}}]}},
        "components": components,
        "dependencies": [{"ref": reference, "dependsOn": [entry["bom-ref"] for entry in components]}],
    }


def main():
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    print(json.dumps(document(pathlib.Path(sys.argv[1])), indent=2))
    return 0


if __name__ == "__main__":
    sys.exit(main())
