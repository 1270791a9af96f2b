"""Bodies whose trees and items take many times their size, or that a server could be made to hold."""

import gzip
import pathlib
import random
import threading
import time

import load

MEGABYTE = 1024 * 1024


def repeated(before, piece, after, size):
    """A number in the piece, b"%07d", makes each differ from the others."""
    numbered = b"%07d" in piece
    count = max(1, (size - len(before) - len(after)) // len(piece % 0 if numbered else piece))
    pieces = b"".join(piece % number for number in range(count)) if numbered else piece * count
    return (before + pieces).rstrip(b",") + after


def shapes():
    """name -> (operation, before, piece, after): a body is before, piece times n, after."""
    item = b'{"TableName":"load","Item":{"id":{"S":"1"},"x":'
    key = b'{"TableName":"load","Key":{"id":{"S":"1"}},'
    return {
        "zeros in an unknown member": ("PutItem", b'{"Nothing":[', b"0,", b"]}"),
        "zeros in a known member": ("PutItem", b'{"Item":[', b"0,", b"]}"),
        "zeros in an unknown type": ("PutItem", item + b'{"S":"a","Nothing":[', b"0,", b"]}}}"),
        "empty maps": ("PutItem", item + b'{"L":[', b'{"M":{}},', b"]}}}"),
        "empty lists in lists": ("PutItem", item + b'{"L":[', b'{"L":[]},', b"]}}}"),
        "nulls": ("PutItem", item + b'{"L":[', b'{"NULL":true},', b"]}}}"),
        "a set of numbers": ("PutItem", item + b'{"NS":[', b'"1",', b"]}}}"),
        "a set of strings": ("PutItem", item + b'{"SS":[', b'"",', b"]}}}"),
        "faulty attributes": ("PutItem", b'{"TableName":"load","Item":{', b'"a":{},', b'"b":{}}}'),
        "empty objects": ("PutItem", b'{"Item":[', b"{},", b"]}"),
        "members of one name": ("PutItem", b"{", b'"a":0,', b'"b":0}'),
        "names": ("GetItem", key + b'"ExpressionAttributeNames":{', b'"#a":"b",', b'"#b":"c"}}'),
        "attributes to get": ("GetItem", key + b'"AttributesToGet":[', b'"a",', b"]}"),
        "writes": ("BatchWriteItem", b'{"RequestItems":{"load":[', b"{},", b"]}}"),
        "tables": ("BatchGetItem", b'{"RequestItems":{', b'"abc":{},', b'"abd":{}}}'),
        "keys": ("BatchGetItem", b'{"RequestItems":{"load":{"Keys":[', b"{},", b"]}}}"),
        "actions": ("TransactWriteItems", b'{"TransactItems":[', b"{},", b"]}"),
        "expected": ("PutItem", b'{"TableName":"load","Expected":{', b'"a":{},', b'"b":{}}}'),
        "a long name of a table": ("GetItem", b'{"Key":{},"TableName":"', b"\\n", b'"}'),
        "an operation that is none": ("Nothing", b"", b"[", b""),
        "brackets": ("PutItem", b'{"Item":', b"[", b""),
        "attributes": ("CreateTable", b'{"TableName":"abc","AttributeDefinitions":[', b"{},", b"]}"),
        "whole keys": ("BatchGetItem", b'{"RequestItems":{"load":{"Keys":[', b'{"id":{"S":"a"}},', b"]}}}"),
        "puts": ("BatchWriteItem", b'{"RequestItems":{"load":[', b'{"PutRequest":{"Item":{}}},', b"]}}"),
        "keys of many tables": ("BatchGetItem", b'{"RequestItems":{', b'"%07d":{"Keys":[{}]},', b"}}"),
        "updates": ("TransactWriteItems", b'{"TransactItems":[',
                    b'{"Update":{"TableName":"load","Key":{"id":{"S":"a"}},"UpdateExpression":"SET a=:a"}},', b"]}"),
        "scan filters": ("Scan", b'{"TableName":"load","ScanFilter":{', b'"%07d":{"ComparisonOperator":"NULL"},', b"}}"),
        "many attributes to get": ("Scan", b'{"TableName":"load","AttributesToGet":[', b'"%07d",', b"]}"),
        "types of one value": ("PutItem", item + b"{", b'"S":"a",', b"}}}"),
        "attributes of an index": ("CreateTable", b'{"TableName":"abc","LocalSecondaryIndexes":[{"IndexName":"abc",'
                                   b'"Projection":{"NonKeyAttributes":[', b'"a",', b"]}}]}"),
        "tag keys": ("UntagResource", b'{"ResourceArn":"arn:aws:dynamodb:us-east-1:000000000000:table/load","TagKeys":[',
                     b'"",', b"]}"),
        "tags": ("TagResource", b'{"ResourceArn":"a","Tags":[', b"{},", b"]}"),
    }


def bodies(size):
    """name -> a request, as bytes, with a body of about this size."""
    for name, (operation, before, piece, after) in shapes().items():
        yield name, load.request(operation, repeated(before, piece, after, size))
    bomb = gzip.compress(repeated(b'{"Nothing":[', b"0,", b"]}", size))
    head, _, _ = load.request("PutItem", bomb).partition(b"\r\n\r\n")
    yield "a bomb", head + b"\r\nContent-Encoding: gzip\r\n\r\n" + bomb


def random_bodies(size, seed):
    """The same, without an end: pieces of shapes in random shapes."""
    chance = random.Random(seed)
    known = list(shapes().values())
    while True:
        operation, before, _, after = chance.choice(known)
        _, _, piece, _ = chance.choice(known)
        yield "random", load.request(operation, repeated(before, piece, after, int(size * chance.random()) + 100))


class PeakMemory:
    """The most that a process holds while this is open, in megabytes, looked at every few milliseconds."""

    def __init__(self, server):
        self.server, self.peak, self.done = server, 0, threading.Event()
        self.thread = threading.Thread(target=self.watch)

    def watch(self):
        while not self.done.wait(0.003):
            self.peak = max(self.peak, load.memory_mb(self.server) or 0)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        self.thread.join()


def address_space_bytes(server):
    for line in pathlib.Path(f"/proc/{server.process.pid}/status").read_text().splitlines():
        if line.startswith("VmSize:"):
            return int(line.split()[1]) * 1024
    return None


def send_at_once(address, data, count, statuses, patience=120):
    """Sends the same request on so many connections; all but its last byte before any is complete."""
    clients = [load.Client(address, patience) for _ in range(count)]

    def send(client):
        try:
            client.socket.sendall(data)
            reply = client.reply()
            statuses.append(reply[0] if reply else None)
        except OSError as error:
            statuses.append(repr(error))
        client.close()

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wait_until_below(server, megabytes, seconds):
    """What the process holds, once it is below that, or the time is over."""
    until = time.monotonic() + seconds
    while (held := load.memory_mb(server)) > megabytes and time.monotonic() < until:
        time.sleep(0.1)
    return held
