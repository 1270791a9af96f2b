"""A client that makes and removes tables and indexes, one after the other, until the server dies."""

import random
import time

from client import Client, Refused, ServerGone
from writer import TABLES, number, text

SPARE_TABLES = [f"spare-{letter}" for letter in "abcd"]
SPARE_ITEMS = 30
LATE = "Late"  # The index that comes and goes.
# A table or an index that is still coming or going cannot be changed yet.
BUSY = ("ResourceInUseException", "LimitExceededException")


def index(name, key):
    return {"IndexName": name, "Projection": {"ProjectionType": "ALL"},
            "KeySchema": [{"AttributeName": key, "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}]}


def definitions(*names):
    return [{"AttributeName": name, "AttributeType": "S"} for name in names]


def schema(table):
    return {"TableName": table, "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"},
                          {"AttributeName": "sk", "KeyType": "RANGE"}],
            "AttributeDefinitions": definitions("pk", "sk", "color", "shape"),
            "GlobalSecondaryIndexes": [index("ByColor", "color")],
            "LocalSecondaryIndexes": [{**index("ByShape", "pk"), "KeySchema": [
                {"AttributeName": "pk", "KeyType": "HASH"},
                {"AttributeName": "shape", "KeyType": "RANGE"}]}],
            "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"}}


def create_tables(client):
    for table in TABLES:
        client.create_table(**schema(table))
        client.update_time_to_live(TableName=table, TimeToLiveSpecification={
            "AttributeName": "ttl", "Enabled": True})


class Architect:
    """Knows of each table, and each index that comes and goes, whether it must be there: None where
    a crash cut short what would have told."""

    def __init__(self, seed):
        self.name = "architect"
        self.fault = None
        self.acknowledged = 0
        self._random = random.Random(f"{seed}/architect")
        self._there = dict.fromkeys(SPARE_TABLES, False) | {(table, LATE): False for table in TABLES}

    def run(self, endpoint):
        client = Client(endpoint)
        try:
            while True:
                self._change(client, self._random.choice(list(self._there)))
                time.sleep(self._random.uniform(0, 0.02))
        except ServerGone:
            return
        except (Refused, TimeoutError) as error:
            self.fault = str(error)

    def _change(self, client, what):
        there, self._there[what] = self._there[what], None
        try:
            if isinstance(what, tuple):
                self._change_index(client, what[0], there)
            elif there:
                client.delete_table(TableName=what)
            else:
                client.create_table(**schema(what))
        except Refused as error:
            if error.type not in BUSY:
                raise
            self._there[what] = there
            return
        self._there[what] = not there
        self.acknowledged += 1
        if what in SPARE_TABLES and not there:
            self._fill(client, what)

    @staticmethod
    def _change_index(client, table, there):
        change = ({"Delete": {"IndexName": LATE}} if there else
                  {"Create": index(LATE, "value")})
        client.update_table(TableName=table, GlobalSecondaryIndexUpdates=[change],
                            AttributeDefinitions=definitions("value", "sk"))

    @staticmethod
    def _fill(client, table):
        puts = [{"PutRequest": {"Item": {"pk": text(f"{key % 3}"), "sk": text(f"{key}"),
                                         "color": text("red"), "n": number(key)}}}
                for key in range(SPARE_ITEMS)]
        for first in range(0, SPARE_ITEMS, 25):
            client.batch_write_item(RequestItems={table: puts[first:first + 25]})

    def settle(self, client):
        """What is wrong after a crash, or None. Goes on from what is there."""
        tables = set(client.list_tables()["TableNames"])
        found = {what: what in tables for what in SPARE_TABLES}
        for table in TABLES:
            described = client.describe_table(TableName=table)["Table"]
            indexes = {one["IndexName"]: one["IndexStatus"]
                       for one in described["GlobalSecondaryIndexes"]}
            found[(table, LATE)] = indexes.get(LATE, "DELETING") != "DELETING"
        wrong = [what for what, there in self._there.items()
                 if there is not None and there != found[what]]
        self._there = found
        return f"{wrong}: there or not there, against what was acknowledged" if wrong else None
