"""Labels of blank nodes that come from what is said of them, not from a parser.

A blank node that one statement at most points to, as all written with `[ … ]` or `( … )`, is
labelled by its place and its content: what points to it, and all that is said below it. So the
label stays when other parts of the file change. One that several statements point to, or that
lies on a cycle, has a name of its own in the file and keeps it.
"""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b

from acquis.reasoning.facts import Fact

Arrows = dict[str, list[tuple[str, str]]]
BLANK = "_:"


def labelled(facts: Iterable[Fact], mark: str) -> list[Fact]:
    """Return the different facts among `facts`, with labels that carry `mark`."""
    different = list(dict.fromkeys(facts))
    labels = labels_of(different, mark)
    if not labels:
        return different
    return [(labels.get(s, s), p, labels.get(o, o)) for s, p, o in different]


def labels_of(facts: Iterable[Fact], mark: str) -> dict[str, str]:
    """Return the new label of each blank node of some facts, of which none occurs twice."""
    about: Arrows = {}
    above: Arrows = {}
    for subject, predicate, value in facts:
        if subject.startswith(BLANK):
            about.setdefault(subject, []).append((predicate, value))
        if value.startswith(BLANK):
            about.setdefault(value, [])
            above.setdefault(value, []).append((subject, predicate))
    if not about:
        return {}
    shared = {node for node, arrows in above.items() if len(arrows) > 1}
    named = shared | _circles(about, above, shared)
    labels = {node: _label(mark, "name", node) for node in named}
    return _placed(_outside_in(about, above, named), about, above, labels, mark)


def _circles(about: Arrows, above: Arrows, shared: set[str]) -> set[str]:
    """Return the nodes on cycles of which each is pointed to once."""
    found: set[str] = set()
    settled = set(shared)
    for node in about:
        path: dict[str, None] = {}
        while node not in settled and node not in path and node in about:
            path[node] = None
            node = above[node][0][0] if node in above else ""
        if node in path:
            walked = list(path)
            found.update(walked[walked.index(node) :])
        settled.update(path)
    return found


def _outside_in(about: Arrows, above: Arrows, named: set[str]) -> list[str]:
    """Return all nodes, each after what points to it, but for those with a name."""
    level = [
        node
        for node in about
        if node in named or node not in above or above[node][0][0] not in about
    ]
    order: list[str] = []
    while level:
        order += level
        level = [
            value
            for node in level
            for _, value in about[node]
            if value in about and value not in named
        ]
    return order


def _placed(
    order: list[str], about: Arrows, above: Arrows, labels: dict[str, str], mark: str
) -> dict[str, str]:
    content = dict(labels)
    for node in reversed(order):
        said = sorted(
            f"{predicate} {content.get(value, value)}" for predicate, value in about[node]
        )
        content.setdefault(node, _digest("\n".join(said)))
    met: dict[str, int] = defaultdict(int)
    for node in order:
        if node in labels:
            continue
        subject, predicate = above[node][0] if node in above else ("", "")
        place = f"{labels.get(subject, subject)} {predicate} {content[node]}"
        labels[node] = _label(mark, place, str(met[place]))
        met[place] += 1
    return labels


def _label(mark: str, *parts: str) -> str:
    return f"{BLANK}b{_digest(' '.join((mark, *parts)))}"


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()
