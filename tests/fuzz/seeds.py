#!/usr/bin/env python3
"""Makes inputs for the fuzz targets of the cases of other tests.

    seeds.py tests OUT      A folder for each target in OUT, a file for each input.
"""

import hashlib
import json
import pathlib
import shutil
import struct
import sys

EXPRESSION_KINDS = {"condition": "c", "check": "c", "attributes": "c", "filter": "f", "update": "u",
                    "updated": "u", "project": "p", "key": "k"}
SEED_BYTES_MAX = 8 * 1024  # Larger ones are cases of limits, and slow.

NUMBERS = ["0", "-0.0", "1", "-1", "10", "-1.23", "9.99", "1e-130", "-1E-130",
           "9.9999999999999999999999999999999999999E+125", "12345678901234567890123456789012345678",
           "-9.9999999999999999999999999999999999999E+125", "0.00001", "100e-2", "+5", ".5", "1."]
TEXTS = [b"", b"a", b"ab", b"\x00", b"\x00\xff", b"\x00\x01", b"a\x00b", b"\xff\xff", "é".encode()]


class Folder:
    """Writes each input once, under a name that its content gives it."""

    def __init__(self, path):
        self._path = path
        path.mkdir(parents=True)

    def add(self, content):
        data = content.encode() if isinstance(content, str) else content
        if len(data) <= SEED_BYTES_MAX:
            (self._path / hashlib.sha1(data).hexdigest()[:16]).write_bytes(data)


def expressions(tests, folder):
    for path in sorted((tests / "cases/expr").glob("*.txt")):
        for line in path.read_bytes().decode().splitlines():
            word, _, argument = line.partition(" ")
            if word in EXPRESSION_KINDS:
                text = argument.strip()
                text = json.loads(text) if text.startswith('"') else text
                folder.add(EXPRESSION_KINDS[word] + text)


def tables_named(suite, text):
    """What makes the tables that the text names."""
    for table in suite.tables:
        if table["TableName"] in text:
            yield "CreateTable " + json.dumps(table)
    for table, items in suite.items:
        if table in text:
            for item in items[:4]:
                yield "PutItem " + json.dumps({"TableName": table, "Item": item})


def lines_of(case):
    for step in case.steps:
        if hasattr(step, "operation"):
            request = step.request
            text = request if isinstance(request, str) else json.dumps(request)
            if "\n" not in text:
                yield f"{step.operation} {text}"


def requests(suites, folder):
    for suite in suites:
        for case in suite.cases:
            text = "\n".join(lines_of(case))
            if text:
                folder.add("\n".join([*tables_named(suite, text), text]))


def attribute_maps(value):
    """Every map of attribute values in a request."""
    if isinstance(value, dict):
        if value and all(isinstance(one, dict) and len(one) == 1 for one in value.values()):
            yield value
        for one in value.values():
            yield from attribute_maps(one)
    elif isinstance(value, list):
        for one in value:
            yield from attribute_maps(one)


def items(suites, folder):
    for suite in suites:
        for case in suite.cases:
            for step in case.steps:
                for item in attribute_maps(getattr(step, "request", None)):
                    folder.add("j" + json.dumps(item))
                    folder.add("b\x01\x00\x00" + json.dumps(item))


def small_item(name, text):
    """The bytes of an item of one string: see include/basalt/item_view.h."""
    entry = bytes([len(name)]) + name + b"\x00" + bytes([len(text)]) + text
    return b"\x01\x00" + struct.pack("<I", len(name) + len(text)) + struct.pack("<IH", 1, 0) + entry


def rows(suites, folder):
    keys, image = small_item(b"pk", b"a"), small_item(b"pk", b"b")
    prefixed = lambda item: struct.pack(">I", len(item)) + item
    for operation in range(3):
        folder.add(b"r" + struct.pack(">BBBQ", 1, operation, 0, 1_700_000_000_000)
                   + prefixed(keys) + prefixed(image) + prefixed(b""))
    folder.add(b"k" + struct.pack(">IIQ", 1, 0, 7))
    folder.add(b"e" + struct.pack(">IQH", 1, 1_700_000_000, 5) + b"a\x00\x01")
    folder.add(b"t" + keys)
    for suite in suites:
        for table in suite.tables:
            folder.add("j" + json.dumps({"TableName": {"S": table["TableName"]}, "Id": {"N": "7"},
                                         "IndexIds": {"M": {}}, **described(table)}))


