#!/usr/bin/env python3
"""Replays the conformance cases against an endpoint and compares answers to the last byte.

    run.py ENDPOINT [cases/FILE.json ...] [--only TEXT]

README.md describes the form of the case files. Exit code 1 if any case fails.
"""

import argparse
import collections
import http.client
import json
import pathlib
import sys
import urllib.parse

import cases
import matching
import raw_http

# Operations that are not of DynamoDB's own API.
SERVICES = dict.fromkeys(("ListStreams", "DescribeStream", "GetShardIterator", "GetRecords"),
                         "DynamoDBStreams")

HERE = pathlib.Path(__file__).resolve().parent


class Client:
    """Sends operations as AWS SDKs do, without the help of one: nothing is checked on the way."""

    def __init__(self, endpoint):
        address = urllib.parse.urlsplit(endpoint)
        self.address = (address.hostname, address.port or 80)
        self.connection = http.client.HTTPConnection(*self.address, timeout=60)

    def call(self, operation, request):
        """(status, body) of one operation. A request that is text is sent as it is."""
        body = request if isinstance(request, str) else json.dumps(request)
        self.connection.request("POST", "/", body.encode(), {
            "X-Amz-Target": f"{SERVICES.get(operation, 'DynamoDB')}_20120810.{operation}",
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Date": "20260101T000000Z",
            "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/"
                             "aws4_request, SignedHeaders=host;x-amz-date, Signature=0",
        })
        response = self.connection.getresponse()
        return response.status, json.loads(response.read() or "{}")

    def must(self, operation, request):
        status, body = self.call(operation, request)
        if status != 200:
            raise RuntimeError(f"{operation} {json.dumps(request)}: {body}")
        return body


def prepare(client, suite):
    """The suite's tables, empty of anything but its items."""
    for table in suite.tables:
        client.call("DeleteTable", {"TableName": table["TableName"]})
        client.must("CreateTable", table)
    for table, items in suite.items:
        for item in items:
            client.must("PutItem", {"TableName": table, "Item": item})


def fault_of(client, step):
    """What is wrong with the answer to one step; None if nothing is."""
    if isinstance(step, cases.HttpStep):
        fault = raw_http.fault_of(client.address, step.requests, step.replies)
        return fault and f"http {cases.shortened(step.requests)}\n      {fault}"
    status, body = client.call(step.operation, step.request)
    if step.error is not None:
        fault = matching.error_fault(step.error, status, body)
        if fault is None and step.reasons is not None:
            fault = matching.body_fault(step.reasons, body.get("CancellationReasons"), True)
    elif status != 200:
        fault = f"status {status}: {json.dumps(body)}"
    else:
        fault = matching.body_fault(step.expected, body, step.exact)
    if fault is None:
        return None
    return f"{step.operation} {cases.shortened(step.request)}\n      {fault}"


def run(client, suite, only):
    """Counts of cases by outcome; prints those that fail."""
    counts = collections.Counter()
    prepare(client, suite)
    for case in suite.cases:
        if only and only not in case.name:
            continue
        faults = [fault for step in case.steps if (fault := fault_of(client, step))]
        counts["failed" if faults else "passed"] += 1
        for fault in faults:
            print(f"FAILED {suite.name}: {case.name}\n    {fault}")
    for table in suite.tables:
        client.call("DeleteTable", {"TableName": table["TableName"]})
    return counts


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("endpoint")
    parser.add_argument("files", nargs="*", type=pathlib.Path)
    parser.add_argument("--only", help="run the cases whose names contain this")
    arguments = parser.parse_args()

    client = Client(arguments.endpoint)
    counts = collections.Counter()
    for path in arguments.files or sorted((HERE / "cases").glob("*.json")):
        counts += run(client, cases.load(path), arguments.only)
    print(f"{counts['passed'] + counts['failed']} cases, {counts['failed']} failed")
    sys.exit(1 if counts["failed"] or not counts["passed"] else 0)


if __name__ == "__main__":
    main()
