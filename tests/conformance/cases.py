"""The case files: their form, and how their shorthand becomes requests. README.md describes it."""

import copy
import dataclasses
import json

TYPES = {"S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"}
OUTCOMES = {"ok", "has", "error", "reply", "replies"}


@dataclasses.dataclass
class Step:
    operation: str
    request: object
    expected: object  # The body of the answer, where it is not an error.
    exact: bool       # Whether the body may have nothing else.
    error: object     # "Type: message", or a pattern for it; None: success is expected.
    reasons: object   # CancellationReasons of that error; None: whatever they are.


@dataclasses.dataclass
class HttpStep:
    requests: list  # As raw_http.py takes them.
    replies: list


@dataclasses.dataclass
class Case:
    name: str
    steps: list


@dataclasses.dataclass
class Suite:
    name: str
    tables: list
    items: list  # (table, items) pairs.
    cases: list


def load(path):
    source = json.loads(path.read_text())
    defaults = source.get("defaults", {})
    return Suite(
        name=path.stem,
        tables=[expand(table) for table in source.get("tables", [])],
        items=[(table, items_of(rows)) for table, rows in source.get("items", {}).items()],
        cases=[case_of(case, defaults) for case in source["cases"]])


def case_of(source, defaults):
    steps = source.get("steps") or [{k: v for k, v in source.items() if k != "name"}]
    try:
        return Case(source["name"], [step_of(step, defaults) for step in steps])
    except (KeyError, TypeError, ValueError) as fault:
        raise ValueError(f"case {source.get('name')!r}: {fault!r}") from fault


def step_of(source, defaults):
    if "advance" in source:
        return HttpStep([clock_change("FREEZE"), clock_change("ADVANCE", Seconds=source["advance"])],
                        [{"status": 200}, {"status": 200}])
    (operation, request), = ((k, v) for k, v in source.items() if k not in OUTCOMES | {"reasons"})
    (outcome, expected), = ((k, v) for k, v in source.items() if k in OUTCOMES)
    if operation == "http":
        return HttpStep(expand(request if isinstance(request, list) else [request]),
                        expand(expected if outcome == "replies" else [expected]))
    if isinstance(request, dict):
        request = expand(merged(defaults.get(operation, {}), request))
    return Step(operation, request,
                expected=None if outcome == "error" else expand(expected),
                exact=outcome == "ok",
                error=expected if outcome == "error" else None,
                reasons=expand(source.get("reasons")))


def clock_change(action, **members):
    return {"target": "/_basalt/clock", "headers": {"Content-Type": "application/json"},
            "body": {"Action": action, **members}}


def merged(defaults, request):
    """The request with the defaults that it does not name, with or without the shorthand's mark."""
    named = {name.removesuffix("$") for name in request}
    kept = {name: value for name, value in defaults.items() if name.removesuffix("$") not in named}
    given = {name: value for name, value in request.items() if value != {"$absent": True}}
    return {**kept, **given}


def expand(value):
    """The shorthand in a request or an expected body, written out."""
    if isinstance(value, list):
        return [expand(element) for element in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"$text"}:
        return text_of(value)
    expanded = {}
    for name, member in value.items():
        if name == "Value$":
            expanded["Value"] = attribute_value(member)
        elif name == "AttributeValueList$":
            expanded["AttributeValueList"] = [attribute_value(element) for element in member]
        elif name.endswith("$"):
            expanded[name[:-1]] = attributes_of(member)
        else:
            expanded[name] = expand(member)
    return expanded


def text_of(value):
    piece, times = value["$text"]
    return piece * times


def attributes_of(plain):
    """Plain JSON where AttributeValues are wanted: a map of attributes, or a list of such maps."""
    if isinstance(plain, list):
        return [attributes_of(element) for element in plain]
    if "$unordered" in plain:
        return {"$unordered": attributes_of(plain["$unordered"])}
    return {name: attribute_value(value) for name, value in plain.items()}


def attribute_value(plain):
    if plain is None:
        return {"NULL": True}
    if isinstance(plain, bool):
        return {"BOOL": plain}
    if isinstance(plain, (int, float)):
        return {"N": str(plain)}
    if isinstance(plain, str):
        return {"S": plain}
    if isinstance(plain, list):
        return {"L": [attribute_value(element) for element in plain]}
    if not plain:
        return {"M": {}}
    if set(plain) == {"$text"}:
        return {"S": text_of(plain)}
    if any(name.startswith("$") for name in plain) or (len(plain) == 1 and set(plain) <= TYPES):
        return expand(plain)  # A pattern, or an AttributeValue as it is.
    return {"M": {name: attribute_value(value) for name, value in plain.items()}}


def items_of(rows):
    """Items, with {"$repeat": n, ...} standing for n of them, in which "$n" is 0, 1, ..."""
    items = []
    for row in rows:
        if "$repeat" not in row:
            items.append(attributes_of(row))
            continue
        template = {name: value for name, value in row.items() if name != "$repeat"}
        items += [attributes_of(numbered(template, n)) for n in range(row["$repeat"])]
    return items


def numbered(template, n):
    item = copy.deepcopy(template)
    for name, value in item.items():
        if value == "$n":
            item[name] = n
        elif isinstance(value, str):
            item[name] = value.replace("$n", str(n))
    return item


def shortened(request, length=400):
    text = request if isinstance(request, str) else json.dumps(request, ensure_ascii=False)
    return text if len(text) <= length else text[:length] + "..."
