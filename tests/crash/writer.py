"""A client that writes to one partition, one operation after the other, until the server dies."""

import random
import uuid

import boto3
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from history import History

TABLE = "crash"
KEYS = 60  # Few, so that most writes meet an item.
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


def create_table(client):
    index = lambda name, key: {"IndexName": name, "Projection": {"ProjectionType": "ALL"},
                               "KeySchema": [{"AttributeName": key, "KeyType": "HASH"},
                                             {"AttributeName": "sk", "KeyType": "RANGE"}]}
    client.create_table(
        TableName=TABLE, BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"}
                              for name in ("pk", "sk", "color", "shape")],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"},
                   {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[index("ByColor", "color"), index("ByShape", "shape")])


class Writer:
    def __init__(self, name, seed):
        self.name = name
        self.history = History()
        self.acknowledged = 0
        self.fault = None  # An answer that no correct server gives.
        self._random = random.Random(f"{seed}/{name}")

    def run(self, endpoint):
        """Writes until the connection breaks."""
        client = connect(endpoint)
        operations = (self._put, self._put, self._update, self._delete, self._batch,
                      self._transaction, self._transaction)
        try:
            while True:
                self._random.choice(operations)(client)
                self.history.acknowledged()
                self.acknowledged += 1
        except BotoCoreError:
            return  # The server is gone; what was in flight stays in the history.
        except ClientError as error:
            self.fault = str(error)

    def read(self, client):
        """Every item of the partition, by sort key."""
        pages = client.get_paginator("query").paginate(
            TableName=TABLE, KeyConditionExpression="pk = :p", ConsistentRead=True,
            ExpressionAttributeValues=wire({":p": self.name}))
        return {item["sk"]["S"]: native(item) for page in pages for item in page["Items"]}

    def settle(self, client):
        """After a crash, sends the transaction that was in flight once more, under its token. It
        must then have happened, and once. Returns what is wrong, or None."""
        in_flight = self.history.in_flight
        if in_flight is None or in_flight.retry is None or self._random.random() < 0.5:
            return self.history.check(self.read(client))
        in_flight.retry(client)
        self.history.acknowledged()
        return self.history.check(self.read(client))

    def _key(self):
        return f"{self._random.randrange(KEYS):03d}"

    def _item(self, key):
        item = {"pk": self.name, "sk": key, "value": uuid.uuid4().hex,
                "text": "x" * self._random.choice((0, 50, 500, 5000)), "n": 0}
        if self._random.random() < 0.7:
            item["color"] = self._random.choice(("red", "green", "blue"))
        if self._random.random() < 0.3:
            item["shape"] = self._random.choice(("round", "square"))
        return item

    def _put(self, client):
        item = self._item(self._key())
        self.history.begin({item["sk"]: item})
        client.put_item(TableName=TABLE, Item=wire(item))

    def _delete(self, client):
        key = self._key()
        self.history.begin({key: None})
        client.delete_item(TableName=TABLE, Key=wire({"pk": self.name, "sk": key}))

    def _counted(self, key):
        """An item after `_count`, and the arguments of that update."""
        color = self._random.choice(("red", "green", "blue"))
        before = self.history.items.get(key, {"pk": self.name, "sk": key})
        after = {**before, "n": before.get("n", 0) + 1, "color": color}
        after.pop("shape", None)
        return after, {
            "TableName": TABLE, "Key": wire({"pk": self.name, "sk": key}),
            "UpdateExpression": "SET color = :color REMOVE shape ADD n :one",
            "ExpressionAttributeValues": wire({":color": color, ":one": 1})}

    def _update(self, client):
        key = self._key()
        after, arguments = self._counted(key)
        self.history.begin({key: after})
        client.update_item(**arguments)

    def _batch(self, client):
        keys = {self._key() for _ in range(self._random.randrange(2, 25))}
        changes = {key: self._item(key) if self._random.random() < 0.8 else None for key in keys}
        requests = [{"PutRequest": {"Item": wire(item)}} if item else
                    {"DeleteRequest": {"Key": wire({"pk": self.name, "sk": key})}}
                    for key, item in changes.items()]
        self.history.begin(changes, atomic=False)
        while requests:
            answer = client.batch_write_item(RequestItems={TABLE: requests})
            requests = answer.get("UnprocessedItems", {}).get(TABLE)

    def _transaction(self, client):
        changes, actions = {}, []
        for key in {self._key() for _ in range(self._random.randrange(2, 12))}:
            kind = self._random.choice(("Put", "Update", "Delete"))
            if kind == "Put":
                changes[key] = self._item(key)
                actions.append({"Put": {"TableName": TABLE, "Item": wire(changes[key])}})
            elif kind == "Update":
                changes[key], arguments = self._counted(key)
                actions.append({"Update": arguments})
            else:
                changes[key] = None
                actions.append({"Delete": {"TableName": TABLE,
                                           "Key": wire({"pk": self.name, "sk": key})}})
        arguments = {"TransactItems": actions, "ClientRequestToken": uuid.uuid4().hex}
        self.history.begin(changes, retry=lambda again: again.transact_write_items(**arguments))
        client.transact_write_items(**arguments)
