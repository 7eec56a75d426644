"""The shipped shapes and ontology as facts, and the constraints that shapes are made of."""

from acquis import graph, share
from acquis.names import SH

ROOT = share.root()
SOURCES, _ = graph.load(graph.tree(ROOT), ROOT)
SHAPES = [f for s in SOURCES if str(s.graph).startswith(graph.SHAPES) for f in s.facts]
TREE = [fact for s in SOURCES if graph.is_knowledge(s) for fact in s.facts]
ONTOLOGY = [
    fact
    for s in SOURCES
    if graph.is_knowledge(s) and "/data/" not in str(s.graph) and s.syntax != "sssom"
    for fact in s.facts
]
# The parameters that constrain, and the component that a breach of each is told by.
COMPONENTS = {
    name: f"{name[0].upper()}{name[1:]}ConstraintComponent"
    for name in (
        "class datatype nodeKind minCount maxCount minExclusive minInclusive maxExclusive "
        "maxInclusive minLength maxLength pattern languageIn uniqueLang equals disjoint lessThan "
        "lessThanOrEquals not and or xone node qualifiedMinCount qualifiedMaxCount closed hasValue "
        "in"
    ).split()
}


def constraints() -> set[tuple[str, str]]:
    """Return each constraint of a named shape, as the shape's local name and the parameter."""
    return {
        (subject[1:-1].rpartition("#")[2], predicate[len(SH) + 1 : -1])
        for subject, predicate, _ in SHAPES
        if subject.startswith("<") and predicate[len(SH) + 1 : -1] in COMPONENTS
    }
