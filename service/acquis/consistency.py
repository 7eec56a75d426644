"""Contradictions, unwanted equality and classes without members, as findings with statements.

Each finding rests on a proof from which no statement can be left out.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from acquis.blame import APART, Trouble, is_axiom, wrong_axiom
from acquis.findings import Finding
from acquis.positions import Places
from acquis.reasoning import datatypes, explainer, rules, satisfiability
from acquis.reasoning.clashes import Clash
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import (
    FIRST,
    REST,
    SAME,
    Fact,
    is_iri,
    is_literal,
)
from acquis.reasoning.proof import Proof
from acquis.reasoning.satisfiability import Satisfiability

ILL_TYPED = "dt-not-type"
ROUNDS = 25
WAYS = 3
MESSAGES = {
    "eq-diff1": "{x} and {y} are one thing by what is said, and are said to be different",
    "eq-diff2": "{zi} and {zj} are one thing by what is said, and are listed as all different",
    "eq-diff3": "{zi} and {zj} are one thing by what is said, and are listed as all different",
    "prp-irp": "{x} stands in the irreflexive property {p} to itself",
    "prp-asyp": "{x} and {y} stand in the asymmetric property {p} both ways",
    "prp-pdw": "{x} and {y} stand in two disjoint properties, {p1} and {p2}",
    "prp-adp": "{u} and {v} stand in two disjoint properties, {pi} and {pj}",
    "prp-npa1": "{i1} {p} {i2} holds, and a negative assertion denies it",
    "prp-npa2": "{i} {p} {lt} holds, and a negative assertion denies it",
    "cls-nothing2": "{x} is a member of owl:Nothing, which has none",
    "cls-com": "{x} is of the class {c1} and of its complement {c2}",
    "cls-maxc1": "{u} may have no {p}, and has {y}",
    "cls-maxqc1": "{u} may have no {p} of the class {c}, and has {y}",
    "cls-maxqc2": "{u} may have no {p}, and has {y}",
    "cax-dw": "{x} is of two disjoint classes, {c1} and {c2}",
    "cax-adc": "{z} is of two disjoint classes, {ci} and {cj}",
    "dt-not-type": "{lt} has no value in the datatype {dt}",
}
NO_LEXICAL_FORM = "{lt} is written as no value of its datatype is"
SUBJECTS = ("x", "z", "u", "zi", "i1", "i", "s", "lt")


@dataclass(frozen=True)
class Fault:
    """A finding, and a statement without which it would not be there."""

    finding: Finding
    cause: Fact


def findings(closure: Closure, places: Places) -> list[Finding]:
    """Return the findings of `faults`."""
    return [fault.finding for fault in faults(closure, places)]


def faults(
    closure: Closure, places: Places, satisfiable: Satisfiability | None = None
) -> list[Fault]:
    """Return a fault for each contradiction, unwanted equality and unsatisfiable class.

    `satisfiable` knows of the last time whether there was an unsatisfiable class. What makes names
    one thing makes classes one too, so it is told first, and the rest is looked for without it.
    What rests on the cause of another one of them is not told. Where there is any, all is closed
    anew in the order of the statements: so the same statements have the same proofs, however the
    closure came about.
    """
    merged = _same_names(closure)
    empty = not merged and not (satisfiable or Satisfiability()).are_all(closure)
    if not (merged or empty or closure.clashes):
        return list(malformed(closure, places))
    closure = close(sorted(closure.asserted()))
    known: set[Fact] = set()
    found = list(equalities(closure, places, known)) if merged else []
    if merged:
        closure = _without(closure, known)
        empty = not Satisfiability().are_all(closure)
    if empty:
        found += unsatisfiable(closure, places, known)
    found += contradictions(closure, places, known)
    return [*found, *malformed(closure, places)]


def contradictions(
    closure: Closure, places: Places, known: Collection[Fact] = ()
) -> Iterator[Fault]:
    """Yield a fault for each statement that contradicts others.

    An axiom that contradicts most of what it is about is told once. What contradicts by several
    rules, by several axioms or in several ways is told once, at the statement without which it
    would not, of several at that which most contradictions rest on; where there is none, the
    first ways are told. What rests on a `known` cause is not told. To see what one contradiction
    hides of another, the causes are left out, until nothing contradicts.
    """
    told: set[frozenset[Fact]] = set()
    ways: Counter[frozenset[Fact]] = Counter()
    left_out = set(known)
    for _ in range(ROUNDS):
        if left_out:
            closure = _without(closure, left_out)
        left_out = set()
        behind = _leaves_of_each(closure)
        blamed = wrong_axiom(closure, behind, _contradicting_without(closure))
        if blamed:
            axiom, gone = blamed
            clash = next(one for one in closure.clashes if _contradicting(one) == gone[0])
            fault = _contradiction(clash, explainer.prove_clash(closure, clash), axiom, places)
            left_out.add(axiom)
            yield _also(fault, len(gone) - 1)
            continue
        count = Counter(chain.from_iterable(behind.values()))
        for clash in closure.clashes:
            if ways[_contradicting(clash)] == WAYS:
                continue
            proof = explainer.prove_clash(closure, clash)
            about = sorted(_about_things(proof), key=lambda leaf: -count[leaf])
            if left_out.isdisjoint(about) and frozenset(about) not in told:
                told.add(frozenset(about))
                ways[_contradicting(clash)] += 1
                causes = _causes(closure, clash, about)
                left_out |= causes
                cause = next(one for one in about if one in causes)
                yield _contradiction(clash, proof, cause, places)
        if not left_out:
            return


def _leaves_of_each(closure: Closure) -> dict[Trouble, set[Fact]]:
    """Return what contradicts, with the asserted facts that it was derived from."""
    found: dict[Trouble, set[Fact]] = defaultdict(set)
    for clash in closure.clashes:
        found[_contradicting(clash)].update(_leaves(closure, clash))
    return found


def _contradicting_without(closure: Closure) -> Callable[[Fact], set[Trouble]]:
    return lambda axiom: set(map(_contradicting, _without(closure, [axiom]).clashes))


def _also(fault: Fault, others: int) -> Fault:
    """Return the fault of an axiom, which tells how much more that makes wrong."""
    message = f"{fault.finding.message}; so it is {others:,} times more by this axiom"
    return replace(fault, finding=replace(fault.finding, message=message))


def _causes(closure: Closure, clash: Clash, about: list[Fact]) -> set[Fact]:
    """Return the first of some statements without which a contradiction is gone, else all."""
    wanted = _contradicting(clash)
    for statement in about:
        if wanted not in map(_contradicting, _without(closure, [statement]).clashes):
            return {statement}
    return set(about)


def _without(closure: Closure, statements: Iterable[Fact]) -> Closure:
    """Return the closure of what else is asserted."""
    other = closure.copy()
    other.update((), sorted(statements))
    return other


def _contradicting(clash: Clash) -> Trouble:
    """Return what contradicts in a clash: its premises that are no axioms."""
    return frozenset(fact for fact in clash.premises if not is_axiom(fact)) or frozenset(
        clash.premises
    )


def _about_things(proof: Proof) -> list[Fact]:
    """Return the leaves of a proof that are no axioms; where all are, the axioms."""
    leaves = _different(proof)
    return [leaf for leaf in leaves if not is_axiom(leaf)] or leaves


def _different(proof: Proof) -> list[Fact]:
    return list(dict.fromkeys(proof.leaves))


def _contradiction(clash: Clash, proof: Proof, cause: Fact, places: Places) -> Fault:
    binding = _binding(clash)
    named = {variable: _shown(term, places) for variable, term in binding.items()}
    template = MESSAGES[clash.rule]
    if clash.rule == ILL_TYPED and "dt" not in binding:
        template = NO_LEXICAL_FORM
    subject = next(binding[name] for name in SUBJECTS if name in binding)
    return _fault(clash.rule, template.format(**named), subject, _different(proof), places, cause)


def _binding(clash: Clash) -> dict[str, str]:
    """Return what the variables of a violated rule stand for."""
    for rule in rules.named(clash.rule):
        for clause in rule.clauses():
            pairs = zip(clause.body, clash.premises, strict=False)
            found = {
                slot[1:]: term
                for pattern, fact in pairs
                for slot, term in zip(pattern, fact, strict=True)
                if slot.startswith("?")
            }
            if "dt" not in found or is_literal(found["lt"]):
                return found
    raise AssertionError(f"no clause of {clash.rule} fits {clash.premises}")


def equalities(closure: Closure, places: Places, known: set[Fact]) -> Iterator[Fault]:
    """Yield each two names that turn out to be of one thing, and add the cause to `known`.

    An axiom that makes most of what it is about one thing is told once.
    """
    while blamed := wrong_axiom(closure, _derived(closure), _derived_without(closure)):
        axiom, gone = blamed
        (fact,) = gone[0]
        proof = explainer.prove(closure, fact)
        assert proof
        known.add(axiom)
        yield _also(_equality(fact, proof, places, axiom), len(gone) - 1)
        closure = _without(closure, [axiom])
    found = [(fact, explainer.prove(closure, fact)) for (fact,) in _derived(closure)]
    proofs = [(fact, proof) for fact, proof in found if proof]
    for fact, proof in sorted(proofs, key=lambda pair: len(pair[1].leaves)):
        if known.isdisjoint(proof.leaves):
            fault = _equality(fact, proof, places)
            known.add(fault.cause)
            yield fault


def _derived(closure: Closure) -> dict[Trouble, set[Fact]]:
    """Return that two names are of one thing, unless it is said so, with what is behind it."""
    found = {}
    for fact in _same_names(closure):
        row = closure.row(fact)
        assert row is not None
        leaves = set(explainer.recorded(closure, row).leaves)
        if any(leaf[1] != SAME for leaf in leaves):
            found[frozenset([fact])] = leaves
    return found


def _derived_without(closure: Closure) -> Callable[[Fact], set[Trouble]]:
    return lambda axiom: {frozenset([fact]) for fact in _same_names(_without(closure, [axiom]))}


def _same_names(closure: Closure) -> list[Fact]:
    """Return that two names are of one thing, for each two."""
    found = sorted(closure.said_with(SAME))
    return [fact for fact in found if is_iri(fact[0]) and is_iri(fact[2]) and fact[0] < fact[2]]


def _equality(fact: Fact, proof: Proof, places: Places, cause: Fact | None = None) -> Fault:
    message = (
        f"{_shown(fact[0], places)} and {_shown(fact[2], places)} would be one thing; "
        "two names must stay two things"
    )
    return _fault("same-as", message, fact[0], _different(proof), places, cause)


def malformed(closure: Closure, places: Places) -> Iterator[Fault]:
    """Yield the dates and durations that are none: OWL 2 RL knows no such datatypes."""
    for value in filter(_is_malformed, closure.asserted_literals()):
        for fact in closure.asserted():
            if fact[2] == value:
                message = NO_LEXICAL_FORM.format(lt=_shown(value, places))
                yield _fault(ILL_TYPED, message, fact[0], [fact], places)


@lru_cache(maxsize=1 << 16)
def _is_malformed(value: str) -> bool:
    datatype = datatypes.split(value)[1]
    return datatype in datatypes.LEXICAL_ONLY and not datatypes.is_well_typed(value)


def unsatisfiable(closure: Closure, places: Places, known: set[Fact]) -> Iterator[Fault]:
    """Yield the classes that can have no member, and add the axiom to blame to `known`.

    Each is given one that is like no other thing; where that contradicts, the class is empty.
    Where the statements contradict by themselves, the axioms alone are asked, and of them that
    one is blamed that most contradictions rest on.
    """
    count: Counter[Fact] = Counter()
    if closure.clashes:
        for clash in closure.clashes:
            count.update(set(_leaves(closure, clash)))
        closure = close(fact for fact in closure.asserted() if is_axiom(fact))
        if closure.clashes:
            return
    for member, proof in sorted(_empty(closure), key=lambda pair: len(pair[1].leaves)):
        if not known.isdisjoint(proof.leaves):
            continue
        kind = _shown(member[2], places)
        message = f"the class {kind} can have no member: one would contradict the axioms"
        leaves = [leaf for leaf in _different(proof) if leaf != member]
        cause = max(
            leaves,
            key=lambda leaf: (
                leaf[1] not in APART,
                leaf[2] not in APART,
                count[leaf],
                leaf[0] == member[2],
            ),
        )
        known.add(cause)
        yield _fault("unsatisfiable-class", message, member[2], leaves, places, cause)


def _empty(closure: Closure) -> Iterator[tuple[Fact, Proof]]:
    """Yield, for each class that can have no member, that it has one, and the contradiction."""
    for member in satisfiability.suspects(closure):
        alone = closure.copy()
        alone.update([member])
        if alone.clashes:
            yield member, explainer.prove_clash(alone, alone.clashes[0])


def _leaves(closure: Closure, clash: Clash) -> tuple[Fact, ...]:
    return explainer.recorded_clash(closure, clash).leaves


def _fault(
    rule: str,
    message: str,
    subject: str,
    leaves: Collection[Fact],
    places: Places,
    cause: Fact | None = None,
) -> Fault:
    """Return the fault that rests on some statements; it stands at `cause`, else the first."""
    shown = [leaf for leaf in leaves if leaf[1] not in (FIRST, REST)] or list(leaves)
    shown.sort(key=lambda leaf: (is_axiom(leaf), leaf[0] != subject))
    cause = cause or shown[0]
    statements = tuple(dict.fromkeys(map(places.statement, shown)))
    file, line = places.of(cause)
    name = _shown(subject, places)
    return Fault(Finding(file, line, rule, message, name, statements=statements), cause)


def _shown(term: str, places: Places) -> str:
    return places.name(term)
