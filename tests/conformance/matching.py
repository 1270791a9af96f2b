"""Comparing an answer with what a case expects of it."""

import json
import re


def error_fault(expected, status, body):
    """What is wrong with an error; None if it is the expected one.

    `expected` is "Type: message", or {"$matches": pattern} for that text.
    """
    if status == 200:
        return f"no error, expected {expected}"
    name = body.get("__type", "").split("#")[-1]
    actual = f"{name}: {body.get('message', body.get('Message', ''))}"
    wanted_status = 500 if name == "InternalServerError" else 400
    if status != wanted_status:
        return f"status {status} with {actual}"
    fault = value_fault(expected, actual, True, "")
    return fault and f"expected {expected}\n      actual   {actual}"


def body_fault(expected, actual, exact):
    """What is wrong with a body; None if nothing is."""
    fault = value_fault(expected, actual, exact, "")
    return fault and f"{fault}\n      answer   {json.dumps(actual)[:1500]}"


def value_fault(expected, actual, exact, path):
    if isinstance(expected, dict):
        pattern = [name for name in expected if name.startswith("$")]
        if pattern:
            return pattern_fault(pattern[0], expected[pattern[0]], actual, exact, path)
        return object_fault(expected, actual, exact, path)
    if isinstance(expected, list):
        return list_fault(expected, actual, exact, path)
    if type(expected) is not type(actual) and not both_numbers(expected, actual):
        return f"at {path or 'the top'}: {expected!r} expected, {actual!r} found"
    if expected != actual:
        return f"at {path or 'the top'}: {expected!r} expected, {actual!r} found"
    return None


def both_numbers(left, right):
    return all(isinstance(x, (int, float)) and not isinstance(x, bool) for x in (left, right))


def pattern_fault(pattern, operand, actual, exact, path):
    if pattern == "$any":
        return None
    if pattern == "$matches":
        if isinstance(actual, str) and re.fullmatch(operand, actual, re.DOTALL):
            return None
        return f"at {path}: {actual!r} does not match {operand!r}"
    if pattern == "$unordered":
        def order(value):
            return json.dumps(value, sort_keys=True)
        if not isinstance(actual, list):
            return f"at {path}: a list expected, {actual!r} found"
        return list_fault(sorted(operand, key=order), sorted(actual, key=order), exact, path)
    if pattern == "$length":
        if hasattr(actual, "__len__") and len(actual) == operand:
            return None
        return f"at {path}: {operand} elements expected"
    raise ValueError(f"no such pattern: {pattern}")


def object_fault(expected, actual, exact, path):
    if not isinstance(actual, dict):
        return f"at {path or 'the top'}: an object expected, {actual!r} found"
    for name, value in expected.items():
        if name not in actual:
            return f"at {path or 'the top'}: {name} is missing"
        fault = value_fault(as_set(name, value), as_set(name, actual[name]), exact,
                            f"{path}.{name}")
        if fault:
            return fault
    surplus = sorted(set(actual) - set(expected))
    if exact and surplus:
        return f"at {path or 'the top'}: {', '.join(surplus)} not expected"
    return None


def as_set(name, value):
    """Sets have no order on the wire."""
    if name in ("SS", "NS", "BS") and isinstance(value, list):
        return sorted(value)
    return value


def list_fault(expected, actual, exact, path):
    if not isinstance(actual, list):
        return f"at {path}: a list expected, {actual!r} found"
    if len(expected) != len(actual):
        return f"at {path}: {len(expected)} elements expected, {len(actual)} found"
    for position, (one, other) in enumerate(zip(expected, actual)):
        fault = value_fault(one, other, exact, f"{path}[{position}]")
        if fault:
            return fault
    return None
