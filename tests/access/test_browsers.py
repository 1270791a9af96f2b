"""What a web page can make a browser send must neither change nor read a store.

    BASALT=build/release/basalt python3 -m unittest test_browsers
"""

import http.client
import itertools
import json
import os
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
PAGE = "https://page.example"
TARGET = "DynamoDB_20120810."
SDK = {
    "Content-Type": "application/x-amz-json-1.0",
    "X-Amz-Date": "20260101T000000Z",
    "Authorization": "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, "
                     "SignedHeaders=host;x-amz-date, Signature=0",
}
TABLE = {"TableName": "planted", "BillingMode": "PAY_PER_REQUEST",
         "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
         "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}

# What browsers send without asking first (Fetch, "CORS-safelisted"): these methods, these types of
# content, no headers of one's own.
METHODS = ("GET", "HEAD", "POST")
CONTENT_TYPES = (None, "text/plain", "text/plain;charset=UTF-8", "application/x-www-form-urlencoded",
                 "multipart/form-data; boundary=x", "text/plain; application/json",
                 "text/plain, application/x-amz-json-1.0")
TARGETS = ("/", f"/?X-Amz-Target={TARGET}CreateTable", "/?Action=CreateTable",
           "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b&X-Amz-SignedHeaders=host"
           f"&X-Amz-Date=20260101T000000Z&X-Amz-Target={TARGET}CreateTable", "/_basalt/clock")
BODIES = (json.dumps(TABLE), '{"Action": "FREEZE"}',
          "POST / HTTP/1.1\r\nHost: localhost\r\n" + "".join(f"{name}: {value}\r\n" for name, value in SDK.items()) +
          f"X-Amz-Target: {TARGET}CreateTable\r\nContent-Length: {len(json.dumps(TABLE))}\r\n\r\n" + json.dumps(TABLE))


class Browsers(unittest.TestCase):
    def start(self, *arguments):
        server = BasaltServer(BASALT, "--in-memory", "--admin", *arguments)
        self.addCleanup(server.stop)
        self.address = server.endpoint.removeprefix("http://")

    def send(self, method="POST", target="/", body=None, **headers):
        connection = http.client.HTTPConnection(self.address, timeout=10)
        self.addCleanup(connection.close)
        named = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
        connection.request(method, target, body=body, headers=named)
        reply = connection.getresponse()
        return reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read().decode()

    def call(self, operation, body, **headers):
        return self.send(body=json.dumps(body), **{**{name.replace("-", "_"): value for name, value in SDK.items()},
                                                   "X_Amz_Target": TARGET + operation, **headers})

    def assert_cors(self, headers, origin):
        self.assertEqual(headers.get("access-control-allow-origin"), origin)
        if origin is None:
            self.assertEqual([name for name in headers if name.startswith("access-control-")], [])

    def test_requests_that_are_not_asked_for_change_and_read_nothing(self):
        self.start()
        for method, kind, target, body in itertools.product(METHODS, CONTENT_TYPES, TARGETS, BODIES):
            with self.subTest(method=method, kind=kind, target=target):
                status, headers, text = self.send(method, target, body, Content_Type=kind, Origin=PAGE)
                self.assert_cors(headers, None)
                if status == 200 and target.startswith("/_basalt/"):
                    self.assertNotEqual(method, "POST")
                elif status == 200:
                    self.assertIn((method, text), [("GET", "healthy: dynamodb.us-east-1.amazonaws.com "), ("HEAD", "")])
        self.assertEqual(self.call("ListTables", {})[2], '{"TableNames":[]}')
        self.assertFalse(json.loads(self.send("GET", "/_basalt/clock")[2])["Frozen"])

    def test_what_browsers_ask_for_is_not_allowed(self):
        self.start()
        for target in ("/", "/_basalt/clock"):
            status, headers, _ = self.send("OPTIONS", target, Origin=PAGE, Access_Control_Request_Method="POST",
                                           Access_Control_Request_Headers="x-amz-target,content-type,authorization")
            self.assertGreaterEqual(status, 400)
            self.assert_cors(headers, None)
        self.assert_cors(self.call("ListTables", {}, Origin=PAGE)[1], None)

    def test_one_origin(self):
        self.start("--cors", PAGE, "--cors", "http://localhost:3000")
        for origin, allowed in ((PAGE, PAGE), ("http://localhost:3000", "http://localhost:3000"),
                                ("http://localhost:3001", None), ("null", None)):
            for reply in (self.call("ListTables", {}, Origin=origin), self.call("Nothing", {}, Origin=origin),
                          self.send("OPTIONS", Origin=origin, Access_Control_Request_Method="POST")):
                self.assert_cors(reply[1], allowed)
            self.assert_cors(self.send("GET", "/_basalt/clock", Origin=origin)[1], None)

    def test_names_of_others(self):
        self.start("--allowed-host", "db.example.org", "--allowed-host", ".svc.cluster.local")
        for host, good in (("basalt:8000", True), ("127.0.0.1", True), ("db.example.org:80", True),
                           ("basalt.ci.svc.cluster.local:8000", True), ("attacker.example:8000", False),
                           ("127.0.0.1.attacker.example", False)):
            with self.subTest(host):
                self.assertEqual(self.call("ListTables", {}, Host=host)[0], 200 if good else 403)
                self.assertEqual(self.send("GET", "/", Host=host)[0], 200 if good else 403)
                self.assertEqual(self.send("GET", "/_basalt/clock", Host=host)[0], 200 if good else 403)
        status, headers, text = self.call("ListTables", {}, Host="attacker.example", Origin="http://attacker.example")
        self.assert_cors(headers, None)
        self.assertIn("This server is not known as 'attacker.example'", json.loads(text)["Message"])


if __name__ == "__main__":
    unittest.main()
