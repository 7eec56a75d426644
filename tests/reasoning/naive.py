"""The rule table evaluated as plainly as can be: sets, and every rule on every fact until the end.

It shares with the reasoner the table and the values of literals, and nothing else: no numbers, no
rounds of fresh facts, no classes of equal names, no order of joins.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, permutations

from acquis.reasoning import datatypes, rules
from acquis.reasoning.facts import DIFFERENT, FIRST, NIL, REST, SAME, TYPE, Fact, iri, is_literal
from acquis.reasoning.rules import NODE, Clause

BY_HAND = {"dt-eq", "dt-diff", "dt-type2", "dt-not-type"}
BOUNDS = (iri("owl:maxCardinality"), iri("owl:maxQualifiedCardinality"))
CONSTANTS = tuple(f'"{number}"^^{iri("xsd:nonNegativeInteger")}' for number in (0, 1))
Binding = dict[str, str]
Lists = Mapping[str, Sequence[str]]


class Facts:
    """Facts, to be found by the term at any place."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.all: set[Fact] = set()
        self._at: dict[tuple[int, str], list[Fact]] = defaultdict(list)
        self.add(facts)

    def add(self, facts: Iterable[Fact]) -> int:
        """Add facts, and return how many were not there."""
        new = set(facts) - self.all
        self.all |= new
        for fact in new:
            for place, term in enumerate(fact):
                self._at[place, term].append(fact)
        return len(new)

    def like(self, pattern: Fact, binding: Binding) -> Iterator[Binding]:
        """Yield the binding, made larger by each fact that the pattern matches."""
        wanted = [binding.get(term, term) for term in pattern]
        candidates: Collection[Fact] = self.all
        for place, term in enumerate(wanted):
            if not term.startswith("?"):
                candidates = min(candidates, self._at.get((place, term), []), key=len)
        for fact in candidates:
            larger = dict(binding)
            if all(
                larger.setdefault(name, term) == term if name.startswith("?") else name == term
                for name, term in zip(wanted, fact, strict=True)
            ):
                yield larger


def closed(asserted: Collection[Fact]) -> tuple[set[Fact], set[str]]:
    """Return all that follows from facts, with them, and the rules that conclude `false`.

    Different literals are said to differ (dt-diff) at the end, and only where they are the same:
    that is a contradiction already, and what would follow from it does not matter.
    """
    lists = _lists(asserted)
    clauses = _clauses({len(members) for members in lists.values()})
    literals = _literals(asserted)
    facts = Facts(asserted)
    facts.add(
        (a, SAME, b)
        for a, b in permutations(literals, 2)
        if datatypes.value(a) is not None and datatypes.value(a) == datatypes.value(b)
    )
    facts.add((a, TYPE, datatype) for a in literals for datatype in datatypes.datatypes_of(a))
    added = 1
    while added:
        added = 0
        for clause in clauses:
            if clause.head:
                added += facts.add([_put(clause.head, b) for b in _matches(clause, facts, lists)])
    facts.add([(a, DIFFERENT, b) for a, b in _told_apart(facts)])
    faults = {
        clause.rule
        for clause in clauses
        if not clause.head and any(True for _ in _matches(clause, facts, lists))
    }
    if _badly_typed(facts.all):
        faults.add("dt-not-type")
    return facts.all, faults


def _clauses(lengths: Iterable[int]) -> list[Clause]:
    found = []
    for rule in rules.table():
        if rule.name not in BY_HAND:
            for length in lengths if rule.reads_whole_list else [0]:
                found += rule.clauses(length)
    return found


def _matches(clause: Clause, facts: Facts, lists: Lists) -> Iterator[Binding]:
    def deeper(at: int, binding: Binding) -> Iterator[Binding]:
        if at == len(clause.body):
            yield binding
            return
        for larger in facts.like(clause.body[at], binding):
            if clause.body[at][2] == NODE:
                for members in _members(clause, lists.get(larger[NODE], ())):
                    yield from deeper(at + 1, larger | members)
            else:
                yield from deeper(at + 1, larger)

    yield from deeper(0, {})


def _members(clause: Clause, members: Sequence[str]) -> Iterator[Binding]:
    assert clause.members
    names = clause.members.variables
    if clause.members.kind == "all":
        choices: Iterable[Sequence[str]] = [members] if len(members) == len(names) else []
    else:
        choices = combinations(members, len(names))
    for choice in choices:
        yield dict(zip(names, choice, strict=True))


def _put(pattern: Fact, binding: Binding) -> Fact:
    subject, predicate, value = (binding.get(term, term) for term in pattern)
    return subject, predicate, value


def _lists(asserted: Iterable[Fact]) -> Lists:
    parts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for subject, predicate, value in asserted:
        parts[subject, predicate].append(value)
    heads = {subject for subject, predicate in parts if predicate == FIRST}
    return {head: members for head in heads if (members := _read(head, parts))}


def _read(head: str, parts: Mapping[tuple[str, str], list[str]]) -> list[str]:
    members, node, seen = [], head, set[str]()
    while node != NIL:
        first, rest = parts.get((node, FIRST), []), parts.get((node, REST), [])
        if node in seen or len(first) != 1 or len(rest) != 1:
            return []
        seen.add(node)
        members += first
        (node,) = rest
    return members


def _literals(asserted: Collection[Fact]) -> set[str]:
    """Return the literals that occur, and those of rules of which a bound has the value."""
    bounds = {datatypes.value(o) for _, p, o in asserted if p in BOUNDS and is_literal(o)}
    named = {constant for constant in CONSTANTS if datatypes.value(constant) in bounds}
    return {term for fact in asserted for term in fact if is_literal(term)} | named


def _told_apart(facts: Facts) -> Iterator[tuple[str, str]]:
    """Yield the literals that are the same as others, with which they share no value."""
    for one, predicate, other in facts.all:
        if predicate == SAME and is_literal(one) and is_literal(other):
            values = datatypes.value(one), datatypes.value(other)
            if values[0] is not None and values[1] is not None and datatypes.differ(*values):
                yield one, other


def _badly_typed(facts: Iterable[Fact]) -> bool:
    return any(
        (is_literal(o) and not datatypes.is_well_typed(o))
        or (p == TYPE and is_literal(s) and o in datatypes.SUPPORTED and datatypes.excludes(o, s))
        for s, p, o in facts
    )
