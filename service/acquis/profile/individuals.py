"""Anonymous individuals: where they may not stand, and the forest that they must form.

Specification: OWL 2 Structural Specification, section 11.2.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable

from acquis.profile.rules import Report
from acquis.profile.syntax import Ontology, Part
from acquis.profile.vocabulary import (
    is_blank,
)
from acquis.reasoning.facts import (
    Fact,
)

NAMED_ONLY = frozenset(
    "SameIndividual DifferentIndividuals NegativeObjectPropertyAssertion"
    " NegativeDataPropertyAssertion ObjectOneOf ObjectHasValue".split()
)


def check(ontology: Ontology, report: Report) -> None:
    """Report blank nodes where OWL 2 DL wants names, and those that form no forest."""
    for statement in ontology.statements():
        if statement.kind in NAMED_ONLY and any(map(_anonymous, statement.parts)):
            report.add("dl-anonymous-individual", str(statement), statement.fact)
    _forest(ontology.links, report)


def _anonymous(part: Part) -> bool:
    return isinstance(part, str) and is_blank(part)


def _forest(links: Iterable[Fact], report: Report) -> None:
    trees = _Trees()
    named: Counter[str] = Counter()
    last: dict[str, Fact] = {}
    for fact in sorted(links):
        blanks = [term for term in (fact[0], fact[2]) if is_blank(term)]
        last.update(dict.fromkeys(blanks, fact))
        if len(blanks) == 1:
            named[blanks[0]] += 1
        elif not trees.join(*blanks):
            report.add("dl-anonymous-cycle", f"a link of {' and '.join(blanks)}", fact)
    groups: dict[str, list[str]] = defaultdict(list)
    for node in last:
        groups[trees.root(node)].append(node)
    for nodes in groups.values():
        if min(named[node] for node in nodes) > 1:
            what = f"the links of {min(nodes)} and of what it is linked to"
            report.add("dl-anonymous-links", what, max(last[node] for node in nodes))


class _Trees:
    """Groups of nodes, each group a tree as long as `join` is true."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, node: str) -> str:
        while (above := self._above.setdefault(node, node)) != node:
            # Halved on the way, the path stays short however many nodes are joined.
            self._above[node] = node = self._above[above]
        return node

    def join(self, first: str, second: str) -> bool:
        """Link two nodes; say whether they were apart before."""
        roots = self.root(first), self.root(second)
        self._above[roots[0]] = roots[1]
        return roots[0] != roots[1]
