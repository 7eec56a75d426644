"""The headers of the tree's ontologies: how each is named, versioned and licensed.

The shapes of headers say what each must have; here is what no shape can say: what the parts of a
name have to do with one another, and that all headers and the package carry one version. Files
beside the tree owe nothing of this.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from acquis import files
from acquis.findings import Finding
from acquis.graph import Source
from acquis.names import BASE, GRAPH
from acquis.positions import Places
from acquis.reasoning.facts import TYPE, Fact, iri

OWN = f"{GRAPH}ontology/"
CC_BY = "<https://creativecommons.org/licenses/by/4.0/>"
ONTOLOGY = iri("owl:Ontology")
IMPORTS, INFO, PRIOR, VERSION = map(
    iri, ("owl:imports", "owl:versionInfo", "owl:priorVersion", "owl:versionIRI")
)
LICENCE = "<http://purl.org/dc/terms/license>"
NUMBERED = re.compile(r"(?P<name><.*)/(?P<version>\d+\.\d+\.\d+)>")
ELSEWHERE = {
    "pyproject.toml": re.compile(r'^version\s*=\s*"(?P<version>[^"]+)"', re.MULTILINE),
    "CITATION.cff": re.compile(r"^version:\s*\"?(?P<version>[0-9][^\s\"]*)", re.MULTILINE),
    "CHANGELOG.md": re.compile(r"^## \[?(?P<version>[0-9][^\]\s]*)", re.MULTILINE),
}


@dataclass(frozen=True)
class Header:
    """What one file says of its ontology."""

    name: str
    facts: tuple[Fact, ...]

    def values(self, predicate: str) -> list[Fact]:
        """Return the statements of the ontology with a predicate."""
        return [fact for fact in self.facts if fact[1] == predicate]


def headers(source: Source) -> list[Header]:
    """Return the headers of a file."""
    names = [s for s, p, o in source.facts if p == TYPE and o == ONTOLOGY]
    return [Header(name, tuple(f for f in source.facts if f[0] == name)) for name in names]


def findings(sources: Iterable[Source], root: Path, places: Places) -> Iterator[Finding]:
    """Yield what is wrong with the headers of the project's own ontologies.

    A tree of another project, in which none is named as ours are, owes nothing.

    `places` knows where their statements stand. The files of `files.versioned` are read too.
    """
    own = [one for one in sources if str(one.graph).startswith(OWN) and one.syntax != "sssom"]
    found = [(source, headers(source)) for source in own]
    all_headers = [header for _, several in found for header in several]
    if not any(header.name.startswith(f"<{BASE}") for header in all_headers):
        return
    for source, several in found:
        if len(several) != 1:
            what = f"has {len(several) or 'no'} owl:Ontology; give each file one header"
            yield Finding(source.name, 1, "ontology-header", f"{source.name} {what}")
    for header in all_headers:
        for fact, rule, what in _of_one(header):
            yield _finding(fact, rule, what, places)
    yield from _versions(all_headers, root, places)


def _of_one(header: Header) -> Iterator[tuple[Fact, str, str]]:
    bare = header.name[1:-1]
    if bare.endswith(("/", "#")) or not bare.startswith(BASE):
        what = f"an ontology is named in {BASE}, without / or # at the end; rename it"
        yield header.values(TYPE)[0], "ontology-name", what
    for info in header.values(INFO):
        wanted = f"<{bare}/{_text(info)}>"
        for fact in header.values(VERSION):
            if fact[2] != wanted:
                yield fact, "version-name", f"owl:versionIRI must be {wanted}; correct it"
    for fact in header.values(PRIOR):
        yield from _step(header, fact)
    for fact in header.values(IMPORTS):
        if NUMBERED.fullmatch(fact[2]):
            what = "the source imports an ontology by its name without a version; cut it off"
            yield fact, "import-of-version", what
    for fact in header.values(LICENCE):
        if fact[2] != CC_BY:
            yield fact, "licence", f"the ontology is under {CC_BY}; name that licence"


def _step(header: Header, prior: Fact) -> Iterator[tuple[Fact, str, str]]:
    """Yield a fault where the version is none that Semantic Versioning lets follow another."""
    match = NUMBERED.fullmatch(prior[2])
    if match is None or f"{match['name']}>" != header.name:
        what = "owl:priorVersion must be the name of the ontology and a version; correct it"
        yield prior, "version-step", what
        return
    major, minor, patch = map(int, match["version"].split("."))
    after = {(major + 1, 0, 0), (major, minor + 1, 0), (major, minor, patch + 1)}
    steps = {".".join(map(str, step)) for step in after}
    for info in header.values(INFO):
        if _text(info) not in steps:
            what = f"after {match['version']} comes one of {', '.join(sorted(steps))}; correct it"
            yield info, "version-step", what


def _versions(found: list[Header], root: Path, places: Places) -> Iterator[Finding]:
    """Yield a finding for each version that is not the one that most headers carry."""
    infos = [fact for header in found for fact in header.values(INFO)]
    if not infos:
        return
    [(version, _)] = Counter(map(_text, infos)).most_common(1)
    what = f"the ontologies have the version {version}; set one version everywhere"
    for fact in infos:
        if _text(fact) != version:
            yield _finding(fact, "version-differs", what, places)
    for path in files.versioned(root):
        text = path.read_text(encoding="utf-8")
        match = ELSEWHERE[path.name].search(text)
        if match and match["version"] != version:
            line = text.count("\n", 0, match.start()) + 1
            yield Finding(path.name, line, "version-differs", f"{path.name}: {what}")


def _text(fact: Fact) -> str:
    """Return the text of a statement's literal, whatever its language or datatype."""
    return fact[2][1:].rpartition('"')[0]


def _finding(fact: Fact, rule: str, what: str, places: Places) -> Finding:
    file, line = places.of(fact)
    name = places.name(fact[0])
    statements = (places.statement(fact),)
    return Finding(file, line, rule, f"{name}: {what}", name, statements=statements)
