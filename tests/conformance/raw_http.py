"""Cases over a raw socket: requests to the byte, replies with their status, headers and connection."""

import gzip
import json
import socket
import zlib

import matching

HEADERS = {
    "Host": "localhost",
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
                     "SignedHeaders=host;x-amz-date, Signature=0",
}
CLOSE_WAIT_SECONDS = 0.2


def request_bytes(request):
    """One request of a case as it goes over the wire."""
    if "raw" in request:
        return request["raw"].encode("latin-1")
    body = request.get("body", {})
    data = (body if isinstance(body, str) else json.dumps(body)).encode()
    if request.get("gzip"):
        data = gzip.compress(data)
    headers = {name.lower(): (name, value) for name, value in HEADERS.items()}
    headers |= {name.lower(): (name, value) for name, value in request.get("headers", {}).items()}
    headers.setdefault("content-length", ("Content-Length", str(len(data))))
    lines = [f"{request.get('method', 'POST')} {request.get('target', '/')} HTTP/{request.get('version', '1.1')}"]
    lines += [f"{name}: {value}" for name, value in headers.values() if value is not None]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + data


class Reader:
    """Replies off one socket."""

    def __init__(self, connection):
        self._connection, self._bytes = connection, b""

    def _more(self):
        data = self._connection.recv(65536)
        if not data:
            raise ConnectionError("the connection was closed before the reply was complete")
        self._bytes += data

    def reply(self, to_head):
        """(status, headers by lower-case name, body bytes) of the next reply."""
        while b"\r\n\r\n" not in self._bytes:
            self._more()
        head, self._bytes = self._bytes.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, value in (line.split(":", 1) for line in lines)}
        size = 0 if to_head else int(headers.get("content-length", 0))
        while len(self._bytes) < size:
            self._more()
        body, self._bytes = self._bytes[:size], self._bytes[size:]
        return int(first.split(" ")[1]), headers, body

    def is_closed(self):
        self._connection.settimeout(CLOSE_WAIT_SECONDS)
        try:
            return not self._connection.recv(1)
        except TimeoutError:
            return False
        except ConnectionError:
            return True


def reply_fault(expected, to_head, status, headers, body):
    """What is wrong with one reply; None if nothing is."""
    if status != expected["status"]:
        return f"status {status}, {expected['status']} expected: {body[:300]!r}"
    if not to_head and int(headers.get("x-amz-crc32", zlib.crc32(body))) != zlib.crc32(body):
        return "x-amz-crc32 is not that of the body sent"
    for name, value in expected.get("headers", {}).items():
        actual = headers.get(name.lower())
        fault = None if value == actual else matching.value_fault(value, actual, True, name)
        if fault:
            return fault
    if "body" not in expected:
        return None
    plain = gzip.decompress(body) if headers.get("content-encoding") == "gzip" else body
    wanted, text = expected["body"], plain.decode()
    is_json = isinstance(wanted, dict) and not any(name.startswith("$") for name in wanted)
    return matching.value_fault(wanted, json.loads(text) if is_json else text, True, "")


def fault_of(address, requests, expected):
    """Sends the requests in one piece, and compares all replies. Bytes after the last are a fault."""
    with socket.create_connection(address, timeout=10) as connection:
        connection.sendall(b"".join(request_bytes(request) for request in requests))
        reader = Reader(connection)
        for number, wanted in enumerate(expected):
            to_head = requests[min(number, len(requests) - 1)].get("method") == "HEAD"
            try:
                fault = reply_fault(wanted, to_head, *reader.reply(to_head))
            except (ConnectionError, TimeoutError, ValueError) as error:
                fault = repr(error)
            if fault:
                return f"reply {number + 1}: {fault}"
        closes = expected[-1].get("closes")
        if closes is not None and reader.is_closed() != closes:
            return "the connection was left open" if closes else "the connection was closed"
    return None
