"""Signature Version 4 as the SDKs' own signers make it, against `basalt serve --auth signature`.

    BASALT=build/release/basalt python3 -m unittest test_signatures
"""

import datetime
import hashlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.auth
import botocore.config
import botocore.exceptions
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "support"))
from basalt_server import BasaltServer  # noqa: E402

BASALT = os.environ["BASALT"]
JAVASCRIPT = pathlib.Path(__file__).parent.parent / "sdk" / "js"
KEY, SECRET = "AKIDLONGTERM", "wJalr/XUtnFEMI+K7MDENG/one"
TEMPORARY, TEMPORARY_SECRET, TOKEN = "ASIATEMPORARY", "another/secret+two", "FwoGZXIvYXdzE/token+three=="
SECRETS = (SECRET, TEMPORARY_SECRET, TOKEN)
WRONG_SECRET = "The request signature we calculated does not match the signature you provided."
UNKNOWN = "The security token included in the request is invalid."

LIST_TABLES = """
import {DynamoDBClient, ListTablesCommand} from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({endpoint: process.env.AWS_ENDPOINT_URL, maxAttempts: 1});
try {
  console.log(JSON.stringify((await client.send(new ListTablesCommand({}))).TableNames));
} catch (error) {
  console.log(`${error.name}: ${error.message}`);
}
"""


class PresignedBody(botocore.auth.SigV4QueryAuth):
    """Signs the body, too, as DynamoDB expects."""

    def __init__(self, *arguments, body, **options):
        super().__init__(*arguments, **options)
        self.body = body

    def payload(self, request):
        return hashlib.sha256(self.body).hexdigest()


