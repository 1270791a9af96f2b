"""A client that writes to partitions of its own, one operation after the other, until the server
dies. Items are as the wire has them."""

import random
import uuid

from client import Client, Refused, ServerGone, pages_of
from history import History

TABLES = ("crash", "other")
KEYS = 60  # Of each table: few, so that most writes meet an item.
EXPIRED_SECOND = 1_700_000_000  # Less than five years ago, as expiry wants it.


def text(value):
    return {"S": value}


def number(value):
    return {"N": str(value)}


def is_expired(item):
    return "ttl" in item


class Writer:
    def __init__(self, name, seed):
        self.name = name
        self.history = History(is_mortal=is_expired)
        self.acknowledged = 0
        self.fault = None  # An answer that no correct server gives.
        self._random = random.Random(f"{seed}/{name}")

    def run(self, endpoint):
        """Writes until the connection breaks."""
        client = Client(endpoint)
        operations = (self._put, self._put, self._update, self._delete, self._batch, self._expire,
                      self._transaction, self._transaction, self._condition)
        try:
            while True:
                self._random.choice(operations)(client)
                self.acknowledged += 1
        except ServerGone:
            return  # What was in flight stays in the history.
        except (Refused, TimeoutError) as error:
            self.fault = str(error)

    def read(self, client):
        """Every item, by table and sort key."""
        return {(table, item["sk"]["S"]): item for table in TABLES
                for item in pages_of(client.query, TableName=table, ConsistentRead=True,
                                     KeyConditionExpression="pk = :p",
                                     ExpressionAttributeValues={":p": text(self.name)})}

    def settle(self, client):
        """After a crash, sends the transaction that was in flight once more, under its token. It
        must then have happened, and once. Returns what is wrong, or None."""
        in_flight = self.history.in_flight
        if in_flight is not None and in_flight.retry is not None and self._random.random() < 0.5:
            in_flight.retry(client)
            self.history.acknowledged()
        return self.history.check(self.read(client))

    def _key(self):
        return self._random.choice(TABLES), f"{self._random.randrange(KEYS):03d}"

    def _wire_key(self, key):
        return {"pk": text(self.name), "sk": text(key[1])}

    def _item(self, key):
        item = {**self._wire_key(key), "value": text(uuid.uuid4().hex), "n": number(0),
                "text": text("x" * self._random.choice((0, 50, 500, 5000)))}
        if self._random.random() < 0.7:
            item["color"] = text(self._random.choice(("red", "green", "blue")))
        if self._random.random() < 0.3:
            item["shape"] = text(self._random.choice(("round", "square")))
        return item

    def _put(self, client):
        key = self._key()
        item = self._item(key)
        self.history.begin({key: item})
        client.put_item(TableName=key[0], Item=item)
        self.history.acknowledged()

    def _expire(self, client):
        """An item that expired before it was written: the server will delete it."""
        table, sort_key = self._key()
        key = (table, "x" + sort_key)  # Nothing else writes there.
        item = {**self._item(key), "ttl": number(EXPIRED_SECOND)}
        self.history.begin({key: item})
        client.put_item(TableName=table, Item=item)
        self.history.acknowledged()

    def _delete(self, client):
        key = self._key()
        self.history.begin({key: None})
        client.delete_item(TableName=key[0], Key=self._wire_key(key))
        self.history.acknowledged()

    def _condition(self, client):
        """A put that only an absent item lets through."""
        key = self._key()
        item = self._item(key)
        there = key in self.history.items
        self.history.begin({} if there else {key: item})
        try:
            client.put_item(TableName=key[0], Item=item,
                            ConditionExpression="attribute_not_exists(pk)")
        except Refused as error:
            if error.type != "ConditionalCheckFailedException" or not there:
                raise
            self.history.refused()
        else:
            if there:
                self.fault = f"{key}: the condition let a second item through"
            self.history.acknowledged()

    def _counted(self, key):
        """An item after `_count`, and the arguments of that update."""
        color = self._random.choice(("red", "green", "blue"))
        before = self.history.items.get(key, self._wire_key(key))
        count = int(before.get("n", number(0))["N"]) + 1
        after = {**before, "n": number(count), "color": text(color)}
        after.pop("shape", None)
        return after, {
            "TableName": key[0], "Key": self._wire_key(key),
            "UpdateExpression": "SET color = :color REMOVE shape ADD n :one",
            "ExpressionAttributeValues": {":color": text(color), ":one": number(1)}}

    def _update(self, client):
        key = self._key()
        after, arguments = self._counted(key)
        self.history.begin({key: after})
        client.update_item(**arguments)
        self.history.acknowledged()

    def _batch(self, client):
        keys = {self._key() for _ in range(self._random.randrange(2, 25))}
        changes = {key: self._item(key) if self._random.random() < 0.8 else None for key in keys}
        requests = {}
        for key, item in changes.items():
            requests.setdefault(key[0], []).append(
                {"PutRequest": {"Item": item}} if item else
                {"DeleteRequest": {"Key": self._wire_key(key)}})
        self.history.begin(changes, atomic=False)
        while requests:
            requests = client.batch_write_item(RequestItems=requests).get("UnprocessedItems")
        self.history.acknowledged()

    def _transaction(self, client):
        changes, actions = {}, []
        for key in {self._key() for _ in range(self._random.randrange(2, 12))}:
            kind = self._random.choice(("Put", "Update", "Delete"))
            if kind == "Put":
                changes[key] = self._item(key)
                actions.append({"Put": {"TableName": key[0], "Item": changes[key]}})
            elif kind == "Update":
                changes[key], arguments = self._counted(key)
                actions.append({"Update": arguments})
            else:
                changes[key] = None
                actions.append({"Delete": {"TableName": key[0], "Key": self._wire_key(key)}})
        arguments = {"TransactItems": actions, "ClientRequestToken": uuid.uuid4().hex}
        self.history.begin(changes, retry=lambda again: again.transact_write_items(**arguments))
        client.transact_write_items(**arguments)
        self.history.acknowledged()
