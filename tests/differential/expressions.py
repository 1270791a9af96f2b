"""Random expressions, mostly well formed, over a small set of attribute names."""

NAMES = ["a", "b", "c", "n", "m", "l", "s", "gk", "gs", "pk", "sk", "status", "m.p", "m.q.r", "l[0]", "l[1]", "l[9]", "m.p[0]"]
RESERVED = ["name", "size", "data", "Status", "value", "date"]


class Expressions:
    """Collects the placeholders that it used: take them with `attributes` when done."""

    def __init__(self, random, values):
        self._random, self._values = random, values
        self.names, self.values = {}, {}

    def attributes(self):
        """ExpressionAttributeNames and -Values, now and then with something missing or to spare."""
        chance = self._random.random()
        if chance < 0.03:
            self.names["#unused"] = "a"
        elif chance < 0.06:
            self.values[":unused"] = {"S": "a"}
        elif chance < 0.08 and self.values:
            self.values.pop(next(iter(self.values)))
        elif chance < 0.10 and self.names:
            self.names.pop(next(iter(self.names)))
        elif chance < 0.11:
            self.values["bad"] = {"S": "a"}
        elif chance < 0.12:
            self.names["bad"] = "a"
        elif chance < 0.14 and self.values:
            self.values[next(iter(self.values))] = self._values.bad()
        out = {}
        if self.names or chance > 0.99:
            out["ExpressionAttributeNames"] = dict(self.names)
        if self.values or chance > 0.985:
            out["ExpressionAttributeValues"] = dict(self.values)
        return out

    def path(self):
        chance = self._random.random()
        if chance < 0.04:
            return self._random.choice(RESERVED)
        text = self._random.choice(NAMES)
        if chance < 0.4 or text == "status":
            root, dot, rest = text.partition(".")
            root, bracket, index = root.partition("[")
            placeholder = f"#{root}"
            self.names[placeholder] = root
            return placeholder + (bracket + index if bracket else "") + dot + rest
        return text

    def value(self, made=None):
        name = f":v{len(self.values)}"
        self.values[name] = made if made is not None else self._values.value()
        return name

    def number(self):
        return self.value(self._values.scalar("N", edge=self._random.random() < 0.2))

    def operand(self):
        chance = self._random.random()
        if chance < 0.45:
            return self.path()
        if chance < 0.92:
            return self.value()
        return f"size({self.path()})"

    def condition(self, depth=0):
        chance = self._random.random()
        if depth < 3 and chance < 0.25:
            joined = f"{self.condition(depth + 1)} {self._random.choice(['AND', 'OR', 'and'])} {self.condition(depth + 1)}"
            return f"({joined})" if self._random.random() < 0.4 else joined
        if depth < 3 and chance < 0.32:
            return f"NOT {self.condition(depth + 1)}"
        if chance < 0.55:
            return f"{self.operand()} {self._random.choice(['=', '<>', '<', '<=', '>', '>='])} {self.operand()}"
        if chance < 0.62:
            return f"{self.operand()} BETWEEN {self.operand()} AND {self.operand()}"
        if chance < 0.68:
            return f"{self.operand()} IN ({', '.join(self.operand() for _ in range(self._random.randrange(1, 4)))})"
        if chance < 0.74:
            kinds = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL", "X"]
            return f"attribute_type({self.path()}, {self.value({'S': self._random.choice(kinds)})})"
        if chance < 0.98:
            function = self._random.choice(["attribute_exists", "attribute_not_exists", "begins_with", "contains"])
            second = "" if function.startswith("attribute") else f", {self.operand()}"
            return f"{function}({self.path()}{second})"
        return self._random.choice(["", "a", "a = ", "foo(a)", "size(a)", "((a = b))", "a == b", "a = b c", "a @ b", "NOT",
                                    "attribute_exists(:v)", "begins_with(a)", "size(a, b) = c", "a = b = c", "a = a", "()"])

    def set_action(self):
        chance, path = self._random.random(), self.path()
        if chance < 0.4:
            return f"{path} = {self.operand() if self._random.random() < 0.3 else self.value()}"
        if chance < 0.6:
            sign = self._random.choice("+-")
            left, right = (self.path(), self.number()) if self._random.random() < 0.7 else (self.number(), self.number())
            return f"{path} = {left} {sign} {right}"
        if chance < 0.8:
            return f"{path} = if_not_exists({self.path()}, {self.value()})"
        element = self.value({"L": [self._values.value(2)]})
        return f"{path} = list_append({self.path()}, {element})"

    def update(self):
        clauses = []
        kinds = self._random.sample(["SET", "REMOVE", "ADD", "DELETE"], self._random.choice([1, 1, 1, 2, 3]))
        for kind in kinds:
            count = self._random.choice([1, 1, 2])
            if kind == "SET":
                actions = [self.set_action() for _ in range(count)]
            elif kind == "REMOVE":
                actions = [self.path() for _ in range(count)]
            elif kind == "ADD":
                actions = [f"{self.path()} {self.value(self._values.set()) if self._random.random() < 0.4 else self.number()}"
                           for _ in range(count)]
            else:
                actions = [f"{self.path()} {self.value(self._values.set())}" for _ in range(count)]
            clauses.append(f"{kind} {', '.join(actions)}")
        if self._random.random() < 0.03:
            return self._random.choice(["", "SET", "SET a", "SET a = ", "FOO a", "SET a = :v SET b = :v", "ADD a b", "REMOVE a,",
                                        "SET a = b + ", "SET a = foo(b)", "DELETE a", "SET a = size(b)", "SET :v = a"])
        return " ".join(clauses)

    def projection(self):
        if self._random.random() < 0.03:
            return self._random.choice(["", "a,", ",", "a b", "a, a", "a, a.b", "a[0], a.b", "a[-1]", "a[b]", ":v", "a."])
        return ", ".join(self.path() for _ in range(self._random.choice([1, 1, 2, 3])))