class Signatures(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="basalt-access-")
        cls.addClassCleanup(cls.folder.cleanup)
        file = pathlib.Path(cls.folder.name, "credentials")
        file.write_text(f"[default]\naws_access_key_id = {KEY}\naws_secret_access_key = {SECRET}\n"
                        f"[temporary]\naws_access_key_id={TEMPORARY}\n"
                        f"aws_secret_access_key={TEMPORARY_SECRET}\naws_session_token={TOKEN}\n")
        cls.log = open(pathlib.Path(cls.folder.name, "log"), "w+")
        cls.addClassCleanup(cls.log.close)
        cls.server = BasaltServer(BASALT, "--in-memory", "--admin", "--credentials", str(file), log=cls.log)
        cls.addClassCleanup(cls.server.stop)

    def client(self, service="dynamodb", key=KEY, secret=SECRET, token=None, region="us-east-1"):
        return boto3.client(service, endpoint_url=self.server.endpoint, region_name=region,
                            aws_access_key_id=key, aws_secret_access_key=secret, aws_session_token=token,
                            config=botocore.config.Config(retries={"max_attempts": 1}))

    def refused(self, client, code, message):
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            client.list_tables()
        self.assertEqual(caught.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertEqual(caught.exception.response["Error"]["Code"], code)
        self.assertIn(message, caught.exception.response["Error"]["Message"])

    def test_known_keys_may_do_everything(self):
        client = self.client()
        client.create_table(TableName="signed", BillingMode="PAY_PER_REQUEST",
                            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
                            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}])
        for text in ("", "x" * 300_000, "\u00e9\u4e16\U0001f600 %2F+ "):
            client.put_item(TableName="signed", Item={"id": {"S": "1"}, "text": {"S": text}})
            other = self.client(key=TEMPORARY, secret=TEMPORARY_SECRET, token=TOKEN)
            self.assertEqual(other.get_item(TableName="signed", Key={"id": {"S": "1"}})["Item"]["text"]["S"], text)
        self.assertEqual(self.client("dynamodbstreams").list_streams()["Streams"], [])

    def test_others_may_not(self):
        self.refused(self.client(secret="wrong"), "InvalidSignatureException", WRONG_SECRET)
        self.refused(self.client(key="AKIDUNKNOWN"), "UnrecognizedClientException", UNKNOWN)
        self.refused(self.client(token="any"), "UnrecognizedClientException", UNKNOWN)
        self.refused(self.client(key=TEMPORARY, secret=TEMPORARY_SECRET), "UnrecognizedClientException", UNKNOWN)
        self.refused(self.client(key=TEMPORARY, secret=TEMPORARY_SECRET, token="old"),
                     "UnrecognizedClientException", UNKNOWN)
        self.refused(self.client(region="eu-west-1"), "InvalidSignatureException",
                     "Credential should be scoped to a valid region, not 'eu-west-1'. ")

    def request(self, auth, *, body=b"{}", path="/", method="POST", headers=(), shift=datetime.timedelta()):
        """Signs and sends one request; (status, body). `shift` is how far the client's clock is off."""
        class Shifted(datetime.datetime):
            @classmethod
            def utcnow(cls):
                return datetime.datetime.now(datetime.timezone.utc).replace(tzinfo=None) + shift

        request = AWSRequest(method, self.server.endpoint + path, data=body if auth else b"", headers={
            "Content-Type": "application/x-amz-json-1.0",
            "X-Amz-Target": "DynamoDB_20120810.ListTables", **dict(headers)})
        if isinstance(auth, PresignedBody):
            request.data = b""
        original, current = botocore.auth.datetime, getattr(botocore.auth, "get_current_datetime", None)
        try:
            if current is not None:
                botocore.auth.get_current_datetime = lambda *_, **__: Shifted.utcnow()
            else:
                botocore.auth.datetime = type("module", (), {"datetime": Shifted})
            if auth is not None:
                auth.add_auth(request)
        finally:
            botocore.auth.datetime = original
            if current is not None:
                botocore.auth.get_current_datetime = current
        sent = urllib.request.Request(request.url, data=body, method=method, headers=dict(request.headers.items()))
        try:
            with urllib.request.urlopen(sent, timeout=10) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def signer(self, kind=botocore.auth.SigV4Auth, key=KEY, secret=SECRET, token=None, **options):
        return kind(Credentials(key, secret, token), "dynamodb", "us-east-1", **options)

    def test_clocks_may_differ_by_a_quarter_of_an_hour(self):
        minutes = lambda count: datetime.timedelta(minutes=count)  # noqa: E731
        for near in (-14, 0, 14):
            self.assertEqual(self.request(self.signer(), shift=minutes(near))[0], 200)
        status, text = self.request(self.signer(), shift=minutes(-16))
        self.assertEqual(status, 400)
        error = json.loads(text)
        self.assertEqual(error["__type"], "com.amazon.coral.service#InvalidSignatureException")
        self.assertRegex(error["message"], r"^Signature expired: \d{8}T\d{6}Z is now earlier than \d{8}T\d{6}Z "
                                           r"\(\d{8}T\d{6}Z - 15 min\.\)$")
        status, text = self.request(self.signer(), shift=minutes(16))
        self.assertEqual(status, 400)
        self.assertRegex(json.loads(text)["message"],
                         r"^Signature not yet current: \d{8}T\d{6}Z is still later than \d{8}T\d{6}Z "
                         r"\(\d{8}T\d{6}Z \+ 15 min\.\)$")

    def test_presigned_requests(self):
        body = b'{"Limit": 7}'
        signer = self.signer(PresignedBody, expires=60, body=body)
        self.assertEqual(self.request(signer, body=body)[0], 200)
        temporary = self.signer(PresignedBody, TEMPORARY, TEMPORARY_SECRET, TOKEN, expires=60, body=body)
        self.assertEqual(self.request(temporary, body=body)[0], 200)
        for changed in ({"body": b'{"Limit": 8}'}, {"body": body, "shift": datetime.timedelta(seconds=-90)}):
            status, text = self.request(self.signer(PresignedBody, expires=60, body=body), **changed)
            self.assertEqual((status, json.loads(text)["__type"]),
                             (400, "com.amazon.coral.service#InvalidSignatureException"))

    def test_unsigned_requests(self):
        status, text = self.request(None)
        self.assertEqual((status, json.loads(text)["__type"]),
                         (400, "com.amazon.coral.service#MissingAuthenticationTokenException"))
        with urllib.request.urlopen(self.server.endpoint) as health:
            self.assertEqual(health.status, 200)

    def test_the_administrative_path_needs_a_signature_too(self):
        self.assertEqual(self.request(self.signer(), body=None, path="/_basalt/clock", method="GET")[0], 200)
        self.assertEqual(self.request(None, body=None, path="/_basalt/clock", method="GET")[0], 400)

    def environment(self, secret, token=None):
        environment = {**self.server.environment(), "AWS_ACCESS_KEY_ID": KEY if token is None else TEMPORARY,
                       "AWS_SECRET_ACCESS_KEY": secret}
        if token is not None:
            environment["AWS_SESSION_TOKEN"] = token
        return environment

    def test_the_javascript_sdk(self):
        def says(*credentials):
            return subprocess.run(["node", "--input-type=module", "--eval", LIST_TABLES], cwd=JAVASCRIPT, text=True,
                                  env=self.environment(*credentials), stdout=subprocess.PIPE, check=True).stdout
        self.assertRegex(says(SECRET), r"^\[")
        self.assertRegex(says(TEMPORARY_SECRET, TOKEN), r"^\[")
        self.assertIn(f"InvalidSignatureException: {WRONG_SECRET}", says("wrong"))
        self.assertIn(f"UnrecognizedClientException: {UNKNOWN}", says(TEMPORARY_SECRET, "old"))

    def test_the_command_line(self):
        def says(*credentials):
            done = subprocess.run(["aws", "dynamodb", "list-tables", "--endpoint-url", self.server.endpoint],
                                  env=self.environment(*credentials), capture_output=True, text=True)
            return done.stdout + done.stderr
        self.assertIn('"TableNames"', says(SECRET))
        self.assertIn('"TableNames"', says(TEMPORARY_SECRET, TOKEN))
        self.assertIn(f"(InvalidSignatureException) when calling the ListTables operation: {WRONG_SECRET}", says("wrong"))

    def test_no_secret_reaches_the_log(self):
        self.refused(self.client(secret="wrong"), "InvalidSignatureException", WRONG_SECRET)
        self.refused(self.client(key=TEMPORARY, secret=TEMPORARY_SECRET, token="old"),
                     "UnrecognizedClientException", UNKNOWN)
        self.client(key=TEMPORARY, secret=TEMPORARY_SECRET, token=TOKEN).list_tables()
        log = pathlib.Path(self.log.name).read_text() + self.server.ready_line
        for secret in SECRETS:
            self.assertNotIn(secret, log)


