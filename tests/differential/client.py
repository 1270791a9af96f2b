"""A raw DynamoDB client: JSON in, status and JSON out, nothing retried and nothing hidden."""
import http.client
import json
import urllib.parse

HEADERS = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
                     "SignedHeaders=host;x-amz-date;x-amz-target, Signature=0",
}


class Endpoint:
    """One endpoint, over one kept-alive connection."""

    def __init__(self, url):
        parts = urllib.parse.urlsplit(url)
        self.name = parts.netloc
        self._host, self._port = parts.hostname, parts.port or 80
        self._connection = None

    def call(self, operation, request):
        """(status, body) of one request; the body is parsed JSON, or text where it is none."""
        body = json.dumps(request).encode()
        headers = HEADERS | {"X-Amz-Target": f"DynamoDB_20120810.{operation}"}
        for attempt in (1, 2):
            try:
                if self._connection is None:
                    self._connection = http.client.HTTPConnection(self._host, self._port, timeout=30)
                self._connection.request("POST", "/", body, headers)
                response = self._connection.getresponse()
                text = response.read().decode()
                break
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError):
                # An idle connection may have been closed; a fresh one that drops is an answer.
                self._connection = None
                if attempt == 2:
                    return 0, "connection dropped"
        try:
            return response.status, json.loads(text)
        except json.JSONDecodeError:
            return response.status, text
