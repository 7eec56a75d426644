"""Contradictions, unwanted equality and classes without members, as findings with statements.

Each finding rests on a proof from which no statement can be left out.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from acquis.findings import Finding
from acquis.positions import Places
from acquis.reasoning import datatypes, explainer, rules, satisfiability
from acquis.reasoning.clashes import Clash
from acquis.reasoning.closure import Closure, close
from acquis.reasoning.facts import (
    FIRST,
    REST,
    SAME,
    TYPE,
    Fact,
    iri,
    is_iri,
    is_literal,
    is_vocabulary,
)
from acquis.reasoning.proof import Proof
from acquis.reasoning.satisfiability import Satisfiability

ILL_TYPED = "dt-not-type"
ROUNDS = 25
WAYS = 3
APART = frozenset(
    map(iri, ("owl:disjointWith", "owl:AllDisjointClasses", "owl:members", "owl:complementOf"))
) | {FIRST, REST}
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


@dataclass(frozen=True)
class Known:
    """Statements behind a fault that was told, and the one that has to go."""

    statements: frozenset[Fact]
    cause: Fact

    def is_behind(self, proof: Proof) -> bool:
        """Say whether what is proved rests on these statements too."""
        return self.cause in proof.leaves or self.statements <= set(proof.leaves)


def findings(closure: Closure, places: Places) -> list[Finding]:
    """Return the findings of `faults`."""
    return [fault.finding for fault in faults(closure, places)]


def faults(
    closure: Closure, places: Places, satisfiable: Satisfiability | None = None
) -> list[Fault]:
    """Return a fault for each contradiction, unwanted equality and unsatisfiable class.

    `satisfiable` knows of the last time whether there was an unsatisfiable class.
    What rests on all of the statements behind another one of them is not told. Where there is
    any, all is closed anew in the order of the statements: so the same statements have the same
    proofs, however the closure came about.
    """
    empty = not (satisfiable or Satisfiability()).are_all(closure)
    if not (closure.clashes or _same_names(closure) or empty):
        return list(malformed(closure, places))
    closure = close(sorted(closure.asserted()))
    known: list[Known] = []
    found = list(unsatisfiable(closure, places, known)) if empty else []
    found += equalities(closure, places, known)
    found += contradictions(closure, places, known)
    return [*found, *malformed(closure, places)]


def contradictions(
    closure: Closure, places: Places, known: Collection[Known] = ()
) -> Iterator[Fault]:
    """Yield a fault for each statement that contradicts others.

    What contradicts by several rules, by several axioms or in several ways is told once, at the
    statement without which it would not; where there is none, the first ways are told. What rests
    on the statements behind a `known` fault, or on its cause, is not told. To see what one
    contradiction hides of another, the causes are left out, until nothing contradicts.
    """
    told: set[frozenset[Fact]] = set()
    ways: Counter[frozenset[Fact]] = Counter()
    for _ in range(ROUNDS):
        left_out: set[Fact] = set()
        for clash in closure.clashes:
            if ways[_contradicting(clash)] == WAYS:
                continue
            proof = explainer.prove_clash(closure, clash)
            about = _about_things(proof)
            behind = next((one for one in known if one.is_behind(proof)), None)
            if behind:
                left_out.add(behind.cause)
            elif frozenset(about) not in told:
                told.add(frozenset(about))
                ways[_contradicting(clash)] += 1
                causes = _causes(closure, clash, about)
                left_out |= causes
                cause = next(one for one in about if one in causes)
                yield _contradiction(clash, proof, cause, places)
        if not left_out:
            return
        closure = _without(closure, left_out)


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


def _contradicting(clash: Clash) -> frozenset[Fact]:
    """Return what contradicts in a clash: its premises that are no axioms."""
    return frozenset(fact for fact in clash.premises if not _is_axiom(fact)) or frozenset(
        clash.premises
    )


def _about_things(proof: Proof) -> list[Fact]:
    """Return the leaves of a proof that are no axioms; where all are, the axioms."""
    leaves = _different(proof)
    return [leaf for leaf in leaves if not _is_axiom(leaf)] or leaves


def _different(proof: Proof) -> list[Fact]:
    return list(dict.fromkeys(proof.leaves))


def _is_axiom(fact: Fact) -> bool:
    _, predicate, value = fact
    return is_vocabulary(predicate) and (
        predicate not in (TYPE, SAME, iri("owl:differentFrom")) or is_vocabulary(value)
    )


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


def equalities(closure: Closure, places: Places, known: list[Known]) -> Iterator[Fault]:
    """Yield each two names that turn out to be of one thing, and add what is behind to `known`."""
    found = []
    for fact in _same_names(closure):
        proof = explainer.prove(closure, fact)
        if proof and not all(leaf[1] == SAME for leaf in proof.leaves):
            found.append((fact, proof))
    for fact, proof in sorted(found, key=lambda pair: len(pair[1].leaves)):
        if not any(one.is_behind(proof) for one in known):
            fault = _equality(fact, proof, places)
            known.append(Known(frozenset(proof.leaves), fault.cause))
            yield fault


def _same_names(closure: Closure) -> list[Fact]:
    """Return that two names are of one thing, for each two."""
    found = sorted(closure.said_with(SAME))
    return [fact for fact in found if is_iri(fact[0]) and is_iri(fact[2]) and fact[0] < fact[2]]


def _equality(fact: Fact, proof: Proof, places: Places) -> Fault:
    message = (
        f"{_shown(fact[0], places)} and {_shown(fact[2], places)} would be one thing; "
        "two names must stay two things"
    )
    return _fault("same-as", message, fact[0], _different(proof), places)


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


def unsatisfiable(closure: Closure, places: Places, known: list[Known]) -> Iterator[Fault]:
    """Yield the classes that can have no member, and add the axioms behind each to `known`.

    Each is given one that is like no other thing; where that contradicts, the class is empty.
    Where the statements contradict by themselves, the axioms alone are asked, and of them that
    one is blamed that most contradictions rest on.
    """
    count: Counter[Fact] = Counter()
    if closure.clashes:
        for clash in closure.clashes:
            count.update(set(_leaves(closure, clash)))
        closure = close(fact for fact in closure.asserted() if _is_axiom(fact))
        if closure.clashes:
            return
    for member, proof in sorted(_empty(closure), key=lambda pair: len(pair[1].leaves)):
        if any(one.is_behind(proof) for one in known):
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
        known.append(Known(frozenset(leaves), cause))
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
    shown.sort(key=lambda leaf: (_is_axiom(leaf), leaf[0] != subject))
    cause = cause or shown[0]
    statements = tuple(dict.fromkeys(map(places.statement, shown)))
    file, line = places.of(cause)
    name = _shown(subject, places)
    return Fault(Finding(file, line, rule, message, name, statements=statements), cause)


def _shown(term: str, places: Places) -> str:
    return places.name(term)
