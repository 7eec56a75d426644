"""The 78 rules of OWL 2 RL/RDF as cases, and controls of which little or nothing may follow.

One module a table of https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules.
All is Turtle under HEAD; `:` stands for names without a meaning of their own. The cases know
nothing of any engine.
"""

from dataclasses import dataclass

HEAD = """
@prefix : <http://x/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""


@dataclass(frozen=True)
class Case:
    """Premises, each of which is needed, and what follows from them by `rule`.

    `infers` are the triples that must follow, each of which needs all premises. `also` follows
    with them, and `maybe` may: nothing else does that tells something. Where `clashes` is not
    empty, the premises contradict each other instead, and a rule of `clashes` says so, no other.
    """

    rule: str
    about: str
    premises: str
    infers: str = ""
    also: str = ""
    maybe: str = ""
    clashes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Control:
    """Sound premises from which `infers` follows and nothing else, and no contradiction."""

    rule: str
    about: str
    premises: str
    infers: str = ""


def infers(
    rule: str, about: str, premises: str, conclusion: str, also: str = "", maybe: str = ""
) -> Case:
    return Case(rule, about, premises, conclusion, also, maybe)


def clashes(rule: str, about: str, premises: str, *reported: str) -> Case:
    """Return a case of a contradiction, which `rule` reports or, if named, one of `reported`."""
    return Case(rule, about, premises, clashes=frozenset(reported or {rule}))
