"""What one writer did to its items, and what may be there after a crash.

Everything acknowledged is in `items`. An operation in flight when the server died may have happened
or not: a single write or a transaction as a whole, a batch item by item. An item that has expired
may be gone, and then stays away.
"""

from dataclasses import dataclass, field


@dataclass
class InFlight:
    """An operation sent and not yet answered."""

    changes: dict        # Key to the new item, or None for a delete.
    atomic: bool         # All or nothing; otherwise each change by itself.
    retry: object = None  # Sends the very same request again, where that must be safe.


@dataclass
class History:
    items: dict = field(default_factory=dict)  # Key to item, as acknowledged.
    in_flight: InFlight = None
    is_mortal: object = lambda item: False  # Whether the server may have deleted it by itself.

    def begin(self, changes, atomic=True, retry=None):
        self.in_flight = InFlight(changes, atomic, retry)

    def acknowledged(self):
        self.items = self._after(self.in_flight.changes)
        self.in_flight = None

    def refused(self):
        self.in_flight = None

    def check(self, found):
        """What is wrong with the items found after a crash; None if nothing. Goes on from them."""
        problem = self._problem(found)
        self.items = found
        self.in_flight = None
        return problem

    def _problem(self, found):
        if self._may_be(self.items, found):
            return None
        if self.in_flight is None:
            return self._difference(self.items, found)
        changes = self.in_flight.changes
        if self.in_flight.atomic:
            expected = self._after(changes)
        else:
            happened = {key: new for key, new in changes.items() if found.get(key) == new}
            expected = self._after(happened)
        if self._may_be(expected, found):
            return None
        return self._difference(expected, found) + " (with what was in flight)"

    def _may_be(self, expected, found):
        return found == expected or found == {
            key: item for key, item in expected.items()
            if key in found or not self.is_mortal(item)}

    def _after(self, changes):
        items = {**self.items, **changes}
        return {key: item for key, item in items.items() if item is not None}

    @staticmethod
    def _difference(expected, found):
        wrong = [key for key in sorted(expected.keys() | found.keys())
                 if expected.get(key) != found.get(key)]
        told = lambda item: item and {name: value for name, value in item.items()
                                      if name != "text"}
        return "; ".join(f"{key}: expected {told(expected.get(key))}, found {told(found.get(key))}"
                         for key in wrong[:3]) + f" ({len(wrong)} in all)"
