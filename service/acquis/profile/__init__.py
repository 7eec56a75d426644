"""OWL 2 profiles: which triples of a graph are outside OWL 2 DL or OWL 2 RL, and why.

Terms are N-Triples text and facts are tuples of three, as in `acquis.reasoning`.
"""

from collections.abc import Collection

from acquis.errors import AcquisError
from acquis.profile import datatypes, individuals, rl, roles
from acquis.profile.axioms import Axioms
from acquis.profile.declarations import Declarations
from acquis.profile.graph import Graph
from acquis.profile.rules import RULES, Profile, Report, Rule, Violation
from acquis.profile.terms import Terms
from acquis.reasoning.facts import Fact

__all__ = ["RULES", "Profile", "Rule", "Violation", "violations"]


def violations(facts: Collection[Fact], profile: Profile) -> list[Violation]:
    """Return what puts a graph outside a profile, nothing if it is inside.

    `facts` are an ontology with all that it imports. OWL 2 RL is a part of OWL 2 DL, so that
    `"RL"` finds all that `"DL"` finds and more; `Violation.profile` tells them apart. A fault
    that several triples share, such as a class that nothing declares, is named once, at the
    first of them in the order of their text.

    Specifications: OWL 2 Mapping to RDF Graphs, section 3
    (https://www.w3.org/TR/owl2-mapping-to-rdf/); OWL 2 Structural Specification, sections 5.8
    and 11 (https://www.w3.org/TR/owl2-syntax/); OWL 2 Profiles, section 4.2
    (https://www.w3.org/TR/owl2-profiles/). Values of annotations are not looked at, as they have
    no meaning there.

    Raises AcquisError where expressions are nested too deeply to be read.
    """
    try:
        return _violations(facts, profile)
    except RecursionError:
        raise AcquisError(
            "class expressions are nested too deeply to be read; give some of the inner ones a name"
        ) from None


def _violations(facts: Collection[Fact], profile: Profile) -> list[Violation]:
    report = Report()
    graph = Graph(facts)
    ontology = Axioms(Terms(graph, Declarations(graph, report), report)).read()
    roles.check(ontology, report)
    individuals.check(ontology, report)
    datatypes.check(ontology, report)
    if profile == "RL":
        rl.check(ontology, report)
    return report.violations()
