"""The proof of an inferred fact: the recorded derivations, made minimal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from operator import itemgetter

from acquis.reasoning import datatypes, derivations, rules
from acquis.reasoning.clashes import Clash
from acquis.reasoning.closure import Closure
from acquis.reasoning.derivations import Way
from acquis.reasoning.facts import (
    FIRST,
    NIL,
    NOTHING,
    REST,
    SAME,
    THING,
    TYPE,
    Fact,
    iri,
    is_iri,
    is_literal,
)
from acquis.reasoning.patterns import FALSE
from acquis.reasoning.proof import ASSERTED, Proof, Step

Lines = list[tuple[int, Way | None]]
CLASS = iri("owl:Class")
WORDS = frozenset(
    term
    for rule in rules.table()
    for pattern, _ in (*rule.premises, *rule.conclusions)
    for term in pattern
    if is_iri(term)
) - {THING, NOTHING} | {FIRST, REST, NIL}


def prove(closure: Closure, fact: Fact) -> Proof | None:
    """Return a proof of a fact, None where the closure does not hold it.

    None of its leaves can be left out, but for proofs so wide that it would take too long to
    find out. A fact that was asserted is its own proof.
    """
    row = closure.row(fact)
    if row is None:
        return _reflexive(closure, fact)
    return _proof(closure, _minimal(closure, _recorded(closure, [row])))


def prove_clash(closure: Closure, clash: Clash) -> Proof:
    """Return a proof of a contradiction from which no asserted fact can be left out."""
    return _proof(closure, _minimal(closure, _recorded_clash(closure, clash)))


def recorded(closure: Closure, row: int) -> Proof:
    """Return the proof of a row by the first derivation of each fact in it."""
    return _proof(closure, _recorded(closure, [row]))


def recorded_clash(closure: Closure, clash: Clash) -> Proof:
    """Return the proof of a contradiction by the first derivation of each fact in it."""
    return _proof(closure, _recorded_clash(closure, clash))


def _recorded(closure: Closure, rows: Iterable[int]) -> Lines:
    """Return the lines that lead to some rows; a row is younger than its premises."""
    found: dict[int, Way | None] = {}
    todo = list(rows)
    while todo:
        row = todo.pop()
        if row not in found:
            derivation = closure.derivation(row)
            found[row] = None
            if derivation:
                found[row] = Way(row, derivation.rule, derivation.premises)
                todo += derivation.premises
    return sorted(found.items(), key=itemgetter(0))


def _recorded_clash(closure: Closure, clash: Clash) -> Lines:
    return [*_recorded(closure, clash.rows), (FALSE, Way(FALSE, clash.rule, clash.rows))]


def _reflexive(closure: Closure, fact: Fact) -> Proof | None:
    """Prove that a term is the same as itself (eq-ref), which the closure does not write out."""
    subject, predicate, value = fact
    if predicate != SAME or subject != value:
        return None
    row = closure.first_about(subject)
    if row is None:
        return None
    proof = recorded(closure, row)
    return Proof((*proof.steps, Step(fact, "eq-ref", (len(proof.steps) - 1,))))


def _proof(closure: Closure, lines: Lines) -> Proof:
    """Write lines as a proof, with a number for each."""
    numbers: dict[int, int] = {}
    steps: list[Step] = []
    for row, way in lines:
        numbers[row] = len(steps)
        fact = None if row == FALSE else closure.fact(row)
        premises = tuple(numbers[premise] for premise in way.premises) if way else ()
        steps.append(Step(fact, way.rule if way else ASSERTED, premises))
    return Proof(tuple(steps))


def _minimal(closure: Closure, lines: Lines) -> Lines:
    """Return lines that lead to the same from leaves of which none can be left out.

    A leaf without which the terms of the conclusion fall apart is needed. Where that is not
    plain of every leaf, each is left out in turn, with the cells of a list that it points to, and
    the conclusion drawn anew from the rest.
    """
    leaves = {row: closure.fact(row) for row, way in lines if way is None}
    goal = lines[-1][0]
    conclusion = None if goal == FALSE else closure.fact(goal)
    units = _units(leaves)
    if all(_needed(unit, leaves, conclusion) for unit in units):
        return lines
    ways = derivations.ways(closure, [row for row, _ in lines if row != FALSE], goal)
    if ways is None:
        return lines
    lines = ways.derive(leaves) or lines
    for unit in units:
        left = [row for row, way in lines if way is None]
        if not unit.isdisjoint(left):
            lines = ways.derive(row for row in left if row not in unit) or lines
    return lines


def _units(leaves: Mapping[int, Fact]) -> list[set[int]]:
    """Group leaves: a statement by itself, and what points to a list with the list's cells."""
    cells: dict[str, list[int]] = defaultdict(list)
    for row, (subject, predicate, _) in leaves.items():
        if predicate in (FIRST, REST):
            cells[subject].append(row)
    return [
        {row, *_cells_from(value, cells, leaves)}
        for row, (_, predicate, value) in leaves.items()
        if predicate not in (FIRST, REST)
    ]


def _cells_from(
    node: str, cells: Mapping[str, list[int]], leaves: Mapping[int, Fact]
) -> Iterator[int]:
    visited = set()
    while node in cells and node not in visited:
        visited.add(node)
        yield from cells[node]
        following = (leaves[row][2] for row in cells[node] if leaves[row][1] == REST)
        node = next(following, "")


def _needed(unit: set[int], leaves: Mapping[int, Fact], conclusion: Fact | None) -> bool:
    """Say whether, without some leaves, the terms of the conclusion are no longer connected.

    Every rule joins its premises by the terms they share and takes the terms of its conclusion
    from them, so what follows is about terms that the leaves connect. The words of the rules
    themselves connect nothing; where a leaf speaks about one of them, nothing is claimed.
    """
    if conclusion is None or any(map(_speaks_of_the_rules, leaves.values())):
        return False
    wanted = _terms(conclusion)
    groups: list[set[str]] = []
    for row, leaf in leaves.items():
        if row in unit:
            continue
        terms = _terms(leaf)
        touching = [group for group in groups if group & terms]
        groups = [group for group in groups if not group & terms]
        groups.append(terms.union(*touching))
    return not any(wanted <= group for group in groups)


def _terms(fact: Fact) -> set[str]:
    """Return the terms that a fact connects: a literal stands with its value and datatypes."""
    found = set()
    for term in fact:
        if is_literal(term):
            found |= {repr(datatypes.value(term)), *datatypes.datatypes_of(term)}
        elif term not in WORDS:
            found.add(term)
    if fact[1] == TYPE and fact[2] == CLASS:
        found |= {THING, NOTHING}
    return found


def _speaks_of_the_rules(fact: Fact) -> bool:
    subject, predicate, value = fact
    return subject in WORDS or (value in WORDS and predicate != TYPE and value != NIL)
