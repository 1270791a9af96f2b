"""The application against a real endpoint: the environment's."""

import itertools
import unittest
import uuid

from botocore.exceptions import ClientError

from dialogues.connection import connect, from_wire
from dialogues.encryption import Vault
from dialogues.entities import Entity, dialogue_of, make_ref, numbered
from dialogues.graph import Graph, walk
from dialogues.schema import INDEXES, create_table
from dialogues.store import Store
from dialogues.synthetic import Synthesizer

KEY = bytes(range(32))
NOW = "2026-02-01T00:00:00.000000Z"


class StoreTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.client = connect()
        cls.table = f"dialogues-{uuid.uuid4().hex[:8]}"
        create_table(cls.client, cls.table)
        cls.store = Store(cls.client, cls.table, Vault(KEY))

    @classmethod
    def tearDownClass(cls):
        cls.client.delete_table(TableName=cls.table)

    def setUp(self):
        self.dialogue = f"{self._testMethodName}-{uuid.uuid4().hex[:6]}"
        self.made = Synthesizer(self.dialogue)

    def open_with_rounds(self, rounds, entities=10):
        """Returns everything that was written, by sort key."""
        opening = list(self.made.opening())
        self.store.append_all(opening)
        written = {entity.sort_key: entity for entity in opening}
        for number in range(rounds):
            opened, brought, refs = self.made.round(number, entities)
            self.store.register_round(self.store.prepare_round(opened, brought, refs))
            written.update({entity.sort_key: entity for entity in (opened, *brought, *refs)})
        return written

    def refused(self, code, call, *arguments, **more):
        with self.assertRaises(ClientError) as raised:
            call(*arguments, **more)
        self.assertEqual(raised.exception.response["Error"]["Code"], code)
        return raised.exception.response

    def test_everything_comes_back_in_order_and_decrypted(self):
        written = self.open_with_rounds(3)
        loaded = [entity for entity in self.store.load(self.dialogue)
                  if not entity.sort_key.startswith(("event#", "meta"))]
        del written["meta"]  # Its counters have moved.
        self.assertEqual([entity.sort_key for entity in loaded], sorted(written))
        for entity in loaded:
            self.assertEqual(entity, written[entity.sort_key])

    def test_payloads_are_not_in_the_table(self):
        self.store.append(Entity(self.dialogue, "claim", numbered("claim", 0, 1),
                                 {"status": "asserted", "created_at": NOW, "content": "secret"}))
        page = self.client.query(TableName=self.table, KeyConditionExpression="pk = :d",
                                 ExpressionAttributeValues={
                                     ":d": {"S": f"dialogue#{self.dialogue}"}})
        item, = (from_wire(item) for item in page["Items"])
        self.assertNotIn("content", item)
        self.assertEqual(len(item["content_nonce"]), 12)
        self.assertNotIn(b"secret", item["content_encrypted"])

    def test_what_is_written_once_is_written_once(self):
        ref = make_ref(self.dialogue, "P0001", "support", "C0001", NOW)
        self.store.append(ref)
        self.refused("ConditionalCheckFailedException", self.store.append, ref)

    def test_a_round_is_all_or_nothing_and_counts_once(self):
        self.store.append_all(self.made.opening())
        opened, brought, refs = self.made.round(0, 10)
        prepared = self.store.prepare_round(opened, brought, refs)
        for _ in range(2):
            self.store.register_round(prepared)
        meta = self.store.get(self.dialogue, "meta").attributes
        self.assertEqual((meta["total_rounds"], meta["tension_count"]), (1, 2))

        again = Entity(self.dialogue, "round", "round#01", opened.attributes)
        answer = self.refused("TransactionCanceledException", self.store.register_round,
                              self.store.prepare_round(again, brought, []))
        self.assertIn("ConditionalCheckFailed", answer["Error"]["Message"])
        self.assertIsNone(self.store.get(self.dialogue, "round#01"))
        self.assertEqual(self.store.get(self.dialogue, "meta").attributes["total_rounds"], 1)

    def test_a_status_change_moves_the_index_entry_and_writes_the_event(self):
        self.open_with_rounds(1)
        mine = lambda status: [found.display_id for found in self.store.tensions_by_status(status)
                               if found.dialogue == self.dialogue]
        self.assertEqual(mine("open"), ["T0000", "T0001"])
        tension = self.store.get(self.dialogue, numbered("tension", 0, 1))
        self.store.change_status(tension, "resolved", 1, NOW, actors=["muffin"], reason="shown")
        self.assertEqual((mine("open"), mine("resolved")), (["T0000"], ["T0001"]))
        event = self.store.get(self.dialogue, f"event#tension#T0001#{NOW}")
        self.assertEqual(event.attributes["reason"], "shown")
        self.refused("TransactionCanceledException", self.store.change_status, tension, "addressed",
                     1, NOW + "later")
        self.assertEqual(mine("addressed"), [])

    def test_dialogues_by_status_newest_last(self):
        self.open_with_rounds(0)
        meta = self.store.get(self.dialogue, "meta")
        self.store.change_status(meta, "converged", 1, NOW)
        converged = [found.dialogue for found in self.store.dialogues_by_status("converged")]
        self.assertEqual(converged[-1], self.dialogue)
        self.assertNotIn(self.dialogue,
                         [found.dialogue for found in self.store.dialogues_by_status("open")])

    def test_by_expert_across_dialogues(self):
        self.open_with_rounds(0)
        self.store.append(Entity(self.dialogue, "move", "move#02#muffin#01", {
            "move_type": "bridge", "created_at": NOW, "targets": ["P0001"], "context": "so"}))
        took_part = [found.sort_key for found in self.store.by_expert("muffin")
                     if found.dialogue == self.dialogue]
        self.assertEqual(took_part, ["expert#muffin", "move#02#muffin#01"])

    def test_typed_ranges_and_pages(self):
        self.open_with_rounds(3)
        in_order = [entity.display_id for entity in self.store.of_kind(self.dialogue, "tension#")]
        self.assertEqual(in_order, ["T0000", "T0001", "T0100", "T0101", "T0200", "T0201"])
        early = self.store.of_rounds(self.dialogue, "perspective", 0, 1)
        self.assertEqual([entity.display_id for entity in early],
                         ["P0000", "P0001", "P0100", "P0101"])
        paged, start = [], None
        for _ in itertools.count():
            page, start = self.store.newest(self.dialogue, "tension#", 4, start)
            paged += [entity.display_id for entity in page]
            if start is None:
                break
        self.assertEqual(paged, in_order[::-1])

    def test_hops_through_the_table_reach_what_the_graph_says(self):
        self.open_with_rounds(3)
        graph = Graph(self.store.load(self.dialogue))
        for node in graph.nodes:
            hop = lambda source: [ref.attributes["target"]
                                  for ref in self.store.refs_from(self.dialogue, source)]
            self.assertEqual(set(walk(node, hop)), set(graph.chain(node)))

    def test_the_reverse_direction_by_an_index_key_of_several_attributes(self):
        for number in range(3):
            self.store.append(make_ref(self.dialogue, f"P000{number}", "refine", "P0009", NOW))
        self.store.append(make_ref(self.dialogue, "C0001", "oppose", "P0009", NOW))
        sources = lambda *ref_type: [ref.attributes["source"] for ref in self.store.refs_to(
            self.dialogue, "P0009", *ref_type)]
        self.assertEqual(sources(), ["C0001", "P0000", "P0001", "P0002"])
        self.assertEqual(sources("refine"), ["P0000", "P0001", "P0002"])

    def test_a_large_dialogue_loads_in_pages_and_is_erased(self):
        entities = {entity.sort_key: entity for entity in self.made.of_size(3000)}
        self.store.append_all(entities.values())
        loaded = list(self.store.load(self.dialogue))
        self.assertEqual([entity.sort_key for entity in loaded], sorted(entities))
        self.assertEqual(self.store.erase(self.dialogue), len(entities))
        self.assertEqual(list(self.store.load(self.dialogue)), [])
        for index in INDEXES:
            left = self.client.scan(TableName=self.table, IndexName=index)["Items"]
            self.assertNotIn(self.dialogue, [dialogue_of(from_wire(item)) for item in left])


if __name__ == "__main__":
    unittest.main()
