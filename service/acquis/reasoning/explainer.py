"""The proof of an inferred fact: the recorded derivations, made minimal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from acquis.reasoning import datatypes, rules
from acquis.reasoning.clashes import Clash
from acquis.reasoning.closure import Closure, Derivation, close
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
from acquis.reasoning.proof import ASSERTED, Proof, Step

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

    The proof is the recorded one, which is among the shallowest, without the premises that the
    others make superfluous.
    """
    row = closure.row(fact)
    if row is None:
        return _reflexive(closure, fact)
    return minimal(recorded(closure, row))


def prove_clash(closure: Closure, clash: Clash) -> Proof:
    """Return a proof of a contradiction from which no asserted fact can be left out."""
    return minimal(recorded_clash(closure, clash))


def recorded_clash(closure: Closure, clash: Clash) -> Proof:
    """Return the proof of a contradiction by the first derivation of each fact in it."""
    numbers, steps = _steps(closure, clash.rows)
    last = Step(None, clash.rule, tuple(numbers[row] for row in clash.rows))
    return Proof((*steps, last))


def recorded(closure: Closure, row: int) -> Proof:
    """Return the proof of a row by the first derivation of each fact in it."""
    return Proof(tuple(_steps(closure, [row])[1]))


def _steps(closure: Closure, rows: Iterable[int]) -> tuple[dict[int, int], list[Step]]:
    """Return the steps that lead to some rows, and the step of each row among them."""
    derivations: dict[int, Derivation | None] = {}
    todo = list(rows)
    while todo:
        row = todo.pop()
        if row not in derivations:
            derivation = derivations[row] = closure.derivation(row)
            todo += derivation.premises if derivation else ()
    numbers: dict[int, int] = {}
    steps: list[Step] = []
    for row in sorted(derivations):
        derivation = derivations[row]
        numbers[row] = len(steps)
        if derivation is None:
            steps.append(Step(closure.fact(row), ASSERTED))
            continue
        premises = tuple(numbers[premise] for premise in derivation.premises)
        steps.append(Step(closure.fact(row), derivation.rule, premises))
    return numbers, steps


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


def minimal(proof: Proof) -> Proof:
    """Return a proof of the same from leaves of which none can be left out.

    A leaf without which the terms of the conclusion fall apart is needed. For every other the
    conclusion is drawn anew from the rest. The cells of a list stand and fall with it.
    """
    for unit in _units(proof.leaves):
        present = set(proof.leaves)
        if unit <= present and not _needed(unit, proof):
            rest = [leaf for leaf in proof.leaves if leaf not in unit]
            proof = _again(rest, proof.steps[-1]) or proof
    return proof


def _again(facts: list[Fact], goal: Step) -> Proof | None:
    """Return a recorded proof of the goal from some facts alone, None if it does not follow."""
    closure = close(facts)
    if goal.fact is not None:
        row = closure.row(goal.fact)
        return None if row is None else recorded(closure, row)
    return next((recorded_clash(closure, clash) for clash in closure.clashes), None)


def _units(leaves: Iterable[Fact]) -> list[set[Fact]]:
    """Group leaves: a statement by itself, and what points to a list with the list's cells."""
    cells: dict[str, list[Fact]] = defaultdict(list)
    others = []
    for leaf in dict.fromkeys(leaves):
        if leaf[1] in (FIRST, REST):
            cells[leaf[0]].append(leaf)
        else:
            others.append(leaf)
    return [{leaf, *_cells_from(leaf[2], cells)} for leaf in others]


def _cells_from(node: str, cells: Mapping[str, list[Fact]]) -> Iterator[Fact]:
    visited = set()
    while node in cells and node not in visited:
        visited.add(node)
        yield from cells[node]
        node = next((value for _, predicate, value in cells[node] if predicate == REST), "")


def _needed(unit: set[Fact], proof: Proof) -> bool:
    """Say whether, without some leaves, the terms of the conclusion are no longer connected.

    Every rule joins its premises by the terms they share and takes the terms of its conclusion
    from them, so what follows is about terms that the leaves connect. The words of the rules
    themselves connect nothing; where a leaf speaks about one of them, nothing is claimed.
    """
    goal = proof.conclusion
    if goal is None or any(map(_speaks_of_the_rules, proof.leaves)):
        return False
    wanted = _terms(goal)
    groups: list[set[str]] = []
    for leaf in proof.leaves:
        if leaf in unit:
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