class Start(unittest.TestCase):
    """What the options mean together."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="basalt-access-")
        self.addCleanup(folder.cleanup)
        self.file = pathlib.Path(folder.name, "credentials")

    def refused(self, *arguments, says, **environment):
        done = subprocess.run([BASALT, "serve", "--in-memory", "--port", "0", *arguments], capture_output=True,
                              text=True, timeout=30, env={**os.environ, **environment})
        self.assertEqual((done.returncode, done.stdout), (1, ""))
        self.assertIn(says, done.stderr)
        return done.stderr

    def test_other_machines_are_let_in_only_on_purpose(self):
        for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
            self.refused("--host", host, says=f"other machines can connect to {host}: ")
            self.refused("--host", host, "--auth", "none", says="--allow-unauthenticated")
        with BasaltServer(BASALT, "--in-memory", "--host", "0.0.0.0", "--allow-unauthenticated"):
            pass
        with BasaltServer(BASALT, "--in-memory", "--host", "localhost", "--auth", "none"):
            pass

    def test_keys_of_the_environment(self):
        keys = {"BASALT_ACCESS_KEY_ID": KEY, "BASALT_SECRET_ACCESS_KEY": SECRET}
        with BasaltServer(BASALT, "--in-memory", "--host", "0.0.0.0", environment=keys) as server:
            endpoint = server.endpoint.replace("0.0.0.0", "127.0.0.1")
            for secret, status in ((SECRET, 200), ("wrong", 400)):
                client = boto3.client("dynamodb", endpoint_url=endpoint, region_name="us-east-1",
                                      aws_access_key_id=KEY, aws_secret_access_key=secret)
                try:
                    got = client.list_tables()["ResponseMetadata"]["HTTPStatusCode"]
                except botocore.exceptions.ClientError as error:
                    got = error.response["ResponseMetadata"]["HTTPStatusCode"]
                self.assertEqual(got, status)
        self.refused(says="an access key needs an id and a secret", BASALT_ACCESS_KEY_ID=KEY)
        self.refused("--auth", "signature", says="--auth signature needs keys",
                     AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET)

    def test_files_of_no_use(self):
        self.refused("--credentials", str(self.file), says="credentials: cannot read")
        self.file.write_text(f"[default]\naws_access_key_id = {KEY}\n{SECRET}\n")
        said = self.refused("--credentials", str(self.file), says="line 3 is not of the form NAME = VALUE")
        self.assertNotIn(SECRET, said)
        self.refused("--credentials", str(self.file), "--auth", "none", says="leave out --credentials")


if __name__ == "__main__":
    unittest.main()
