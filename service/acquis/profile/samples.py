"""One fact of each file for all that a profile judges alike.

Most facts of a graph lead from one named thing to another or to a literal by a property of its
own. Whether such a fact is legal rests on its property and on the kind of its value, so that one
of them stands for all: a graph is inside a profile if and only if its samples are.
"""

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

from acquis.profile.vocabulary import BUILT_IN_ANNOTATIONS, RESERVED, SWRL, datatype
from acquis.reasoning.facts import TYPE, Fact, is_literal

Sort = tuple[str, ...]
# A blank node, or a term that means something to OWL or SWRL.
MATTERS = ("_:", *RESERVED, SWRL)


class Samples:
    """The samples of some files, drawn anew only from those that changed."""

    def __init__(self) -> None:
        self._files: dict[str, tuple[Collection[Fact], Collection[Fact]]] = {}

    def of(self, graphs: Mapping[str, Collection[Fact]]) -> list[Fact]:
        """Return the samples of the facts of each file; those given before are as they were."""
        known = self._files
        self._files = {
            name: one if (one := known.get(name)) and one[0] is facts else (facts, drawn(facts))
            for name, facts in graphs.items()
        }
        return list(drawn(chain.from_iterable(few for _, few in self._files.values())))


def drawn(facts: Iterable[Fact]) -> Collection[Fact]:
    """Return one fact for each sort of them."""
    return {_sort(fact): fact for fact in facts}.values()


def _sort(fact: Fact) -> Sort:
    """Return what tells a fact from those that are judged otherwise."""
    subject, predicate, value = fact
    if subject.startswith(MATTERS) or value.startswith(MATTERS):
        return fact
    if predicate == TYPE:
        return predicate, value
    if predicate.startswith(RESERVED) and predicate not in BUILT_IN_ANNOTATIONS:
        return fact
    return predicate, datatype(value) if is_literal(value) else ""
