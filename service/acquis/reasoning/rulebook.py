"""The rule table as a page for people: `python -m acquis.reasoning.rulebook > docs/rules.md`."""

from collections.abc import Iterator
from typing import Literal

from acquis.reasoning import rules
from acquis.reasoning.rules import Rule

W3C = "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
TITLES = {
    4: "Equality",
    5: "Axioms about properties",
    6: "Classes",
    7: "Class axioms",
    8: "Datatypes",
    9: "Schema vocabulary",
}
IN_WORDS = {
    "eq-ref": "Everything is the same as itself.",
    "eq-sym": "If one name is the same as another, so is the other the same as the one.",
    "eq-trans": "Two names that are the same as a third are names of one thing.",
    "eq-rep-s": "What is said of a thing is said of it by each of its names.",
    "eq-rep-p": "What holds by a property holds by each of its names.",
    "eq-rep-o": "What refers to a thing refers to it by each of its names.",
    "eq-diff1": "Two names are both the same as and different from each other.",
    "eq-diff2": "Two members of an owl:AllDifferent (owl:members) are the same.",
    "eq-diff3": "Two members of an owl:AllDifferent (owl:distinctMembers) are the same.",
    "prp-ap": "The annotation properties of RDFS and OWL are such.",
    "prp-dom": "What has a value for a property is in its domain.",
    "prp-rng": "What is a value of a property is in its range.",
    "prp-fp": "Two values of a functional property for one thing are the same.",
    "prp-ifp": "Two things with one value for an inverse functional property are the same.",
    "prp-irp": "An irreflexive property joins a thing to itself.",
    "prp-symp": "A symmetric property holds the other way round too.",
    "prp-asyp": "An asymmetric property joins two things in both directions.",
    "prp-trp": "Two steps along a transitive property make one.",
    "prp-spo1": "What holds by a property holds by each property above it.",
    "prp-spo2": "A walk along a chain of properties is one step of the property above it.",
    "prp-eqp1": "What holds by the first of two equivalent properties holds by the second.",
    "prp-eqp2": "What holds by the second of two equivalent properties holds by the first.",
    "prp-pdw": "Two disjoint properties join the same two things.",
    "prp-adp": "Two of several disjoint properties join the same two things.",
    "prp-inv1": "What holds by a property holds backwards by its inverse.",
    "prp-inv2": "What holds by the inverse holds backwards by the property.",
    "prp-key": "Things of a class with one value for each property of its key are the same.",
    "prp-npa1": "A statement contradicts a negative property assertion between two things.",
    "prp-npa2": "A statement contradicts a negative property assertion with a literal.",
    "cls-thing": "owl:Thing is a class.",
    "cls-nothing1": "owl:Nothing is a class.",
    "cls-nothing2": "A thing is of the type owl:Nothing.",
    "cls-int1": "What is in every part of an intersection is in the intersection.",
    "cls-int2": "What is in an intersection is in each of its parts.",
    "cls-uni": "What is in a part of a union is in the union.",
    "cls-com": "A thing is of a class and of its complement.",
    "cls-svf1": "What has a value of the kind that a restriction asks for is in the restriction.",
    "cls-svf2": "What has any value is in the restriction that asks for some thing.",
    "cls-avf": "Each value for a member of an owl:allValuesFrom is of the kind that it names.",
    "cls-hv1": "What is in a class defined by a value has that value.",
    "cls-hv2": "What has the value is in the class defined by it.",
    "cls-maxc1": "A thing has a value for a property of which its class allows none.",
    "cls-maxc2": "Two values of a property of which a class allows one are the same.",
    "cls-maxqc1": "A thing has a value of a kind of which its class allows none.",
    "cls-maxqc2": "A thing has a value for a property that its class allows no thing for.",
    "cls-maxqc3": "Two values of a kind of which a class allows one are the same.",
    "cls-maxqc4": "Two values are the same where a class allows one thing for the property.",
    "cls-oo": "What an enumeration lists is a member of it.",
    "cax-sco": "What is in a class is in each class above it.",
    "cax-eqc1": "What is in the first of two equivalent classes is in the second.",
    "cax-eqc2": "What is in the second of two equivalent classes is in the first.",
    "cax-dw": "A thing is of two disjoint classes.",
    "cax-adc": "A thing is of two of several disjoint classes.",
    "dt-type1": "The datatypes of OWL 2 RL are datatypes.",
    "dt-type2": "A literal is of each datatype that has its value.",
    "dt-eq": "Two literals with one value are the same.",
    "dt-diff": "Two literals with different values are different.",
    "dt-not-type": "A literal has a form that its datatype does not allow.",
    "scm-cls": "A class is below itself and owl:Thing and above owl:Nothing.",
    "scm-sco": "What is below a class is below all that is above the class.",
    "scm-eqc1": "Of two equivalent classes each is below the other.",
    "scm-eqc2": "Two classes of which each is below the other are equivalent.",
    "scm-op": "An object property is below itself and equivalent to itself.",
    "scm-dp": "A datatype property is below itself and equivalent to itself.",
    "scm-spo": "What is below a property is below all that is above the property.",
    "scm-eqp1": "Of two equivalent properties each is below the other.",
    "scm-eqp2": "Two properties of which each is below the other are equivalent.",
    "scm-dom1": "A class above the domain of a property is a domain too.",
    "scm-dom2": "The domain of a property is one of each property below it.",
    "scm-rng1": "A class above the range of a property is a range too.",
    "scm-rng2": "The range of a property is one of each property below it.",
    "scm-hv": "To have a value for a property is to have it for the property above.",
    "scm-svf1": "To have a value of a narrower kind is to have one of the wider kind.",
    "scm-svf2": "To have such a value for a property is to have it for the property above.",
    "scm-avf1": "To have values of a narrower kind only is to have values of the wider kind only.",
    "scm-avf2": "A bound on the values of a property bounds those of each property below it.",
    "scm-int": "An intersection is below each of its parts.",
    "scm-uni": "Each part of a union is below the union.",
}
Treatment = Literal[
    "written out",
    "by classes of names",
    "in every closure",
    "where needed",
    "on demand",
    "reported",
]
TREATMENTS: dict[Treatment, str] = {
    "written out": "Applied to all facts until nothing new follows; each conclusion is kept with "
    "the premises of its first derivation.",
    "by classes of names": "Written out too, but by way of one representative of all names of a "
    "thing, so that n names cost n derivations a fact. Each step is an instance of the rule.",
    "in every closure": "Without a premise: part of each closure from the start.",
    "where needed": "Written for the literals that occur, and where an axiom or an equality asks "
    "for it; for all literals there would be no end.",
    "on demand": "Proved when asked for, and printed by `acquis reason`; kept only where a "
    "contradiction needs it, as it would add a triple for each term.",
    "reported": "Concludes `false`. Looked for when the closure is complete; each set of facts "
    "that contradict each other is told with its proofs.",
}
SPECIAL: dict[str, Treatment] = {
    "eq-ref": "on demand",
    "dt-type2": "where needed",
    "dt-eq": "where needed",
    "dt-diff": "where needed",
    **dict.fromkeys(
        ("eq-sym", "eq-trans", "eq-rep-s", "eq-rep-p", "eq-rep-o"), "by classes of names"
    ),
}
INTRODUCTION = f"""\
# The rules

The 78 rules of [OWL 2 RL/RDF]({W3C}) in the tables of the W3C, as the \
reasoner, the checker of proofs and this page read them from \
`service/acquis/reasoning/owl2rl.rules`. A test holds the page against the table; write it anew \
with `python -m acquis.reasoning.rulebook > docs/rules.md`.

`?x` is a variable. `(?c1 ... ?cn)` is an RDF list, read from the cells that are asserted; \
`for every i` stands for one line for each member, `for some i` for one of them, and \
`for some i < j` for two. `if` are the premises, `where` a condition on literals, `then` the \
conclusion; for `then false` the sentence says what is wrong.

## How they are treated
The reasons stand in [decision 8](decisions/0008-reasoner.md).
"""


