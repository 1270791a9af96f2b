"""The way to DynamoDB. Endpoint, region and credentials come from the environment alone, so the
same program talks to Basalt on a laptop and to AWS."""

import os

import boto3
from boto3.dynamodb.types import Binary, TypeDeserializer, TypeSerializer

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def connect():
    # Releases of boto3 before 1.28 do not read AWS_ENDPOINT_URL themselves.
    return boto3.client("dynamodb", endpoint_url=os.environ.get("AWS_ENDPOINT_URL"))


def table_name():
    return os.environ.get("DIALOGUES_TABLE", "blue_dialogues")


def to_wire(item):
    return {name: _serialize(value) for name, value in item.items()}


def from_wire(item):
    item = {name: _deserialize(value) for name, value in item.items()}
    return {name: bytes(value) if isinstance(value, Binary) else value
            for name, value in item.items()}
