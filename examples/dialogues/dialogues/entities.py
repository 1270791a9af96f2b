"""The fourteen kinds of entity, their addresses in the table, and their index keys."""

from dataclasses import dataclass, field

# What is encrypted on its way into the table; every other attribute stays plain, for the store to
# filter, index and count by.
PAYLOAD = {
    "dialogue": ("title", "question", "output_dir"),
    "expert": ("role", "description", "focus", "creation_reason", "color", "scores",
               "raw_content"),
    "round": ("title", "summary"),
    "verdict": ("author_expert", "recommendation", "description", "conditions", "vote",
                "supporting_experts", "ethos_compliance"),
    "perspective": ("label", "content", "contributors", "references"),
    "tension": ("label", "description", "contributors", "references"),
    "recommendation": ("label", "content", "contributors", "parameters", "references"),
    "evidence": ("label", "content", "contributors", "references"),
    "claim": ("label", "content", "contributors", "references"),
    "move": ("targets", "context"),
    "ref": (),  # Structure stays plain.
    "perspective event": ("actors", "reason", "reference", "result_id"),
    "tension event": ("actors", "reason", "reference", "result_id"),
    "recommendation event": ("actors", "reason", "reference", "result_id"),
}

# The kinds that refs connect, by the letter of their display ids: P0102 is perspective 2 of round
# 1.
LETTERS = {"P": "perspective", "R": "recommendation", "T": "tension", "E": "evidence", "C": "claim"}
LETTER_OF = {kind: letter for letter, kind in LETTERS.items()}
KINDS_WITH_EVENTS = ("perspective", "tension", "recommendation")


@dataclass
class Entity:
    dialogue: str
    kind: str
    sort_key: str
    attributes: dict = field(default_factory=dict)  # Plain ones and the payload's together.

    @property
    def key(self):
        return {"pk": partition_key(self.dialogue), "sk": self.sort_key}

    @property
    def display_id(self):
        return LETTER_OF[self.kind] + "".join(self.sort_key.split("#")[1:3])

    @property
    def payload(self):
        return {name: value for name, value in self.attributes.items()
                if name in PAYLOAD[self.kind]}

    @property
    def plain(self):
        return {name: value for name, value in self.attributes.items()
                if name not in PAYLOAD[self.kind] and value is not None}

    @property
    def address(self):
        """The canonical address, which the encryption binds the payload to."""
        subkey = self.sort_key.partition("#")[2] or self.sort_key
        return f"dialogue:{self.dialogue}/entity:{self.kind}/{subkey}"


def partition_key(dialogue):
    return f"dialogue#{dialogue}"


def dialogue_of(key):
    return key["pk"].removeprefix("dialogue#")


def numbered(kind, round_number, number):
    """The sort key of a perspective, tension, ...: two digits each, so that text sorts as numbers
    do."""
    return f"{kind}#{round_number:02d}#{number:02d}"


def make_dialogue(dialogue, created_at, **attributes):
    return Entity(dialogue, "dialogue", "meta",
                  {"status": "open", "created_at": created_at, "updated_at": created_at,
                   "total_rounds": 0, **attributes})


def make_ref(dialogue, source, ref_type, target, created_at):
    return Entity(dialogue, "ref", f"ref#{source}#{ref_type}#{target}",
                  {"source": source, "target": target, "ref_type": ref_type,
                   "source_type": source[0], "target_type": target[0], "created_at": created_at})


def make_event(entity, event_type, event_round, created_at, **attributes):
    return Entity(entity.dialogue, f"{entity.kind} event",
                  f"event#{entity.kind}#{entity.display_id}#{created_at}",
                  {"event_type": event_type, "event_round": event_round, "created_at": created_at,
                   **attributes})


def index_keys(entity):
    """The attributes that put an entity into the sparse indexes; none for most."""
    plain = entity.plain
    if entity.kind == "dialogue":
        return {"gsi1pk": f"status#{plain['status']}",
                "gsi1sk": f"{plain['updated_at']}#{entity.dialogue}"}
    if entity.kind == "tension":
        return {"gsi2pk": f"tension_status#{plain['status']}",
                "gsi2sk": f"{entity.dialogue}#{entity.display_id}"}
    if entity.kind == "expert":
        return {"gsi3pk": entity.sort_key,
                "gsi3sk": f"{entity.dialogue}#{int(plain['first_round']):02d}"}
    if entity.kind == "move":
        _, round_number, expert, _ = entity.sort_key.split("#")
        return {"gsi3pk": f"expert#{expert}", "gsi3sk": f"{entity.dialogue}#{round_number}"}
    return {}
