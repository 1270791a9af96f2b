"""DynamoDB's API over one connection, without an SDK: quick to start, and nothing is retried."""

import http.client
import json
import socket
import urllib.parse


class ServerGone(Exception):
    """There was no answer: what was asked for may have happened or not."""


class Refused(Exception):
    """The answer is an error."""

    def __init__(self, operation, body):
        super().__init__(f"{operation}: {body}")
        self.type = body.get("__type", "").partition("#")[2]


class Client:
    """client.put_item(TableName=..., Item=...), and all other operations likewise."""

    def __init__(self, endpoint):
        address = urllib.parse.urlsplit(endpoint)
        self._connection = http.client.HTTPConnection(address.hostname, address.port, timeout=60)

    def __getattr__(self, name):
        operation = "".join(word.capitalize() for word in name.split("_"))
        return lambda **request: self._call(operation, request)

    def _call(self, operation, request):
        try:
            self._connection.request("POST", "/", json.dumps(request).encode(), {
                "X-Amz-Target": f"DynamoDB_20120810.{operation}",
                "Content-Type": "application/x-amz-json-1.0",
                "X-Amz-Date": "20260101T000000Z",
                "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/"
                                 "aws4_request, SignedHeaders=host;x-amz-date, Signature=0"})
            response = self._connection.getresponse()
            status, body = response.status, json.loads(response.read())
        except socket.timeout:
            raise  # It is there, and stuck.
        except (OSError, http.client.HTTPException, json.JSONDecodeError) as error:
            raise ServerGone(operation) from error
        if status != 200:
            raise Refused(operation, body)
        return body


def pages_of(operation, **request):
    """The items of all pages of a query or a scan."""
    while True:
        page = operation(**request)
        yield from page["Items"]
        if "LastEvaluatedKey" not in page:
            return
        request["ExclusiveStartKey"] = page["LastEvaluatedKey"]
