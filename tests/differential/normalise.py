"""What two faithful endpoints may answer differently: times, ids, ARNs, the order of sets."""
import json
import re

VOLATILE = {
    "CreationDateTime", "TableId", "TableArn", "IndexArn", "LatestStreamArn", "LatestStreamLabel",
    "LastUpdateToPayPerRequestDateTime", "LastIncreaseDateTime", "LastDecreaseDateTime",
    "LastUpdateDateTime", "KMSMasterKeyArn", "SizeEstimateRangeGB", "WarmThroughput",
    "TableSizeBytes", "ItemCount", "IndexSizeBytes", "TableThroughputModeSummary",
}
SORTED_BY = {"LocalSecondaryIndexes": "IndexName", "GlobalSecondaryIndexes": "IndexName",
             "AttributeDefinitions": "AttributeName"}
SETS = {"SS", "NS", "BS", "NonKeyAttributes"}


def normalise(answer):
    """An answer with everything that may differ taken out."""
    status, body = answer
    if isinstance(body, dict) and "__type" in body:
        body = dict(body)
        body["__type"] = body["__type"].rsplit("#", 1)[-1]
        message = body.pop("Message", None) or body.pop("message", None)
        body["message"] = normalise_message(message) if message else message
    return status, strip(body)


def strip(value):
    if isinstance(value, list):
        return [strip(element) for element in value]
    if not isinstance(value, dict):
        return value
    out = {}
    for name, member in value.items():
        if name in VOLATILE:
            continue
        member = strip(member)
        if name in SETS and isinstance(member, list):
            member = sorted(member, key=str)
        elif name in SORTED_BY and isinstance(member, list):
            member = sorted(member, key=lambda entry: entry.get(SORTED_BY[name], ""))
        out[name] = member
    return out


def normalise_message(message):
    """Placeholders listed in braces come from a hash map on the server: their order is no promise."""
    return re.sub(r"\{([#:][^{}]*)\}",
                  lambda match: "{" + ", ".join(sorted(match[1].split(", "))) + "}", message)


def unordered(answer):
    """An answer whose pages of items are compared as bags: for Scan, whose order is the endpoint's."""
    status, body = answer
    if isinstance(body, dict):
        body = dict(body)
        if isinstance(body.get("Items"), list):
            body["Items"] = sorted(body["Items"], key=lambda item: json.dumps(item, sort_keys=True))
        if isinstance(body.get("Responses"), dict):
            body["Responses"] = {
                table: sorted(items, key=lambda item: json.dumps(item, sort_keys=True))
                for table, items in body["Responses"].items()}
        if isinstance(body.get("ConsumedCapacity"), list):
            body["ConsumedCapacity"] = sorted(body["ConsumedCapacity"], key=lambda c: c["TableName"])
    return status, body


def path_of(member):
    """Where a violated constraint is, without indexes and without what the request named itself."""
    parts = [part if part.isidentifier() and part[0].islower() else "n" for part in member.split(".")]
    return "/".join(parts)


def shape_of(message):
    """A message without what varies from case to case: what makes two differences the same."""
    message = re.sub(r" at '([\w.-]+)' failed", lambda match: f" at {path_of(match[1])} failed", str(message))
    message = re.sub(r"'[^']*'|\"[^\"]*\"|\[[^\]]*\]|\{[^}]*\}", "*", message)
    return re.sub(r"[0-9.]+|[#:]\w+", "n", message)


def signature(operation, left, right):
    """Names a difference, so that one cause is reported once."""
    def side(answer):
        status, body = answer
        if isinstance(body, dict) and "__type" in body:
            return f"{status} {body['__type']}: {shape_of(body.get('message'))}"
        return str(status)
    if side(left) != side(right):
        return f"{operation} | {side(left)} | {side(right)}"
    members = sorted(path for path in differing_members(left[1], right[1]))
    return f"{operation} | {side(left)} | differs at {', '.join(members[:4])}"


def differing_members(left, right, path=""):
    if isinstance(left, dict) and isinstance(right, dict):
        for name in sorted(set(left) | set(right)):
            if left.get(name) != right.get(name):
                inner = path in ("/Items", "/Item", "/Attributes") or path.count("/") >= 2
                yield from ([path or "/"] if inner else
                            differing_members(left.get(name), right.get(name), f"{path}/{name}"))
    elif left != right:
        yield path or "/"
