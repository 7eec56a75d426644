"""What `acquis reason` prints of a closure."""

import json
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from acquis.reasoning.clashes import Clash
from acquis.reasoning.closure import Closure
from acquis.reasoning.facts import Fact


def statement(fact: Fact) -> str:
    """Return a fact as a statement of N-Triples."""
    return f"{fact[0]} {fact[1]} {fact[2]} ."


def as_ntriples(closure: Closure, reflexive: bool) -> Iterator[str]:
    """Yield the asserted triples, then the inferred, as lines of N-Triples."""
    for fact in chain(closure.asserted(), _inferred(closure, reflexive)):
        yield statement(fact) + "\n"


def as_json(closure: Closure, reflexive: bool) -> Iterator[str]:
    """Yield a JSON object: `consistent`, `clashes` with rule and premises, count of `inferred`."""
    clashes = [
        {"rule": clash.rule, "premises": [statement(premise) for premise in clash.premises]}
        for clash in distinct(closure)
    ]
    count = sum(1 for _ in _inferred(closure, reflexive))
    answer = {"consistent": closure.consistent, "clashes": clashes, "inferred": count}
    yield json.dumps(answer, indent=2, ensure_ascii=False) + "\n"


def distinct(closure: Closure) -> list[Clash]:
    """Return the contradictions, each set of premises once for a rule."""
    found = {(clash.rule, frozenset(clash.premises)): clash for clash in closure.clashes}
    return list(found.values())


def summary(closure: Closure) -> str:
    """Return how often each rule is violated, in words."""
    count = Counter(clash.rule for clash in distinct(closure))
    return ", ".join(f"{rule} ({times})" for rule, times in sorted(count.items()))


def _inferred(closure: Closure, reflexive: bool) -> Iterator[Fact]:
    return chain(closure.inferred(), closure.reflexive() if reflexive else ())
