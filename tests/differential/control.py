"""Random requests of the operations on tables, and of those on items of several tables."""
import copy
import uuid

from differential.tables import Tables, elements, kinds_of

LONG = "x" * 256
NAMES = ["", "a", "ab", "a;b", LONG, "arn:aws:dynamodb:us-east-1:000000000000:table/nothing"]
UNITS = [0, 1, 2, 5, -1, 10 ** 12 + 1, 1.5, "5"]


class Control:
    def __init__(self, random, prefix):
        self._random, self._prefix = random, prefix
        self._made = 0
        self._retried = []

    # -- tables --------------------------------------------------------------------------------

    def list_tables(self, _):
        request = {}
        if self._random.random() < 0.9:
            request["ExclusiveStartTableName"] = self._random.choice([self._prefix, self._prefix + "t0", self._prefix + "zz", *NAMES])
        request["Limit"] = self._random.choice([1, 1, 1, 0, -1, 101, 2 ** 40])
        return request

    def describe_table(self, table):
        return {"TableName": self._random.choice([table["TableName"]] * 6 + [self._prefix + "nothing", *NAMES])}

    def create_table(self, _):
        """A CreateTable with one or two members broken. It may succeed: the runner removes what it makes."""
        self._made += 1
        request = Tables(self._random).create(f"{self._prefix}made{self._made}")
        for _ in range(self._random.choice([1, 1, 2])):
            self._random.choice(self._breaks(request))()
        return request

    def _breaks(self, request):
        random, schema, definitions = self._random, request["KeySchema"], request["AttributeDefinitions"]
        indexes = request.get("GlobalSecondaryIndexes") or [index(definitions[0]["AttributeName"])]
        one = random.choice(indexes)
        return [
            lambda: request.update(TableName=random.choice(NAMES)),
            lambda: random.shuffle(definitions),
            lambda: definitions and definitions.pop(random.randrange(len(definitions))),
            lambda: definitions.append({"AttributeName": random.choice(["spare", "pk", ""]), "AttributeType": random.choice(["S", "N", "SS", ""])}),
            lambda: random.choice(schema or [{}]).update(KeyType=random.choice(["HASH", "RANGE", "SORT"])),
            lambda: random.choice(schema or [{}]).update(AttributeName=random.choice(["pk", "sk", "zz", "gk", LONG])),
            lambda: schema.append(random.choice(elements([("pk", "HASH"), ("sk", "RANGE"), ("gk", "RANGE")]))),
            lambda: request.update(BillingMode=random.choice(["FREE", "PROVISIONED", "PAY_PER_REQUEST"])),
            lambda: request.update(ProvisionedThroughput=self._throughput()),
            lambda: request.update(GlobalSecondaryIndexes=random.choice([[], indexes, indexes + [copy.deepcopy(one)]])),
            lambda: one.update(IndexName=random.choice(["gsi0", "lsi0", *NAMES])),
            lambda: one.update(Projection=self._projection()),
            lambda: one.update(KeySchema=elements(random.choice([[("pk", "HASH"), ("pk", "RANGE")], [("zz", "HASH")], [("pk", "RANGE")],
                                                                [("pk", "HASH"), ("zz", "RANGE")], [("pk", "HASH"), ("sk", "RANGE")]]))),
            lambda: one.update(ProvisionedThroughput=self._throughput()),
            lambda: request.update(LocalSecondaryIndexes=[index("pk", random.choice(["pk", "sk", "ls", "zz"]), "lsi0") | {"Projection": self._projection()}]),
            lambda: request.update(TableClass=random.choice(["STANDARD", "COLD"])),
            lambda: request.update(DeletionProtectionEnabled=random.choice([False, "no"])),
            lambda: request.update(OnDemandThroughput={"MaxReadRequestUnits": random.choice([-2, -1, 0, 1, 100])}),
        ]

    def update_table(self, table):
        random, name = self._random, f"gsi{self._random.randrange(4)}"
        attribute = random.choice(["gk", "u", "pk", "n"])
        kinds = kinds_of(table)
        known = [definition for definition in table["AttributeDefinitions"] if random.random() < 0.9]
        made = {"AttributeName": attribute, "AttributeType": kinds.get(attribute, "S")}
        request = {"TableName": table["TableName"]}
        create = {"Create": index(attribute, name=name) | {"Projection": self._projection(0.1)}}
        if table.get("BillingMode") != "PAY_PER_REQUEST" and random.random() < 0.9:
            create["Create"]["ProvisionedThroughput"] = {"ReadCapacityUnits": 1, "WriteCapacityUnits": 1}
        change = {"Update": {"IndexName": name, "ProvisionedThroughput": self._throughput()}}
        updates = random.choice([[create], [create], [create, {"Delete": {"IndexName": "gsi0"}}], [{"Delete": {"IndexName": name}}],
                                 [{"Delete": {"IndexName": name}}], [change], [change, change], [{}], []])
        chance = random.random()
        if chance < 0.7:
            request["GlobalSecondaryIndexUpdates"] = updates
            request["AttributeDefinitions"] = known + ([made] if made not in known else [])
        if chance > 0.6:
            request |= random.choice([{}, {"BillingMode": "PAY_PER_REQUEST"}, {"ProvisionedThroughput": self._throughput()},
                                      {"BillingMode": "PROVISIONED"}, {"DeletionProtectionEnabled": False}, {"TableClass": "STANDARD"},
                                      {"OnDemandThroughput": {"MaxReadRequestUnits": random.choice([-1, 0, 1, 100])}}])
        return request

    def _throughput(self):
        if self._random.random() < 0.5:
            return {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
        return {"ReadCapacityUnits": self._random.choice(UNITS), "WriteCapacityUnits": self._random.choice(UNITS)}

    def _projection(self, broken=0.7):
        if self._random.random() > broken:
            return {"ProjectionType": self._random.choice(["ALL", "KEYS_ONLY"])}
        return self._random.choice([{}, {"ProjectionType": "SOME"}, {"ProjectionType": "INCLUDE"}, {"NonKeyAttributes": ["a"]},
                                    {"ProjectionType": "INCLUDE", "NonKeyAttributes": []}, {"ProjectionType": "ALL", "NonKeyAttributes": ["a"]},
                                    {"ProjectionType": "INCLUDE", "NonKeyAttributes": ["a"] * 21}, {"ProjectionType": "KEYS_ONLY", "NonKeyAttributes": ["a"]}])

    # -- several tables ------------------------------------------------------------------------

    def token(self, request):
        """A write transaction with a client request token: new, or that of a request before it."""
        chance = self._random.random()
        if self._retried and chance < 0.3:
            before = copy.deepcopy(self._random.choice(self._retried))
            if chance < 0.12:
                before["TransactItems"] = request["TransactItems"]
            return before
        request = request | {"ClientRequestToken": self._random.choice([uuid.UUID(int=self._random.getrandbits(128)).hex, "x" * 37])}
        self._retried.append(request)
        return request


def index(partition, sort=None, name="gsi0"):
    return {"IndexName": name, "KeySchema": elements([(partition, "HASH")] + ([(sort, "RANGE")] if sort else [])),
            "Projection": {"ProjectionType": "ALL"}}


def merged(requests, member):
    """Requests on several tables as one."""
    whole = requests[0]
    for request in requests[1:]:
        if isinstance(whole[member], list):
            whole[member] = whole[member] + request[member]
        else:
            for table, part in request[member].items():
                whole[member].setdefault(table, part)
    return whole
