"""The judge of the crash test can say no."""

import unittest

from history import History

A, B, C = {"v": 1}, {"v": 2}, {"v": 3}


class Histories(unittest.TestCase):
    def after(self, changes, atomic, found):
        history = History(items={"1": A, "2": B})
        history.begin(changes, atomic)
        return history.check(found)

    def test_acknowledged_is_there(self):
        history = History()
        history.begin({"1": A})
        history.acknowledged()
        self.assertIsNone(history.check({"1": A}))
        history.begin({"2": B})
        history.acknowledged()
        self.assertIn("2: expected", history.check({"1": A}))

    def test_in_flight_is_there_or_not(self):
        self.assertIsNone(self.after({"1": C, "2": None}, True, {"1": A, "2": B}))
        self.assertIsNone(self.after({"1": C, "2": None}, True, {"1": C}))

    def test_a_torn_transaction_is_found(self):
        self.assertIsNotNone(self.after({"1": C, "2": None}, True, {"1": C, "2": B}))
        self.assertIsNotNone(self.after({"1": C, "2": None}, True, {"1": A}))

    def test_a_batch_may_be_torn_but_only_between_items(self):
        self.assertIsNone(self.after({"1": C, "2": None}, False, {"1": C, "2": B}))
        self.assertIsNotNone(self.after({"1": C, "2": None}, False, {"1": {"v": 9}, "2": B}))
        self.assertIsNotNone(self.after({"1": C}, False, {"1": C}))

    def test_what_has_expired_may_be_gone_but_not_changed(self):
        history = History(items={"1": A, "2": B}, is_mortal=lambda item: item == B)
        self.assertIsNone(history.check({"1": A}))
        self.assertIsNotNone(history.check({"1": A, "2": B}))
        self.assertIsNotNone(history.check({"1": A, "2": C}))


if __name__ == "__main__":
    unittest.main()
