#!/usr/bin/env python3
"""Compares the requests that Basalt describes (protocol/) with AWS's service model.

    check.py build/release/tests/protocol/list_shapes [--print]

service_model.json is AWS's (update_model.py fetches the newest). Every difference must stand in differences.json with
its reason, and every entry there must still be one. --print shows the differences in the form of that file.
"""

import argparse
import json
import pathlib
import subprocess
import sys

FOLDER = pathlib.Path(__file__).parent
UNBOUNDED_LIST = 4_294_967_295  # The model's way to say that a list has no maximum.


class Model:
    def __init__(self, path):
        self.parts = json.loads(path.read_text())

    def operations(self, api):
        return self.parts[f"{api}.operations"]

    def shape(self, api, name):
        return self.parts[f"{api}.shapes"][name]

    def type_text(self, api, name):
        """As list_shapes writes a type, and the structure or enumeration at the end of it."""
        shape = self.shape(api, name)
        if name == "AttributeValue":
            return "AttributeValue", name
        if shape["type"] == "list":
            text, last = self.type_text(api, shape["member"])
            return f"list of {text}", last
        if shape["type"] == "map":
            text, last = self.type_text(api, shape["value"])
            return f"map of {text}", last
        return shape["type"], name


class Comparison:
    def __init__(self, model):
        self.model = model
        self.differences = {}

    def differ(self, path, what):
        self.differences[path] = what

    def compare_operations(self, ours, missing):
        known = set()
        for api in ("dynamodb", "dynamodbstreams"):
            for name, operation in self.model.operations(api).items():
                known.add(name)
                if name in ours:
                    self.compare_members(api, name, ours[name]["members"], operation["input"])
                elif name not in missing:
                    self.differ(name, "is neither answered nor listed as missing")
        for name in sorted((set(ours) | set(missing)) - known):
            self.differ(name, "is not AWS's")
        for name in sorted(set(ours) & set(missing)):
            self.differ(name, "is answered, and listed as missing")

    def compare_members(self, api, path, ours, shape_name):
        shape = self.model.shape(api, shape_name) if shape_name else {"members": {}}
        for name, member in shape["members"].items():
            if "location" in member:
                continue  # In a header.
            at = f"{path}.{name}"
            if name not in ours:
                self.differ(at, "is missing")
            elif ours[name]["presence"] == "unsupported":
                self.differ(at, "is refused")
            else:
                self.compare_member(api, at, ours[name], member["shape"], name in shape.get("required", ()))
        for name in sorted(set(ours) - set(shape["members"])):
            self.differ(f"{path}.{name}", "is not AWS's")

    def compare_member(self, api, at, ours, shape_name, required):
        text, last = self.model.type_text(api, shape_name)
        if ours["type"] != text:
            self.differ(f"{at}: type", f"{ours['type']}, not {text}")
            return
        if (ours["presence"] == "required") != required:
            self.differ(f"{at}: presence", f"{ours['presence']}, not {'required' if required else 'optional'}")
        shape = self.model.shape(api, shape_name)
        for bound in ("min", "max"):
            theirs = shape.get(bound)
            # A string's and a list's least length is 0 whether it is said or not.
            if theirs == UNBOUNDED_LIST or (bound == "min" and theirs == 0 and shape["type"] in ("string", "list")):
                theirs = None
            mine = ours.get(bound)
            if bound == "min" and mine == 0 and shape["type"] in ("string", "list"):
                mine = None
            if mine != theirs:
                self.differ(f"{at}: {bound}", f"{mine}, not {theirs}")
        words = self.model.shape(api, last).get("enum", [])
        if sorted(ours["words"]) != sorted(words):
            self.differ(f"{at}: words", f"{sorted(ours['words'])}, not {sorted(words)}")
        if ours["members"]:
            self.compare_members(api, at, ours["members"], last)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("list_shapes")
    parser.add_argument("--print", action="store_true")
    arguments = parser.parse_args()
    listed = json.loads(subprocess.run([arguments.list_shapes], check=True, capture_output=True, text=True).stdout)
    comparison = Comparison(Model(FOLDER / "service_model.json"))
    comparison.compare_operations(listed["operations"], listed["missing"])
    found = comparison.differences
    if getattr(arguments, "print"):
        print(json.dumps({path: [what, "?"] for path, what in sorted(found.items())}, indent=1))
        return 0
    explained = {}
    for group in json.loads((FOLDER / "differences.json").read_text()):
        for path, what in group["differences"].items():
            explained[path] = what
        if not group["reason"]:
            raise ValueError(f"no reason is given for {list(group['differences'])}")
    problems = [f"new: {path} {what}" for path, what in sorted(found.items()) if explained.get(path) != what]
    problems += [f"no longer so: {path} {what}" for path, what in sorted(explained.items()) if path not in found]
    for problem in problems:
        print(problem)
    print(f"{len(listed['operations'])} operations, {len(found)} differences from botocore "
          f"{comparison.model.parts['botocore']}, of which {len(problems)} are not explained")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
