"""The graph of a dialogue, assembled in memory from a loaded partition. Chains of refs are of any
depth and may run in circles."""

from collections import defaultdict

from dialogues.entities import LETTER_OF


class Graph:
    def __init__(self, entities):
        self.nodes = {}
        self.meta = None
        self._targets = defaultdict(list)
        self._sources = defaultdict(list)
        for entity in entities:
            if entity.kind == "dialogue":
                self.meta = entity
            elif entity.kind in LETTER_OF:
                self.nodes[entity.display_id] = entity
            elif entity.kind == "ref":
                ref = entity.attributes
                self._targets[ref["source"]].append((ref["ref_type"], ref["target"]))
                self._sources[ref["target"]].append((ref["ref_type"], ref["source"]))

    @property
    def edges(self):
        return {(source, ref_type, target) for source, targets in self._targets.items()
                for ref_type, target in targets}

    def targets(self, source, *ref_types):
        return [target for ref_type, target in self._targets[source]
                if not ref_types or ref_type in ref_types]

    def sources(self, target, *ref_types):
        return [source for ref_type, source in self._sources[target]
                if not ref_types or ref_type in ref_types]

    def chain(self, start, *ref_types):
        """Everything that refs lead to from a node, nearest first; itself only by a circle."""
        return walk(start, lambda node: self.targets(node, *ref_types))

    def circles(self, *ref_types):
        """The nodes from which a chain leads back to themselves."""
        return sorted(node for node in list(self._targets) if node in self.chain(node, *ref_types))


def walk(start, step):
    """Breadth first over whatever `step` answers for a node; a node is visited once."""
    found = []
    seen = set()
    ahead = [start]
    while ahead:
        next_ahead = []
        for node in ahead:
            for target in step(node):
                if target not in seen:
                    seen.add(target)
                    found.append(target)
                    next_ahead.append(target)
        ahead = next_ahead
    return found
