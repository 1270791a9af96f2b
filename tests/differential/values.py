"""Random attribute values: ordinary ones, edge cases, and ones that DynamoDB must refuse."""
import base64

STRINGS = ["a", "b", "ab", "abc", "x", "y#1", "y#2", "", "é", "日本", "😀", "a\u0000b", "with \"quotes\"", "z" * 60]
NUMBERS = ["0", "1", "2", "-1", "10", "1.5", "-0.5", "3.14159", "1e2", "1E-5", "0.0", "-0", "00012", "5.00",
           "12345678901234567890123456789012345678", "1E-130", "9.9999999999999999999999999999999999999E+125",
           "-9.9999999999999999999999999999999999999E+125", "0.1", "100000000000000000000"]
BAD_NUMBERS = ["", "abc", "1e126", "1E-131", "123456789012345678901234567890123456789", "1..2", "--1", " 1", "0x1",
               "NaN", "Infinity", "1e", "e1", "+", "."]
BINARIES = [base64.b64encode(data).decode() for data in (b"a", b"b", b"ab", b"\x00\xff", b"", b"xyz" * 20)]


class Values:
    def __init__(self, random):
        self._random = random

    def scalar(self, kind, edge=True):
        pool = {"S": STRINGS, "N": NUMBERS, "B": BINARIES}[kind]
        return {kind: self._random.choice(pool if edge else pool[:4])}

    def key(self, kind):
        """A value from a small pool, so that requests meet each other's items."""
        pool = {"S": ["k1", "k2", "k3", "é"], "N": ["1", "2", "-3", "4.5"], "B": BINARIES[:4]}[kind]
        return {kind: self._random.choice(pool)}

    def value(self, depth=0):
        choice = self._random.random()
        if choice < 0.3:
            return self.scalar("S")
        if choice < 0.55:
            return self.scalar("N")
        if choice < 0.62:
            return self.scalar("B")
        if choice < 0.68:
            return {"BOOL": self._random.random() < 0.5}
        if choice < 0.72:
            return {"NULL": True}
        if choice < 0.84:
            return self.set()
        if depth > 2:
            return self.scalar("S")
        if choice < 0.92:
            return {"L": [self.value(depth + 1) for _ in range(self._random.randrange(4))]}
        return {"M": {self._random.choice("pqr"): self.value(depth + 1) for _ in range(self._random.randrange(3))}}

    def set(self):
        kind, pool = self._random.choice([("SS", STRINGS[:6]), ("NS", ["1", "2", "3", "-4", "5.5"]), ("BS", BINARIES[:4])])
        return {kind: self._random.sample(pool, self._random.randrange(1, 4))}

    def bad(self):
        """A value that DynamoDB refuses."""
        return self._random.choice([
            {}, {"S": "a", "N": "1"}, {"SS": []}, {"NS": []}, {"BS": []}, {"SS": ["a", "a"]}, {"NS": ["1", "1.0"]},
            {"BS": ["YQ==", "YQ=="]}, {"NULL": False}, {"N": self._random.choice(BAD_NUMBERS)},
            {"NS": ["1", self._random.choice(BAD_NUMBERS)]}, {"S": 1}, {"N": 1}, {"BOOL": "x"}, {"L": {}}, {"M": []},
            {"B": "not base64!"}, {"SS": "a"}, {"X": "a"}, "a", 5, None, [], {"L": [{}]}, {"M": {"a": {"N": "q"}}},
            {"L": [{"S": "a", "N": "1"}]}, {"M": {"": {"S": "a"}}}, {"S": None}])
