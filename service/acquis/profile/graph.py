"""Facts by what the mapping to axioms looks for."""

from collections import Counter, defaultdict
from collections.abc import Collection

from acquis.profile.vocabulary import (
    ANNOTATED,
)
from acquis.reasoning.facts import (
    NIL,
    REST,
    TYPE,
    Fact,
)

Out = dict[str, list[str]]


class Graph:
    """An index of facts.

    `by_predicate` holds them by predicate; `types` are those of `rdf:type` and `types_of` their
    objects by subject; `nodes` leads from a blank node to its values by predicate, and `uses` from
    a blank node to the number of facts that have it as object, descriptions of annotated axioms
    left out; `blanks` leads from a subject and a predicate to their values that are blank nodes.
    """

    def __init__(self, facts: Collection[Fact]) -> None:
        self.facts = frozenset(facts)
        self.by_predicate: dict[str, list[Fact]] = defaultdict(list)
        for fact in self.facts:
            self.by_predicate[fact[1]].append(fact)
        self.types = self.by_predicate.get(TYPE, [])
        self.types_of: dict[str, set[str]] = defaultdict(set)
        self.nodes: dict[str, Out] = {}
        self.uses: Counter[str] = Counter()
        self.blanks: dict[tuple[str, str], list[str]] = {}
        with_blanks = (fact for fact in self.facts if fact[0][0] == "_" or fact[2][0] == "_")
        for subject, predicate, value in with_blanks:
            if subject[0] == "_":
                self.nodes.setdefault(subject, {}).setdefault(predicate, []).append(value)
            if value[0] == "_" and predicate not in ANNOTATED:
                self.uses[value] += 1
                self.blanks.setdefault((subject, predicate), []).append(value)
        for subject, _, value in self.types:
            self.types_of[subject].add(value)

    def out(self, node: str) -> Out:
        """Return the values of a blank node by predicate."""
        return self.nodes.get(node, {})

    def cells(self, head: str) -> list[str]:
        """Return the cells of a list, as far as it is one."""
        found: dict[str, None] = {}
        while head in self.nodes and head not in found:
            found[head] = None
            head = self.nodes[head].get(REST, [NIL])[0]
        return list(found)

    def is_typed(self, term: str, *types: str) -> bool:
        """Say whether a term has one of several types."""
        return not self.types_of.get(term, set()).isdisjoint(types)
