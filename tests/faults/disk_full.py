"""A disk that is full for real: a small tmpfs under a server.

    disk_full.py build/release/basalt

Writes until there is no space, sees that writes are refused with InternalServerError and a log line
that names the cause while reads go on, makes space, and sees writes go on in the same process; then
all that was acknowledged is there, and the directory is sound. Needs root, to mount; says so and
exits with 77 otherwise.
"""

import base64
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

SKIPPED = 77
DISK_BYTES = 120 << 20
BALLAST_BYTES = 60 << 20
PAYLOAD_BYTES = 200_000
REFUSED_PUTS = 200
RECOVERY_SECONDS_MAX = 60


def payload(number):
    """Text that does not compress."""
    return base64.b64encode(random.Random(number).randbytes(PAYLOAD_BYTES * 3 // 4)).decode()


class Client:
    def __init__(self, endpoint):
        self.endpoint = endpoint

    def call(self, operation, body):
        request = urllib.request.Request(
            self.endpoint, json.dumps(body).encode(),
            {"X-Amz-Target": f"DynamoDB_20120810.{operation}",
             "Content-Type": "application/x-amz-json-1.0",
             "Authorization": "AWS4-HMAC-SHA256 Credential=local/20250101/us-east-1/dynamodb/"
                              "aws4_request, SignedHeaders=host, Signature=0",
             "X-Amz-Date": "20250101T000000Z"})
        try:
            with urllib.request.urlopen(request, timeout=60) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def put(self, number):
        return self.call("PutItem", {"TableName": "notes", "Item": {
            "pk": {"S": f"item-{number}"}, "payload": {"S": payload(number)}}})

    def has(self, number):
        status, reply = self.call("GetItem", {
            "TableName": "notes", "Key": {"pk": {"S": f"item-{number}"}}, "ConsistentRead": True})
        assert status == 200, (status, reply)
        return reply.get("Item", {}).get("payload") == {"S": payload(number)}


def start(binary, data, durability, log):
    server = subprocess.Popen([binary, "serve", "--port", "0", "--data", data, "--durability",
                               durability], stdout=subprocess.PIPE, stderr=log, text=True)
    line = server.stdout.readline()
    assert "http://" in line, line
    return server, Client("http://" + line.split("http://")[1].split(",")[0].strip())


def fill(client):
    kept = []
    while len(kept) < 2 * DISK_BYTES // PAYLOAD_BYTES:
        status, reply = client.put(len(kept))
        if status != 200:
            assert status == 500 and reply["__type"].endswith("InternalServerError"), (status, reply)
            return kept
        kept.append(len(kept))
    raise AssertionError("the disk does not fill")


def await_writes(client, number):
    deadline = time.monotonic() + RECOVERY_SECONDS_MAX
    begun = time.monotonic()
    while client.put(number)[0] != 200:
        assert time.monotonic() < deadline, "writes do not go on"
        time.sleep(0.2)
    return time.monotonic() - begun


def is_healthy(binary, client):
    return subprocess.run([binary, "healthcheck", "--url", client.endpoint],
                          capture_output=True).returncode == 0


def run(binary, disk, durability):
    data, ballast = os.path.join(disk, "data"), os.path.join(disk, "ballast")
    with open(ballast, "wb") as file:
        file.write(b"\0" * BALLAST_BYTES)
    with tempfile.TemporaryFile("w+") as log:
        server, client = start(binary, data, durability, log)
        try:
            status, reply = client.call("CreateTable", {
                "TableName": "notes", "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}]})
            assert status == 200, reply
            kept = fill(client)
            assert all(client.has(number) for number in kept), "an acknowledged item is gone"
            refused = sum(client.put(len(kept))[0] != 200 for _ in range(REFUSED_PUTS))
            assert refused == REFUSED_PUTS, "writes are taken though there is no space"
            assert not is_healthy(binary, client), "healthcheck does not tell that writes fail"
            os.remove(ballast)
            seconds = await_writes(client, len(kept))
            kept.append(len(kept))
            assert is_healthy(binary, client), "healthcheck does not tell that writes go on"
            assert all(client.has(number) for number in kept), "an acknowledged item is gone"
        finally:
            server.terminate()
            code = server.wait(timeout=60)
            server.stdout.close()
        assert code == 0, f"the server ended with {code}"
        log.seek(0)
        lines = log.read()
        assert "No space left on device" in lines, "the log does not name the cause"
        assert lines.count("\n") < REFUSED_PUTS / 2, "the log repeats itself:\n" + lines
    subprocess.run([binary, "inspect", data, "--verify"], check=True, stdout=subprocess.DEVNULL)
    print(f"{durability}: {len(kept)} items kept, writes went on {seconds:.1f} s after there was "
          "space")


def main():
    binary = sys.argv[1]
    for durability in ("commit", "interval"):
        with tempfile.TemporaryDirectory(prefix="basalt-full-") as disk:
            mounted = subprocess.run(
                ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES}", "tmpfs", disk],
                capture_output=True, text=True)
            if mounted.returncode != 0:
                print(f"skipped: a tmpfs cannot be mounted here ({mounted.stderr.strip()})")
                sys.exit(SKIPPED)
            try:
                run(binary, disk, durability)
            finally:
                subprocess.run(["umount", "-l", disk], check=True)


if __name__ == "__main__":
    main()
