"""Made-up dialogues of any size: the same seed makes the same dialogue."""

import random
from datetime import datetime, timedelta, timezone
from decimal import Decimal

from dialogues.entities import LETTER_OF, Entity, make_dialogue, make_ref, numbered

WORDS = ("basalt latency durable graph partition index trade-off evidence cost because however "
         "measured reader writer schema key order page limit atomic").split()
SLUGS = ("strudel", "muffin", "cannoli", "eclair", "baklava", "churro", "macaron", "tiramisu")
STATUSES = {"perspective": "open", "tension": "open", "recommendation": "proposed",
            "evidence": "cited", "claim": "asserted"}
REF_TYPES = ("support", "oppose", "refine", "address", "depend")
START = datetime(2026, 1, 1, tzinfo=timezone.utc)
NUMBERED_MAX = 99  # Two digits.


class Synthesizer:
    def __init__(self, dialogue, seed=0):
        self.dialogue = dialogue
        self._random = random.Random(f"{dialogue}/{seed}")
        self._ticks = 0
        self._known = []  # Display ids so far: what refs may point at.

    def now(self):
        self._ticks += 1
        return (START + timedelta(seconds=self._ticks)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def opening(self, experts=4):
        """The dialogue itself and its experts."""
        yield make_dialogue(self.dialogue, self.now(), calibrated=False, title=self._text(4),
                            question=self._text(12))
        for slug in SLUGS[:experts]:
            yield Entity(self.dialogue, "expert", f"expert#{slug}", {
                "tier": self._random.choice(("Core", "Adjacent", "Wildcard")), "source": "pool",
                "relevance": Decimal(self._random.randrange(101)) / 100, "first_round": 0,
                "total_score": 0, "created_at": self.now(), "role": self._text(2),
                "description": self._text(20)})

    def round(self, number, entities):
        """One round: itself, so many entities of the five kinds, and refs from each to some known
        before or beside it, which may close circles."""
        created_at = self.now()
        opened = Entity(self.dialogue, "round", f"round#{number:02d}", {
            "score": self._random.randrange(100), "status": "completed", "created_at": created_at,
            "completed_at": created_at, "title": f"Round {number}", "summary": self._text(60)})
        made = [self._entity(tuple(STATUSES)[at % len(STATUSES)], number, at // len(STATUSES))
                for at in range(min(entities, NUMBERED_MAX * len(STATUSES)))]
        self._known += [entity.display_id for entity in made]
        refs = {}
        for entity in made:
            target = self._random.choice(self._known)
            ref = make_ref(self.dialogue, entity.display_id, self._random.choice(REF_TYPES), target,
                           created_at)
            refs[ref.sort_key] = ref
        return opened, made, list(refs.values())

    def of_size(self, entities):
        """A whole dialogue of about so many entities, for bulk loading."""
        count = 0
        for entity in self.opening():
            count += 1
            yield entity
        number = 0
        while count < entities and number <= NUMBERED_MAX:
            opened, made, refs = self.round(number, min(480, (entities - count + 1) // 2))
            for entity in (opened, *made, *refs):
                count += 1
                yield entity
            number += 1

    def _entity(self, kind, round_number, number):
        text = "content" if kind != "tension" else "description"
        attributes = {"status": STATUSES[kind], "created_at": self.now(), "label": self._text(5),
                      text: self._text(80), "contributors": [self._random.choice(SLUGS)],
                      "references": []}
        return Entity(self.dialogue, kind, numbered(kind, round_number, number), attributes)

    def _text(self, words):
        return " ".join(self._random.choice(WORDS) for _ in range(words))


assert set(STATUSES) == set(LETTER_OF)
