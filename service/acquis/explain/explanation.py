"""An explanation: a proof whose steps say what they are, where they stand, on what evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import NAMESPACE_URL, uuid5

from acquis.explain.basis import Basis, Place
from acquis.explain.evidence import Article, Evidence
from acquis.names import BASE, GRAPH
from acquis.reasoning import explainer
from acquis.reasoning.facts import ANNOTATIONS, SAME, TYPE, Fact, iri, is_vocabulary
from acquis.reasoning.justifications import justifications
from acquis.reasoning.proof import Proof, Step

Kind = Literal["inferred", "source", "reading", "unchecked", "axiom", "asserted"]
ONTOLOGY = f"<{GRAPH['ontology/']}"
PROOFS = BASE + "ns/proof#"
OWN_JUDGEMENT = frozenset({"our-mapping", "inferred"})


@dataclass(frozen=True)
class Statement:
    """One step: what it says and how it comes to be known.

    `id` is made from what it says, `rule` is "" and `premises` empty where it was asserted;
    `kind` is "inferred" where a rule gives it, also one without premises. `evidence` and
    `article` are those of an assertion; a statement that a rule gives here may be asserted too,
    in `places`.
    """

    id: str
    fact: Fact
    kind: Kind
    rule: str
    premises: tuple[str, ...]
    places: tuple[Place, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    article: Article | None = None


@dataclass(frozen=True)
class Explanation:
    """Statements, each after its premises; the last is what is explained."""

    id: str
    statements: tuple[Statement, ...]

    @property
    def conclusion(self) -> Statement:
        """What is explained."""
        return self.statements[-1]

    @property
    def assertions(self) -> tuple[Statement, ...]:
        """The asserted statements that it rests on."""
        return tuple(each for each in self.statements if each.kind != "inferred")

    @property
    def articles(self) -> tuple[Article, ...]:
        """The provisions of law that it rests on, each once."""
        return tuple(dict.fromkeys(each.article for each in self.assertions if each.article))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The evidence that it rests on, each record once."""
        found = [one for each in self.assertions for one in each.evidence]
        found += [one for article in self.articles for one in article.evidence]
        return tuple(dict.fromkeys(found))


def explain(basis: Basis, fact: Fact) -> Explanation | None:
    """Return the explanation of a fact, None where it does not follow.

    An asserted fact is explained by its places and its evidence. For any other the proof is
    minimal: none of its assertions can be left out.
    """
    proof = explainer.prove(basis.closure, fact)
    return None if proof is None else explained(basis, proof)


def explanations(basis: Basis, fact: Fact) -> Iterator[Explanation]:
    """Yield an explanation of a fact from each minimal set of assertions that gives it."""
    first = explain(basis, fact)
    if first is None:
        return
    yield first
    told = {_assertions(first)}
    for proof in justifications(basis.closure, fact):
        other = explained(basis, proof)
        if _assertions(other) not in told:
            told.add(_assertions(other))
            yield other


def _assertions(explanation: Explanation) -> frozenset[Fact]:
    return frozenset(each.fact for each in explanation.assertions)


def explained(basis: Basis, proof: Proof) -> Explanation:
    """Return a proof with what is known of its steps, each after its premises."""
    ids = [identifier(_text(step.fact)) for step in proof.steps]
    statements = tuple(
        _statement(basis, proof.steps[at], ids[at], tuple(ids[p] for p in proof.steps[at].premises))
        for at in _in_order(proof)
    )
    return Explanation(identifier("\n".join(map(_said, statements))), statements)


def identifier(text: str) -> str:
    """Return an IRI made from a text: the same text, the same IRI (RFC 9562, version 5)."""
    return uuid5(NAMESPACE_URL, PROOFS + text).urn


def inference(statement: Statement) -> str:
    """Return the IRI of the application of a rule that gives a statement."""
    return identifier(_said(statement))


def _said(statement: Statement) -> str:
    return " ".join((statement.rule or "asserted", statement.id, *statement.premises))


def _text(fact: Fact | None) -> str:
    return " ".join(fact) if fact else "false"


def _in_order(proof: Proof) -> Iterator[int]:
    """Yield the steps that the last rests on, in the order in which the last asks for them."""
    told = set()
    stack = [(len(proof.steps) - 1, False)]
    while stack:
        at, ready = stack.pop()
        if at in told:
            continue
        if ready:
            told.add(at)
            yield at
            continue
        stack.append((at, True))
        stack += [(premise, False) for premise in reversed(proof.steps[at].premises)]


def _statement(basis: Basis, step: Step, name: str, premises: tuple[str, ...]) -> Statement:
    assert step.fact
    if not step.rule:
        return assertion(basis, name, step.fact)
    places = basis.places(step.fact)
    return Statement(name, step.fact, "inferred", step.rule, premises, places)


def assertion(basis: Basis, name: str, fact: Fact) -> Statement:
    """Return what is known of an asserted fact: its places, its evidence, of what kind it is."""
    places = basis.places(fact)
    evidence = _evidence(basis, fact, places)
    kind = _kind(fact, places, evidence)
    if kind == "axiom":
        return Statement(name, fact, kind, "", (), places)
    return Statement(name, fact, kind, "", (), places, evidence, basis.records.article(fact))


def _evidence(basis: Basis, fact: Fact, places: tuple[Place, ...]) -> tuple[Evidence, ...]:
    """Return the evidence for an assertion: that of its named graph, else of its subject."""
    for place in places:
        found = basis.records.evidence_of(place.graph)
        if found:
            return found
    return basis.records.evidence_of(fact[0])


def _kind(fact: Fact, places: tuple[Place, ...], evidence: tuple[Evidence, ...]) -> Kind:
    if any(place.graph.startswith(ONTOLOGY) for place in places) or is_axiom(fact):
        return "axiom"
    codes = {record.code for record in evidence}
    if any(code.startswith("seen") for code in codes):
        return "source"
    if codes & OWN_JUDGEMENT:
        return "reading"
    return "unchecked" if codes else "asserted"


def is_axiom(fact: Fact) -> bool:
    """Say whether a fact is about terms and not about things, as far as its own words tell.

    An annotation, such as a label, is about the thing that it is given to.
    """
    _, predicate, value = fact
    if predicate in ANNOTATIONS:
        return False
    if predicate in (TYPE, SAME, iri("owl:differentFrom")):
        return is_vocabulary(value)
    return is_vocabulary(predicate)


def by_id(explanation: Explanation) -> Mapping[str, Statement]:
    """Return the statements of an explanation by their ids."""
    return {statement.id: statement for statement in explanation.statements}
