"""The parts that need no database: encryption, the graph, the generator."""

import unittest

from cryptography.exceptions import InvalidTag

from dialogues.encryption import Vault
from dialogues.entities import PAYLOAD, Entity, make_ref
from dialogues.graph import Graph
from dialogues.synthetic import Synthesizer

KEY = bytes(range(32))


def claim(number, **attributes):
    return Entity("d", "claim", f"claim#00#{number:02d}", attributes)


class Encryption(unittest.TestCase):
    def test_what_is_sealed_opens(self):
        entity = claim(1, content="text", status="asserted")
        sealed = Vault(KEY).seal(entity)
        self.assertEqual(Vault(KEY).open(entity, sealed), {"content": "text"})
        self.assertEqual(sealed["key_id"], "dek#d#1")

    def test_not_at_another_address_nor_with_another_key(self):
        sealed = Vault(KEY).seal(claim(1, content="text"))
        with self.assertRaises(InvalidTag):
            Vault(KEY).open(claim(2), sealed)
        with self.assertRaises(InvalidTag):
            Vault(bytes(32)).open(claim(1), sealed)

    def test_structure_stays_plain(self):
        self.assertEqual(Vault(KEY).seal(make_ref("d", "C0001", "support", "C0002", "now")), {})


class Graphs(unittest.TestCase):
    def graph(self, *edges):
        nodes = [claim(number) for number in range(1, 6)]
        return Graph(nodes + [make_ref("d", source, ref_type, target, "now")
                              for source, ref_type, target in edges])

    def test_chains_go_as_deep_as_they_go(self):
        graph = self.graph(("C0001", "refine", "C0002"), ("C0002", "depend", "C0003"),
                           ("C0003", "refine", "C0004"), ("C0005", "refine", "C0001"))
        self.assertEqual(graph.chain("C0001"), ["C0002", "C0003", "C0004"])
        self.assertEqual(graph.chain("C0001", "refine"), ["C0002"])
        self.assertEqual(graph.sources("C0001"), ["C0005"])
        self.assertEqual(graph.circles(), [])

    def test_circles_end(self):
        graph = self.graph(("C0001", "refine", "C0002"), ("C0002", "refine", "C0001"),
                           ("C0003", "refine", "C0001"), ("C0004", "depend", "C0004"))
        self.assertEqual(graph.chain("C0003"), ["C0001", "C0002"])
        self.assertEqual(graph.circles(), ["C0001", "C0002", "C0004"])


class Synthetic(unittest.TestCase):
    def test_the_same_seed_makes_the_same_dialogue(self):
        make = lambda seed: list(Synthesizer("d", seed).of_size(500))
        self.assertEqual(make(1), make(1))
        self.assertNotEqual(make(1), make(2))

    def test_of_the_size_that_was_asked_for_with_distinct_addresses(self):
        for size in (10, 100, 5000):
            entities = list(Synthesizer("d").of_size(size))
            self.assertLess(abs(len(entities) - size), 10)
            self.assertEqual(len({entity.sort_key for entity in entities}), len(entities))
            self.assertLessEqual({entity.kind for entity in entities}, set(PAYLOAD))


if __name__ == "__main__":
    unittest.main()
