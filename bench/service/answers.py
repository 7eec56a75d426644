"""Answers compared by value: the same rows, in whatever order and however numbers are written."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping

import pyoxigraph as ox

XSD = "http://www.w3.org/2001/XMLSchema#"
NUMBERS = {f"{XSD}{name}" for name in "integer int long decimal double float".split()}
DIGITS = 10


def digest(content: bytes, accept: str) -> str:
    """Return a short text that is the same for equal answers. Raises ValueError for no answer."""
    if accept == "application/n-triples":
        triples = {q.triple for q in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)}
        return _told(len(triples), sorted(" ".join(map(_value, triple)) for triple in triples))
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    if isinstance(parsed, ox.QueryBoolean):
        return str(bool(parsed)).lower()
    assert isinstance(parsed, ox.QuerySolutions)
    names = [variable.value for variable in parsed.variables]
    rows = [" ".join(f"{name}={_value(row[name])}" for name in sorted(names)) for row in parsed]
    return _told(len(rows), sorted(rows))


def right(answers: Mapping[str, str], engines: Mapping[str, str]) -> str | None:
    """Return the answer that most engines give, None where no two of them agree.

    `answers` and `engines` are by server; servers with the same engine have one voice for each
    answer.
    """
    voices: dict[str, set[str]] = defaultdict(set)
    for server, answer in answers.items():
        voices[answer].add(engines[server])
    counted = Counter({answer: len(found) for answer, found in voices.items()}).most_common(2)
    best = counted[0] if counted else ("", 0)
    tied = len(counted) > 1 and counted[1][1] == best[1]
    return best[0] if best[1] > 1 and not tied else None


def _told(size: int, lines: list[str]) -> str:
    return f"{size} {hashlib.sha256(chr(10).join(lines).encode()).hexdigest()[:12]}"


def _value(term: object) -> str:
    if isinstance(term, ox.Literal):
        if term.datatype.value in NUMBERS:
            return f"{float(term.value):.{DIGITS}g}"
        if term.language:
            return str(ox.Literal(term.value, language=term.language.lower()))
    return str(term)
