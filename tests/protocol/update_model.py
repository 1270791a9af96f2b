#!/usr/bin/env python3
"""Fetches AWS's newest service model, and keeps of it what check.py compares: service_model.json.

    tests/protocol/update_model.py          # then: ctest -R protocol.service_model

The model is that of botocore, from PyPI: names, types and constraints of the shapes of requests and
responses, and each operation's errors. No texts.
"""

import gzip
import io
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

FOLDER = pathlib.Path(__file__).parent
APIS = ("dynamodb", "dynamodbstreams")
KEPT = ("type", "required", "enum", "min", "max", "pattern", "location")


def newest_botocore():
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, "botocore"],
                       check=True)
        return next(pathlib.Path(folder).glob("botocore-*.whl")).read_bytes()


def read_model(wheel, api):
    folders = sorted(name for name in wheel.namelist()
                     if name.startswith(f"botocore/data/{api}/") and name.endswith("/service-2.json.gz"))
    return json.loads(gzip.decompress(wheel.read(folders[-1])))


def shape_of(shape):
    kept = {key: shape[key] for key in KEPT if key in shape}
    if "members" in shape:
        kept["members"] = {name: {key: member[key] for key in ("shape", "location") if key in member}
                           for name, member in shape["members"].items()}
    for part in ("member", "key", "value"):
        if part in shape:
            kept[part] = shape[part]["shape"]
    return kept


def condense(model):
    operations = {name: {"input": operation.get("input", {}).get("shape"),
                         "output": operation.get("output", {}).get("shape"),
                         "errors": sorted(error["shape"] for error in operation.get("errors", []))}
                  for name, operation in model["operations"].items()}
    return {"operations": operations, "shapes": {name: shape_of(shape) for name, shape in model["shapes"].items()}}


def write(value, path):
    """JSON with a line for each operation and shape, so that a difference can be read."""
    lines = [f'"botocore": {json.dumps(value["botocore"])}']
    for api in APIS:
        for part in ("operations", "shapes"):
            entries = ",\n".join(f"  {json.dumps(name)}: {json.dumps(entry, sort_keys=True)}"
                                 for name, entry in sorted(value[api][part].items()))
            lines.append(f'"{api}.{part}": {{\n{entries}\n}}')
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def main():
    wheel = zipfile.ZipFile(io.BytesIO(newest_botocore()))
    version = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA")).split("-")[1]
    value = {"botocore": version.removesuffix(".dist")}
    for api in APIS:
        value[api] = condense(read_model(wheel, api))
    write(value, FOLDER / "service_model.json")
    print(f"service_model.json is botocore {value['botocore']}'s")


if __name__ == "__main__":
    main()
