"""What the tests of the AWS SDK for Python share. The endpoint and the credentials come from the
environment, so the same tests run against Basalt and against AWS."""

import json
import os
import unittest
import urllib.error
import urllib.request
import uuid

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.config import Config
from botocore.exceptions import ClientError

# Old releases of botocore do not read AWS_ENDPOINT_URL themselves.
SETTINGS = {"endpoint_url": os.environ.get("AWS_ENDPOINT_URL"),
            "config": Config(retries={"max_attempts": 0})}

client = boto3.client("dynamodb", **SETTINGS)
resource = boto3.resource("dynamodb", **SETTINGS)

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def wire(item):
    return {name: _serialize(value) for name, value in item.items()}


def native(item):
    return {name: _deserialize(value) for name, value in item.items()}


def key_schema(*names):
    return [{"AttributeName": name, "KeyType": kind}
            for name, kind in zip(names, ("HASH", "RANGE"))]


def attributes(**types):
    return [{"AttributeName": name, "AttributeType": kind} for name, kind in types.items()]


def index(name, *key, projection=None):
    return {"IndexName": name, "KeySchema": key_schema(*key),
            "Projection": projection or {"ProjectionType": "ALL"}}


def raw(operation, service="DynamoDB_20120810", **request):
    """The answer to any operation, whether or not the SDK's model has it and all its members."""
    signed = AWSRequest(
        method="POST", url=client.meta.endpoint_url + "/", data=json.dumps(request).encode(),
        headers={"Content-Type": "application/x-amz-json-1.0",
                 "X-Amz-Target": f"{service}.{operation}"})
    SigV4Auth(boto3.Session().get_credentials(), "dynamodb",
              client.meta.region_name).add_auth(signed)
    return _answer(urllib.request.Request(signed.url, data=signed.data, method="POST",
                                          headers=dict(signed.headers)))


def administrate(path, **change):
    """The answer of a path under /_basalt/, to a change or to a look; None where there is none."""
    body = json.dumps(change).encode() if change else None
    try:
        return _answer(urllib.request.Request(
            f"{client.meta.endpoint_url}/_basalt/{path}", data=body,
            headers={"Content-Type": "application/json"}))
    except (urllib.error.URLError, ValueError):
        return None


def _answer(request):
    try:
        with urllib.request.urlopen(request) as answer:
            return json.loads(answer.read() or "{}")
    except urllib.error.HTTPError as refused:
        return json.loads(refused.read())


class TableTest(unittest.TestCase):
    """A test with a table of its own, made from TABLE, for all of its cases."""

    TABLE = {"AttributeDefinitions": attributes(pk="S", sk="S"),
             "KeySchema": key_schema("pk", "sk")}

    @classmethod
    def setUpClass(cls):
        cls.name = f"{cls.__name__}-{uuid.uuid4().hex[:8]}"
        client.create_table(TableName=cls.name, BillingMode="PAY_PER_REQUEST", **cls.TABLE)
        client.get_waiter("table_exists").wait(TableName=cls.name, WaiterConfig={"Delay": 1})

    @classmethod
    def tearDownClass(cls):
        client.delete_table(TableName=cls.name)
        client.get_waiter("table_not_exists").wait(TableName=cls.name, WaiterConfig={"Delay": 1})

    def put(self, **item):
        client.put_item(TableName=self.name, Item=wire(item))

    def get(self, pk, sk):
        answer = client.get_item(TableName=self.name, Key=wire({"pk": pk, "sk": sk}),
                                 ConsistentRead=True)
        return native(answer["Item"]) if "Item" in answer else None

    def refused(self, code, call, **arguments):
        """The answer to a call that must fail with this error code."""
        with self.assertRaises(ClientError) as raised:
            call(**arguments)
        self.assertEqual(raised.exception.response["Error"]["Code"], code)
        return raised.exception.response
