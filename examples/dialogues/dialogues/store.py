"""Reading and writing dialogues. Everything the application asks of DynamoDB is in this file."""

import uuid

from dialogues.connection import from_wire, to_wire
from dialogues.entities import (
    KINDS_WITH_EVENTS, Entity, dialogue_of, index_keys, make_event, partition_key)

TRANSACTION_ACTIONS_MAX = 100
BATCH_WRITE_MAX = 25
STORE_ATTRIBUTES = {"pk", "sk", "entity_type", "content_encrypted", "content_nonce", "key_id",
                    "aad_hash", "gsi1pk", "gsi1sk", "gsi2pk", "gsi2sk", "gsi3pk", "gsi3sk"}


class Store:
    def __init__(self, client, table, vault):
        self._client = client
        self._table = table
        self._vault = vault

    # Writing

    def append(self, entity):
        """Writes what is written once: a second time it is refused, and nothing changes."""
        self._client.put_item(TableName=self._table, Item=self._item(entity),
                              ConditionExpression="attribute_not_exists(pk)")

    def append_all(self, entities):
        """Writes any number of entities, in batches: the quick way in for a whole dialogue."""
        self._batch({"PutRequest": {"Item": self._item(entity)}} for entity in entities)

    def prepare_round(self, round_entity, entities, refs):
        """The transaction that registers a round, what it brought, the refs between, a `created`
        event each, and the dialogue's counters. Prepared apart from being sent because a retry must
        send the very same request: encrypting again would make another."""
        round_number = int(round_entity.sort_key.split("#")[1])
        created_at = round_entity.attributes["created_at"]
        events = [make_event(entity, "created", round_number, created_at)
                  for entity in entities if entity.kind in KINDS_WITH_EVENTS]
        actions = [self._append_action(entity)
                   for entity in [round_entity, *entities, *refs, *events]]
        counts = {"total_rounds": 1}
        for entity in entities:
            counts[f"{entity.kind}_count"] = counts.get(f"{entity.kind}_count", 0) + 1
        actions.append(self._count_action(round_entity.dialogue, counts))
        if len(actions) > TRANSACTION_ACTIONS_MAX:
            raise ValueError(f"a round of {len(actions)} actions does not fit a transaction")
        return {"TransactItems": actions, "ClientRequestToken": uuid.uuid4().hex}

    def register_round(self, prepared):
        """All of a prepared round or none of it, and once, however often it is sent."""
        self._client.transact_write_items(**prepared)

    def change_status(self, entity, new_status, event_round, now, **event_attributes):
        """Moves an entity from the status it was read with to another; its entry in a sparse index
        moves along, and the event is written in the same transaction. Refused if somebody else was
        faster."""
        changed = Entity(entity.dialogue, entity.kind, entity.sort_key,
                         {**entity.attributes, "status": new_status})
        if entity.kind == "dialogue":
            changed.attributes["updated_at"] = now
        values = {"status": new_status, **index_keys(changed)}
        if entity.kind == "dialogue":
            values["updated_at"] = now
        update = {
            "TableName": self._table, "Key": to_wire(entity.key),
            "UpdateExpression": "SET " + ", ".join(f"#{name} = :{name}" for name in values),
            "ConditionExpression": "#status = :old",
            "ExpressionAttributeNames": {f"#{name}": name for name in values},
            "ExpressionAttributeValues": to_wire(
                {":old": entity.attributes["status"],
                 **{f":{name}": value for name, value in values.items()}})}
        actions = [{"Update": update}]
        if entity.kind in KINDS_WITH_EVENTS:
            event = make_event(entity, new_status, event_round, now, **event_attributes)
            actions.append(self._append_action(event))
        self._client.transact_write_items(TransactItems=actions)
        return changed

    def erase(self, dialogue):
        """Deletes everything of a dialogue; returns how many items that were."""
        keys = [{"pk": item["pk"], "sk": item["sk"]} for item in self._query(
            "pk = :d", {":d": partition_key(dialogue)}, ProjectionExpression="pk, sk",
            ConsistentRead=True)]
        self._batch({"DeleteRequest": {"Key": to_wire(key)}} for key in keys)
        return len(keys)

    # Reading

    def get(self, dialogue, sort_key):
        key = {"pk": partition_key(dialogue), "sk": sort_key}
        answer = self._client.get_item(TableName=self._table, Key=to_wire(key),
                                       ConsistentRead=True)
        return self._entity(from_wire(answer["Item"])) if "Item" in answer else None

    def load(self, dialogue):
        """Every entity of a dialogue, page by page."""
        return self._entities("pk = :d", {":d": partition_key(dialogue)})

    def of_kind(self, dialogue, prefix):
        """The entities whose sort keys begin with a prefix, such as "tension#"."""
        return self._entities("pk = :d AND begins_with(sk, :prefix)",
                              {":d": partition_key(dialogue), ":prefix": prefix})

    def newest(self, dialogue, prefix, limit, start=None):
        """A page of them, newest first, and where the next one starts (None: nowhere)."""
        more = {"ExclusiveStartKey": start} if start else {}
        page = self._client.query(
            TableName=self._table, KeyConditionExpression="pk = :d AND begins_with(sk, :prefix)",
            ExpressionAttributeValues=to_wire({":d": partition_key(dialogue), ":prefix": prefix}),
            ScanIndexForward=False, Limit=limit, **more)
        entities = [self._entity(from_wire(item)) for item in page["Items"]]
        return entities, page.get("LastEvaluatedKey")

    def of_rounds(self, dialogue, kind, first_round, last_round):
        return self._entities(
            "pk = :d AND sk BETWEEN :first AND :last",
            {":d": partition_key(dialogue), ":first": f"{kind}#{first_round:02d}#",
             ":last": f"{kind}#{last_round:02d}#~"})

    def dialogues_by_status(self, status):
        return self._entities("gsi1pk = :s", {":s": f"status#{status}"}, IndexName="ByStatus")

    def tensions_by_status(self, status):
        return self._entities("gsi2pk = :s", {":s": f"tension_status#{status}"},
                              IndexName="ByTensionStatus")

    def by_expert(self, slug):
        return self._entities("gsi3pk = :e", {":e": f"expert#{slug}"}, IndexName="ByExpert")

    def refs_from(self, dialogue, source):
        return self.of_kind(dialogue, f"ref#{source}#")

    def refs_to(self, dialogue, target, ref_type=None):
        """The reverse direction, through the index on the target."""
        condition, values = "pk = :d AND target = :t", {":d": partition_key(dialogue), ":t": target}
        if ref_type:
            condition, values = condition + " AND ref_type = :r", {**values, ":r": ref_type}
        return self._entities(condition, values, IndexName="ByTarget")

    # Between entities and items

    def _item(self, entity):
        return to_wire({**entity.key, "entity_type": entity.kind, **entity.plain,
                        **index_keys(entity), **self._vault.seal(entity)})

    def _entity(self, item):
        entity = Entity(dialogue_of(item), item["entity_type"], item["sk"])
        entity.attributes = {name: value for name, value in item.items()
                             if name not in STORE_ATTRIBUTES}
        entity.attributes.update(self._vault.open(entity, item))
        return entity

    def _entities(self, condition, values, **more):
        return (self._entity(item) for item in self._query(condition, values, **more))

    def _query(self, condition, values, **more):
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table, KeyConditionExpression=condition,
            ExpressionAttributeValues=to_wire(values), **more)
        return (from_wire(item) for page in pages for item in page["Items"])

    def _append_action(self, entity):
        return {"Put": {"TableName": self._table, "Item": self._item(entity),
                        "ConditionExpression": "attribute_not_exists(pk)"}}

    def _count_action(self, dialogue, counts):
        return {"Update": {
            "TableName": self._table,
            "Key": to_wire({"pk": partition_key(dialogue), "sk": "meta"}),
            "UpdateExpression": "ADD " + ", ".join(f"{name} :{name}" for name in counts),
            "ConditionExpression": "attribute_exists(pk)",
            "ExpressionAttributeValues": to_wire(
                {f":{name}": count for name, count in counts.items()})}}

    def _batch(self, requests):
        requests = list(requests)
        for at in range(0, len(requests), BATCH_WRITE_MAX):
            pending = {self._table: requests[at:at + BATCH_WRITE_MAX]}
            while pending:
                answer = self._client.batch_write_item(RequestItems=pending)
                pending = answer.get("UnprocessedItems")
