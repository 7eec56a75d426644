"""One table of prefixes for the tree, with one namespace a prefix and one prefix a namespace.

It is `ontology/prefixes.ttl`. Files beside the tree have prefixes of their own, and so has a
mapping set, as the specification of SSSOM wants.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from acquis.findings import Finding
from acquis.graph import Source, is_foreign
from acquis.names import GRAPH, SH
from acquis.positions import Places

TABLE = f"{GRAPH}ontology/prefixes"
PREFIX, NAMESPACE = f"<{SH}prefix>", f"<{SH}namespace>"


def findings(
    sources: Iterable[Source], table: Mapping[str, str], places: Places
) -> Iterator[Finding]:
    """Yield what the prefix table has twice, and where a file of the tree departs from it.

    `table` is the prefix table, `places` knows where statements stand. A namespace that differs
    from the table's in `http` and `https` alone is left to the rule `foreign-namespace-twin`.
    """
    if not table:
        return
    prefix_of = {space: prefix for prefix, space in table.items()}
    for source in sources:
        if str(source.graph) == TABLE:
            yield from _twice(source, places)
        if is_foreign(source) or source.syntax == "sssom":
            continue
        for prefix, space in source.prefixes.items():
            known = table.get(prefix)
            if known == space or (known is not None and _bare(known) == _bare(space)):
                continue
            yield _departure(source, prefix, known, prefix_of.get(space))


def _twice(source: Source, places: Places) -> Iterator[Finding]:
    for predicate in (PREFIX, NAMESPACE):
        uses = defaultdict(list)
        for fact in source.facts:
            if fact[1] == predicate:
                uses[fact[2]].append(fact)
        for value, facts in uses.items():
            for fact in facts[1:]:
                file, line = places.of(fact)
                name, text = places.name(fact[0]), value.partition("^^")[0]
                what = f"{text} stands in the table already, for {places.name(facts[0][0])}"
                message = f"{name}: {what}; remove one of the two"
                statements = (places.statement(fact),)
                yield Finding(file, line, "prefix-table", message, name, statements=statements)


def _bare(space: str) -> str:
    return space.partition("://")[2]


def _departure(source: Source, prefix: str, known: str | None, usual: str | None) -> Finding:
    what = "is not in ontology/prefixes.ttl; add it there or write the names in full"
    if known is not None:
        what = f"stands for <{known}> in ontology/prefixes.ttl; use it so, or another prefix"
    elif usual is not None:
        what = f"stands for a namespace whose prefix in ontology/prefixes.ttl is {usual}:; use that"
    text = source.content.decode("utf-8")
    declared = re.search(rf"(?im)^\s*@?prefix\s+{re.escape(prefix)}:", text)
    line = text.count("\n", 0, declared.end()) + 1 if declared else 0
    return Finding(source.name, line, "prefix", f"the prefix {prefix}: {what}", f"{prefix}:")
