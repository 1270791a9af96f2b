"""What the tests of the AWS SDK for Python share. The endpoint and the credentials come from the
environment, so the same tests run against Basalt and against AWS."""

import os
import unittest
import uuid

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
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
