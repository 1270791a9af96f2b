"""The table: one partition a dialogue, one item an entity, four sparse indexes."""

INDEXES = {
    # name: (partition key attributes, sort key attributes)
    "ByStatus": (["gsi1pk"], ["gsi1sk"]),         # dialogues by status, newest last
    "ByTensionStatus": (["gsi2pk"], ["gsi2sk"]),  # open tensions across all dialogues
    "ByExpert": (["gsi3pk"], ["gsi3sk"]),         # everything an expert took part in
    # Refs by what they point at. A key of several attributes needs no concatenated strings: what
    # the ref has anyway is the key.
    "ByTarget": (["pk", "target"], ["ref_type", "source"]),
}


def create_table(client, name):
    """Creates the table unless it is there, and waits until it can be used."""
    attributes = ["pk", "sk"]
    for partition, sort in INDEXES.values():
        attributes += [attribute for attribute in partition + sort if attribute not in attributes]
    try:
        client.create_table(
            TableName=name, BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"}
                                  for attribute in attributes],
            KeySchema=_key_schema(["pk"], ["sk"]),
            GlobalSecondaryIndexes=[
                {"IndexName": index, "KeySchema": _key_schema(*key),
                 "Projection": {"ProjectionType": "ALL"}} for index, key in INDEXES.items()])
    except client.exceptions.ResourceInUseException:
        pass
    client.get_waiter("table_exists").wait(TableName=name, WaiterConfig={"Delay": 1})


def _key_schema(partition, sort):
    return ([{"AttributeName": attribute, "KeyType": "HASH"} for attribute in partition]
            + [{"AttributeName": attribute, "KeyType": "RANGE"} for attribute in sort])
