"""Breaks a request in one place: drops, replaces, retypes or adds a member somewhere inside it."""

WORDS = ["TableName", "Key", "Item", "ReturnValues", "Limit", "Select", "IndexName", "ConsistentRead", "Expected", "Segment",
         "ReturnConsumedCapacity", "ExpressionAttributeNames", "ExpressionAttributeValues", "ConditionExpression", "FilterExpression"]


def places(value, found=None):
    """Every (container, key) inside a request."""
    found = [] if found is None else found
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in entries:
        found.append((value, key))
        places(member, found)
    return found


def mutate(request, random, values):
    found = places(request)
    # The outer members matter most: each level deeper is half as likely.
    top = [place for place in found if place[0] is request]
    container, key = random.choice(top if random.random() < 0.5 else found)
    kind = random.randrange(6)
    if kind == 0:
        del container[key]
    elif kind == 1:
        container[key] = random.choice([None, 0, -1, 1.5, "", "x", True, [], {}, [None], {"S": "a"}, 2 ** 40, "NONE", "é"])
    elif kind == 2:
        container[key] = values.bad()
    elif kind == 3:
        container[key] = values.value()
    elif kind == 4:
        request[random.choice(WORDS)] = random.choice([None, 0, 5, "", "x", True, [], {}, {"a": {"S": "b"}}, {"#a": "b"}])
    elif isinstance(container[key], str):
        container[key] = random.choice([container[key] + "x", container[key][:1], container[key] * 40, container[key].lower()])
    elif isinstance(container[key], list) and container[key]:
        container[key] = container[key] + [container[key][0]]
    return request
