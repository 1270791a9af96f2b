"""Random requests of every operation, each mostly valid, some broken in one place."""
import copy

from differential.control import Control, merged
from differential.expressions import Expressions
from differential.mutations import mutate
from differential.tables import Tables, indexes_of, key_names, kinds_of
from differential.values import Values

ATTRIBUTES = ["a", "b", "c", "n", "m", "l", "s", "status"]
SEVERAL = {"BatchWriteItem": "RequestItems", "BatchGetItem": "RequestItems", "TransactWriteItems": "TransactItems",
           "TransactGetItems": "TransactItems"}
CAPACITY = ["INDEXES", "TOTAL", "TOTAL", "NONE"]


class Generator:
    """One episode's requests: tables first, then whatever comes, the tables' removal last."""

    def __init__(self, random, prefix, only=None):
        self._random, self._only = random, only
        self._control = Control(random, prefix)
        self._values = Values(random)
        self._tables = [Tables(random).create(f"{prefix}t{number}") for number in range(random.choice([1, 1, 2]))]

    def episode(self, length):
        yield from (("CreateTable", table) for table in self._tables)
        for _ in range(length):
            operation, request = self._request()
            if self._random.random() < 0.12:
                request = mutate(copy.deepcopy(request), self._random, self._values)
            yield operation, request
        yield from (("DeleteTable", {"TableName": table["TableName"]}) for table in self._tables)

    def _request(self):
        makers = [("PutItem", self._put, 24), ("UpdateItem", self._update, 20), ("DeleteItem", self._delete, 6),
                  ("GetItem", self._get, 8), ("Query", self._query, 16), ("Scan", self._scan, 8),
                  ("BatchWriteItem", self._batch_write, 4), ("BatchGetItem", self._batch_get, 4),
                  ("TransactWriteItems", self._transact_write, 6), ("TransactGetItems", self._transact_get, 3),
                  ("DescribeTable", self._control.describe_table, 1), ("UpdateTable", self._control.update_table, 1),
                  ("CreateTable", self._create, 1), ("CreateTable", self._control.create_table, 2),
                  ("ListTables", self._control.list_tables, 1)]
        if self._only:
            makers = [maker for maker in makers if maker[0] in self._only]
        operation, maker, _ = self._random.choices(makers, [weight for _, _, weight in makers])[0]
        if operation in SEVERAL and self._random.random() < 0.4:
            request = merged([maker(table) for table in self._random.choices(self._tables, k=2)], SEVERAL[operation])
        else:
            request = maker(self._random.choice(self._tables))
        if operation == "TransactWriteItems" and self._random.random() < 0.2:
            request = self._control.token(request)
        return operation, request

    # -- items ---------------------------------------------------------------------------------

    def _key(self, table):
        kinds = kinds_of(table)
        return {name: self._values.key(kinds[name]) for name in key_names(table)}

    def _item(self, table):
        item = self._key(table)
        for name, kind in kinds_of(table).items():
            if name not in item and self._random.random() < 0.7:
                item[name] = self._values.key(kind)
        for name in self._random.sample(ATTRIBUTES, self._random.randrange(5)):
            item[name] = self._values.value()
        if self._random.random() < 0.3:
            item["n"] = self._values.scalar("N", edge=False)
        if self._random.random() < 0.02:
            item[self._random.choice(ATTRIBUTES)] = self._values.bad()
        if self._random.random() < 0.04:
            item["big"] = {"S": "x" * self._random.choice([500, 1000, 4000, 5000, 20000])}
        return item

    def _expressions(self):
        return Expressions(self._random, self._values)

    def _write_options(self, request, returns):
        if self._random.random() < 0.4:
            request["ReturnValues"] = self._random.choice(returns)
        if self._random.random() < 0.3:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        if self._random.random() < 0.1:
            request["ReturnItemCollectionMetrics"] = self._random.choice(["SIZE", "NONE"])
        if self._random.random() < 0.2:
            request["ReturnValuesOnConditionCheckFailure"] = self._random.choice(["ALL_OLD", "NONE"])
        return request

    def _expected(self):
        kinds = ["EQ", "NE", "LT", "LE", "GT", "GE", "IN", "BETWEEN", "CONTAINS", "NOT_CONTAINS", "BEGINS_WITH", "NULL", "NOT_NULL"]
        arguments = {"BETWEEN": 2, "NULL": 0, "NOT_NULL": 0, "IN": self._random.randrange(1, 4)}
        chance = self._random.random()
        if chance < 0.2:
            return {"Exists": False}
        if chance < 0.4:
            return {"Value": self._values.value()}
        kind = self._random.choice(kinds)
        count = arguments.get(kind, 1) + (self._random.random() < 0.05)
        return {"ComparisonOperator": kind} | ({"AttributeValueList": [self._values.value() for _ in range(count)]} if count else {})

    def _condition(self, request, expressions):
        chance = self._random.random()
        if chance < 0.35:
            request["ConditionExpression"] = expressions.condition()
        elif chance < 0.45:
            request["Expected"] = {name: self._expected() for name in self._random.sample(ATTRIBUTES, self._random.choice([1, 1, 2]))}
            if self._random.random() < 0.3:
                request["ConditionalOperator"] = self._random.choice(["AND", "OR"])

    def _put(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"], "Item": self._item(table)}
        self._condition(request, expressions)
        return self._write_options(request | expressions.attributes(), ["NONE", "ALL_OLD", "ALL_OLD", "ALL_NEW"])

    def _delete(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"], "Key": self._key(table)}
        self._condition(request, expressions)
        return self._write_options(request | expressions.attributes(), ["NONE", "ALL_OLD", "ALL_OLD", "UPDATED_OLD"])

    def _update(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"], "Key": self._key(table)}
        if self._random.random() < 0.82:
            request["UpdateExpression"] = expressions.update()
        elif self._random.random() < 0.9:
            request["AttributeUpdates"] = {name: self._attribute_update() for name in self._random.sample(ATTRIBUTES, 2)}
        self._condition(request, expressions)
        return self._write_options(request | expressions.attributes(), ["NONE", "ALL_OLD", "ALL_NEW", "UPDATED_OLD", "UPDATED_NEW"])

    def _attribute_update(self):
        action = self._random.choice([None, "PUT", "ADD", "DELETE"])
        update = {"Action": action} if action else {}
        if action != "DELETE" or self._random.random() < 0.5:
            update["Value"] = self._values.set() if action == "DELETE" else self._values.value()
        return update

    def _projection(self, request, expressions):
        if self._random.random() < 0.3:
            request["ProjectionExpression"] = expressions.projection()
        elif self._random.random() < 0.05:
            request["AttributesToGet"] = self._random.sample(ATTRIBUTES, 2)

    def _get(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"], "Key": self._key(table)}
        self._projection(request, expressions)
        if self._random.random() < 0.3:
            request["ConsistentRead"] = self._random.random() < 0.7
        if self._random.random() < 0.4:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        names = expressions.attributes()
        names.pop("ExpressionAttributeValues", None)
        return request | names

    # -- pages ---------------------------------------------------------------------------------

    def _page(self, table, request, expressions):
        described = table
        if indexes_of(table) and self._random.random() < 0.5:
            described = self._random.choice(indexes_of(table))
            request["IndexName"] = described["IndexName"]
        if self._random.random() < 0.3:
            request["FilterExpression"] = expressions.condition()
        self._projection(request, expressions)
        if self._random.random() < 0.15:
            request["Select"] = self._random.choice(["COUNT", "ALL_ATTRIBUTES", "ALL_PROJECTED_ATTRIBUTES", "SPECIFIC_ATTRIBUTES"])
        if self._random.random() < 0.3:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        if self._random.random() < 0.15:
            request["ConsistentRead"] = True
        return described

    def _query(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"]}
        described = self._page(table, request, expressions)
        kinds, names = kinds_of(table), key_names(described)
        parts = [f"{names[0]} = {expressions.value(self._values.key(kinds[names[0]]))}"]
        if len(names) > 1 and self._random.random() < 0.6:
            operand = lambda: expressions.value(self._values.key(kinds[names[1]]))
            parts.append(self._random.choice([
                lambda: f"{names[1]} {self._random.choice(['=', '<', '<=', '>', '>='])} {operand()}",
                lambda: f"{names[1]} BETWEEN {operand()} AND {operand()}",
                lambda: f"begins_with({names[1]}, {operand()})"])())
        if self._random.random() < 0.03:
            parts.append(expressions.condition())
        self._random.shuffle(parts)
        request["KeyConditionExpression"] = " AND ".join(parts)
        if self._random.random() < 0.3:
            request["ScanIndexForward"] = self._random.random() < 0.3
        if self._random.random() < 0.3:
            request["Limit"] = self._random.choice([1, 2, 3, 100])
        if self._random.random() < 0.05:
            request["ExclusiveStartKey"] = self._key(table)
        return request | expressions.attributes()

    def _scan(self, table):
        expressions, request = self._expressions(), {"TableName": table["TableName"]}
        self._page(table, request, expressions)
        if self._random.random() < 0.05:
            request["Segment"], request["TotalSegments"] = self._random.choice([(0, 1), (1, 1), (3, 2), (0, 0)])
        return request | expressions.attributes()

    # -- several items -------------------------------------------------------------------------

    def _batch_write(self, table):
        requests = []
        for _ in range(self._random.choice([1, 2, 3, 5, 12, 26])):
            requests.append({"PutRequest": {"Item": self._item(table)}} if self._random.random() < 0.7 else
                            {"DeleteRequest": {"Key": self._key(table)}})
        request = {"RequestItems": {table["TableName"]: requests}}
        if self._random.random() < 0.3:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        return request

    def _batch_get(self, table):
        expressions = self._expressions()
        keys = {"Keys": [self._key(table) for _ in range(self._random.choice([1, 2, 3, 8]))]}
        self._projection(keys, expressions)
        names = expressions.attributes()
        names.pop("ExpressionAttributeValues", None)
        request = {"RequestItems": {table["TableName"]: keys | names}}
        if self._random.random() < 0.4:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        return request

    def _action(self, table):
        expressions, kind = self._expressions(), self._random.choice(["Put", "Update", "Update", "Delete", "ConditionCheck"])
        action = {"TableName": table["TableName"]}
        action |= {"Item": self._item(table)} if kind == "Put" else {"Key": self._key(table)}
        if kind == "Update":
            action["UpdateExpression"] = expressions.update()
        if kind == "ConditionCheck" or self._random.random() < 0.3:
            action["ConditionExpression"] = expressions.condition()
        if self._random.random() < 0.3:
            action["ReturnValuesOnConditionCheckFailure"] = "ALL_OLD"
        return {kind: action | expressions.attributes()}

    def _transact_write(self, table):
        request = {"TransactItems": [self._action(table) for _ in range(self._random.choice([1, 2, 2, 3]))]}
        if self._random.random() < 0.3:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        return request

    def _transact_get(self, table):
        items = []
        for _ in range(self._random.choice([1, 2])):
            expressions, get = self._expressions(), {"TableName": table["TableName"], "Key": self._key(table)}
            self._projection(get, expressions)
            get.pop("AttributesToGet", None)
            names = expressions.attributes()
            names.pop("ExpressionAttributeValues", None)
            items.append({"Get": get | names})
        request = {"TransactItems": items}
        if self._random.random() < 0.4:
            request["ReturnConsumedCapacity"] = self._random.choice(CAPACITY)
        return request

    def _create(self, table):
        """A second CreateTable, always broken, so that it leaves nothing behind."""
        request = Tables(self._random).create(table["TableName"] + "x")
        breaks = [lambda: request["AttributeDefinitions"].pop(), lambda: request["KeySchema"].append(request["KeySchema"][0]),
                  lambda: request["AttributeDefinitions"].append({"AttributeName": "spare", "AttributeType": "S"}),
                  lambda: request.update(BillingMode="FREE"), lambda: request["KeySchema"][0].update(KeyType="RANGE"),
                  lambda: request.update(TableName="x"), lambda: request.update(TableName="bad name"), lambda: request.pop("KeySchema"),
                  lambda: request.update(BillingMode="PAY_PER_REQUEST", ProvisionedThroughput={"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}),
                  lambda: request.update(BillingMode="PROVISIONED", ProvisionedThroughput={"ReadCapacityUnits": 0, "WriteCapacityUnits": 1}),
                  lambda: request.update(GlobalSecondaryIndexes=[]), lambda: request.update(TableName=table["TableName"]),
                  lambda: request.update(LocalSecondaryIndexes=[{"IndexName": "l", "KeySchema": request["KeySchema"], "Projection": {}}])]
        self._random.choice(breaks)()
        return request
