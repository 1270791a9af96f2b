"""AWS's SDK, set up for a server that is about to die: no retries."""

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config

CONFIG = Config(retries={"max_attempts": 0}, connect_timeout=5, read_timeout=60)

_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


def wire(item):
    return {name: _serialize(value) for name, value in item.items()}


def native(item):
    return {name: _deserialize(value) for name, value in item.items()}


def connect(endpoint):
    return boto3.session.Session().client(
        "dynamodb", endpoint_url=endpoint, region_name="us-east-1", aws_access_key_id="local",
        aws_secret_access_key="local", config=CONFIG)