def described(table):
    value = lambda one: ({"S": one} if isinstance(one, str) else {"N": str(one)}
                         if isinstance(one, int) else {"L": [value(x) for x in one]}
                         if isinstance(one, list) else {"M": {k: value(v) for k, v in one.items()}})
    return {name: value(member) for name, member in table.items()
            if name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes",
                        "LocalSecondaryIndexes", "StreamSpecification")}


def pages(suites, folder):
    for suite in suites:
        for case in suite.cases:
            for step in case.steps:
                request = getattr(step, "request", None)
                if isinstance(request, dict) and "ExclusiveStartKey" in request:
                    folder.add("k" + json.dumps(request["ExclusiveStartKey"]))
    for key in ('{"pk":{"S":"a"}}', '{"pk":{"S":"a"},"sk":{"N":"1"}}',
                '{"pk":{"S":"a"},"sk":{"N":"1"},"g":{"S":"x"}}',
                '{"pk":{"S":"a"},"sk":{"N":"2"},"l":{"B":"AA=="}}'):
        folder.add("k" + key)
    arn = "arn:aws:dynamodb:us-east-1:000000000000:table/full/stream/2023-11-14T22:13:20.000"
    for text in (arn, arn + "|1|" + "0" * 56, "full", "shardId-00000001700000000000-00000000", "|1|"):
        folder.add("i" + text)
        folder.add("a" + text)
    folder.add(b"x\x70\x31")
    folder.add(b"x\x00a\xff0")


def keys(folder):
    for one in NUMBERS:
        for two in NUMBERS:
            folder.add(f"n{one}\n{two}")
    for one in TEXTS:
        for two in TEXTS:
            folder.add(b"s" + one + b"\n" + two)
        folder.add(b"t" + one + b"\x00\x01")
    for part in (b"\x01", b"\x02\x80\x02\x00", b"\x02\x83\x0d\x23\x00", b"\x00\x7f\xfd\xff"):
        folder.add(b"t" + part)


def http(tests, suites, folder):
    sys.path.insert(0, str(tests / "conformance"))
    import raw_http
    for suite in suites:
        for case in suite.cases:
            for step in case.steps:
                if not hasattr(step, "operation"):
                    data = b"".join(raw_http.request_bytes(one) for one in step.requests)
                    folder.add(b"\x00" + data)
                    folder.add(b"\x07" + data)


def signatures(folder):
    """Requests that are good: those of tests/unit/wire/auth/signature_verifier_test.cc."""
    scope = "AKIDEXAMPLE/20150830/us-east-1/dynamodb/aws4_request"
    fields = ("host:localhost:8000\ncontent-type:application/x-amz-json-1.0\n"
              "x-amz-target:DynamoDB_20120810.ListTables\n")
    header = (f"AWS4-HMAC-SHA256 Credential={scope}, "
              "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="
              "2c15ed7ee8360be5191c4f7fa4c3786076090b77a41d66fafd26efa4f0cd0e21")
    folder.add(f"v/\n{header}\n{fields}x-amz-date:20150830T123600Z\n\n" + "{}")
    query = ("X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=" + scope.replace("/", "%2F") +
             "&X-Amz-Date=20150830T123600Z&X-Amz-Expires=60"
             "&X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-target&X-Amz-Signature="
             "4deaf7139b86f4d56a02604d3a3e1dbfb4bf160a06c754a0f9fe726639cacb2a")
    folder.add(f"v/?{query}\n\n{fields}\n" + "{}")
    for text in ("t20150830T123600Z", "dSun, 30 Aug 2015 12:36:00 GMT", "pa%20b+%2F%zz%",
                 "c[default]\naws_access_key_id = A\naws_secret_access_key = B\n",
                 "c[a]\naws_access_key_id=A\naws_secret_access_key=B\naws_session_token=C\n[b]\n"):
        folder.add(text)


def main():
    tests, out = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    sys.path.insert(0, str(tests / "conformance"))
    import cases
    shutil.rmtree(out, ignore_errors=True)
    suites = [cases.load(path) for path in sorted((tests / "conformance/cases").glob("*.json"))]
    expressions(tests, Folder(out / "expressions"))
    http(tests, suites, Folder(out / "http"))
    items(suites, Folder(out / "items"))
    keys(Folder(out / "keys"))
    pages(suites, Folder(out / "pages"))
    requests(suites, Folder(out / "requests"))
    rows(suites, Folder(out / "rows"))
    signatures(Folder(out / "signatures"))


if __name__ == "__main__":
    main()