def page() -> str:
    """Return the page in Markdown, with a heading for each rule that can be linked to."""
    return "\n".join([INTRODUCTION, *_overview(), *_chapters()])


def treatment(name: str) -> Treatment:
    """Return how the reasoner treats a rule.

    Raises AcquisError where the table has no rule of that name.
    """
    rule = rules.named(name)[0]
    if name in SPECIAL:
        return SPECIAL[name]
    if rule.contradicts:
        return "reported"
    return "written out" if rule.premises else "in every closure"


def _overview() -> Iterator[str]:
    names = list(dict.fromkeys(rule.name for rule in rules.table()))
    yield "| treated | what it means | rules |"
    yield "| --- | --- | --- |"
    for kind, meaning in TREATMENTS.items():
        links = [f"[{name}](#{name})" for name in names if treatment(name) == kind]
        if kind == "written out":
            links = [f"the other {len(links)}"]
        yield f"| {kind} | {meaning} | {', '.join(links)} |"


def _chapters() -> Iterator[str]:
    last: Rule | None = None
    for rule in rules.table():
        if last is None or rule.table != last.table:
            yield f"\n## Table {rule.table}. {TITLES[rule.table]}"
        if last is None or rule.name != last.name:
            yield f"\n### {rule.name}"
            yield f"{IN_WORDS[rule.name]} *{treatment(rule.name).capitalize()}.*"
        yield f"\n```text\n{rule.text}\n```"
        last = rule
    yield ""


if __name__ == "__main__":
    print(page(), end="")
