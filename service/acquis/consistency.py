"""Contradictions, unwanted equality and classes without members, as findings with statements.

Each finding rests on a proof from which no statement can be left out.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache

from acquis.findings import Finding
from acquis.graph import Triple, triple
from acquis.positions import Places
from acquis.reasoning import datatypes, explainer, rules
from acquis.reasoning.closure import Clash, Closure, close
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
from acquis.reasoning.proof import ASSERTED, Proof, Step

ILL_TYPED = "dt-not-type"
ROUNDS = 25
NEWCOMER = "<urn:acquis:any-member#{}>"
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


def findings(closure: Closure, places: Places) -> list[Finding]:
    """Return a finding for each contradiction, unwanted equality and unsatisfiable class."""
    equal = dict(_equalities(closure))
    return [
        *(_equality(fact, proof, places) for fact, proof in equal.items()),
        *contradictions(closure, places, [set(proof.leaves) for proof in equal.values()]),
        *malformed(closure, places),
        *unsatisfiable(closure, places),
    ]


def contradictions(
    closure: Closure, places: Places, known: Collection[set[Fact]] = ()
) -> Iterator[Finding]:
    """Yield a finding for each set of statements about things that contradict one another.

    What contradicts by several rules, or by several axioms, is told once; what rests on all of a
    set of `known` statements is not told. To see what one
    contradiction hides of another, a statement of each is left out and the rest closed anew,
    until nothing contradicts.
    """
    told: set[frozenset[Fact]] = set()
    for _ in range(ROUNDS):
        left_out = set()
        for clash in closure.clashes:
            proof = explainer.prove_clash(closure, clash)
            about = _about_things(proof)
            if not _is_told(proof, told, known):
                told.add(frozenset(about))
                yield _contradiction(clash, proof, places)
            left_out.add(about[0])
        if not left_out:
            return
        closure = close(fact for fact in closure.asserted() if fact not in left_out)


def _is_told(proof: Proof, told: Collection[frozenset[Fact]], known: Collection[set[Fact]]) -> bool:
    leaves = set(proof.leaves)
    return frozenset(_about_things(proof)) in told or any(one <= leaves for one in known)


def _about_things(proof: Proof) -> list[Fact]:
    """Return the leaves of a proof that are no axioms; where all are, the axioms."""
    leaves = list(dict.fromkeys(proof.leaves))
    return [leaf for leaf in leaves if not _is_axiom(leaf)] or leaves


def _is_axiom(fact: Fact) -> bool:
    _, predicate, value = fact
    return is_vocabulary(predicate) and (
        predicate not in (TYPE, SAME, iri("owl:differentFrom")) or is_vocabulary(value)
    )


def _contradiction(clash: Clash, proof: Proof, places: Places) -> Finding:
    binding = _binding(clash)
    named = {variable: _shown(term, places) for variable, term in binding.items()}
    template = MESSAGES[clash.rule]
    if clash.rule == ILL_TYPED and "dt" not in binding:
        template = NO_LEXICAL_FORM
    subject = next(binding[name] for name in SUBJECTS if name in binding)
    return _finding(clash.rule, template.format(**named), subject, proof, places)


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


def _equalities(closure: Closure) -> Iterator[tuple[Fact, Proof]]:
    """Yield each two names that turn out to be of one thing and are not said to be."""
    for fact in sorted(closure.said_with(SAME)):
        one, _, other = fact
        if is_iri(one) and is_iri(other) and one < other:
            proof = explainer.prove(closure, fact)
            if proof and not all(leaf[1] == SAME for leaf in proof.leaves):
                yield fact, proof


def _equality(fact: Fact, proof: Proof, places: Places) -> Finding:
    message = (
        f"{_shown(fact[0], places)} and {_shown(fact[2], places)} would be one thing; "
        "two names must stay two things"
    )
    return _finding("same-as", message, fact[0], proof, places)


def malformed(closure: Closure, places: Places) -> Iterator[Finding]:
    """Yield the dates and durations that are none: OWL 2 RL knows no such datatypes."""
    for value in filter(_is_malformed, closure.asserted_literals()):
        for fact in closure.asserted():
            if fact[2] == value:
                message = NO_LEXICAL_FORM.format(lt=_shown(value, places))
                leaf = Proof((Step(fact, ASSERTED),))
                yield _finding(ILL_TYPED, message, fact[0], leaf, places)


@lru_cache(maxsize=1 << 16)
def _is_malformed(value: str) -> bool:
    datatype = datatypes.split(value)[1]
    return datatype in datatypes.LEXICAL_ONLY and not datatypes.is_well_typed(value)


def unsatisfiable(closure: Closure, places: Places) -> Iterator[Finding]:
    """Yield the classes that can have no member.

    Each is given one that is like no other thing; where that contradicts, the class is empty.
    """
    if closure.clashes:
        return
    classes = [fact[0] for fact in sorted(closure.said_with(TYPE)) if fact[2] == iri("owl:Class")]
    named = [one for one in classes if is_iri(one) and not is_vocabulary(one)]
    members = [(NEWCOMER.format(at), TYPE, kind) for at, kind in enumerate(named)]
    together = closure.copy()
    together.update(members)
    suspects = {leaf for clash in together.clashes for leaf in _leaves(together, clash)}
    for member in members:
        if member not in suspects:
            continue
        alone = closure.copy()
        alone.update([member])
        for clash in alone.clashes[:1]:
            proof = explainer.prove_clash(alone, clash)
            kind = _shown(member[2], places)
            message = f"the class {kind} can have no member: one would contradict the axioms"
            yield _finding("unsatisfiable-class", message, member[2], proof, places, member)


def _leaves(closure: Closure, clash: Clash) -> tuple[Fact, ...]:
    return explainer.recorded_clash(closure, clash).leaves


def _finding(
    rule: str,
    message: str,
    subject: str,
    proof: Proof,
    places: Places,
    assumed: Fact | None = None,
) -> Finding:
    leaves = [leaf for leaf in dict.fromkeys(proof.leaves) if leaf != assumed]
    shown = [leaf for leaf in leaves if leaf[1] not in (FIRST, REST)] or leaves
    shown.sort(key=lambda leaf: (_is_axiom(leaf), leaf[0] != subject))
    triples: list[Triple] = [triple(leaf) for leaf in shown]
    file, line = places.of(triples[0]) if triples else ("", 0)
    statements = tuple(dict.fromkeys(places.statement(told) for told in triples))
    return Finding(file, line, rule, message, _shown(subject, places), statements=statements)


def _shown(term: str, places: Places) -> str:
    return places.name(triple((TYPE, TYPE, term))[2])
