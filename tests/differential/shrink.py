"""Makes a differing sequence small: fewer requests first, then a smaller last request."""
import copy

from differential.mutations import places


def shrink(requests, differs, tries_max=400):
    """The shortest sequence found for which `differs(sequence)` still holds. The last request is
    the one whose answers differ; `differs` replays a sequence from nothing."""
    tries = [tries_max]

    def holds(candidate):
        tries[0] -= 1
        return tries[0] >= 0 and differs(candidate)

    requests = fewer(requests, holds)
    operation, request = requests[-1]
    return requests[:-1] + [(operation, smaller(request, lambda r: holds(requests[:-1] + [(operation, r)])))]


def fewer(requests, holds):
    """Drops requests before the last, in halves, then quarters, down to single ones."""
    head, last = requests[:-1], requests[-1]
    size = max(1, len(head) // 2)
    while head:
        at, dropped = 0, False
        while at < len(head):
            candidate = head[:at] + head[at + size:]
            if holds(candidate + [last]):
                head, dropped = candidate, True
            else:
                at += size
        if size == 1 and not dropped:
            break
        size = max(1, size // 2)
    return head + [last]


def smaller(request, holds):
    """Drops members of a request while the difference stays."""
    dropped = True
    while dropped:
        dropped = False
        for number in reversed(range(len(places(request)))):
            candidate = copy.deepcopy(request)
            found = places(candidate)
            if number >= len(found):
                continue
            container, key = found[number]
            del container[key]
            if holds(candidate):
                request, dropped = candidate, True
    return request
