"""Random tables: keys of every type, local and global indexes of every projection."""


class Tables:
    def __init__(self, random):
        self._random = random

    def create(self, name):
        """A valid CreateTable request."""
        kinds = {"pk": self._random.choice("SSSNB")}
        schema = [("pk", "HASH")]
        if self._random.random() < 0.75:
            kinds["sk"] = self._random.choice("SSNB")
            schema.append(("sk", "RANGE"))
        request = {"TableName": name, "KeySchema": elements(schema)}
        globals_ = [self._global(number, kinds) for number in range(self._random.choice([0, 1, 1, 2]))]
        locals_ = []
        if "sk" in kinds and self._random.random() < 0.5:
            kinds["ls"] = self._random.choice("SN")
            locals_ = [{"IndexName": "lsi0", "KeySchema": elements([("pk", "HASH"), ("ls", "RANGE")]),
                        "Projection": self._projection()}]
        if globals_:
            request["GlobalSecondaryIndexes"] = globals_
        if locals_:
            request["LocalSecondaryIndexes"] = locals_
        request["AttributeDefinitions"] = [{"AttributeName": n, "AttributeType": t} for n, t in kinds.items()]
        if self._random.random() < 0.7:
            request["BillingMode"] = "PAY_PER_REQUEST"
        else:
            throughput = {"ReadCapacityUnits": 5, "WriteCapacityUnits": 5}
            request["ProvisionedThroughput"] = throughput
            for index in globals_:
                index["ProvisionedThroughput"] = throughput
        return request

    def _global(self, number, kinds):
        partition, sort = f"gk{number}" if number else "gk", "gs"
        kinds[partition] = self._random.choice("SSN")
        schema = [(partition, "HASH")]
        if self._random.random() < 0.6:
            kinds.setdefault(sort, self._random.choice("SN"))
            schema.append((sort, "RANGE"))
        return {"IndexName": f"gsi{number}", "KeySchema": elements(schema), "Projection": self._projection()}

    def _projection(self):
        kind = self._random.choice(["ALL", "KEYS_ONLY", "INCLUDE"])
        return {"ProjectionType": kind} | ({"NonKeyAttributes": ["a", "n"]} if kind == "INCLUDE" else {})


def elements(schema):
    return [{"AttributeName": name, "KeyType": role} for name, role in schema]


def kinds_of(table):
    return {d["AttributeName"]: d["AttributeType"] for d in table["AttributeDefinitions"]}


def key_names(described):
    return [element["AttributeName"] for element in described["KeySchema"]]


def indexes_of(table):
    return table.get("GlobalSecondaryIndexes", []) + table.get("LocalSecondaryIndexes", [])
