"""Proofs read from JSON, every field checked."""

import json
import re
from collections import Counter
from typing import Any

from acquis.errors import AcquisError
from acquis.explain.given import Given, Written
from acquis.explain.json import FORMAT, VERSION
from acquis.explain.turtle import CLASSES
from acquis.reasoning.facts import is_iri, is_literal

IRI = r'<[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|^`\\]*>'
LITERAL = (
    r'"(?:[^"\\\x0a\x0d]|\\[tbnrf"\'\\]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*"'
    rf"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^{IRI})?"
)
TERM = re.compile(rf"{IRI}|_:[A-Za-z0-9_](?:[\w.·-]*[\w-])?|{LITERAL}")


def read(text: str) -> list[Written]:
    """Return the proofs of a JSON document as `acquis explain --format json` writes it.

    Raises AcquisError that names the first field that is missing or malformed.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise AcquisError(f"no JSON: {fault}") from fault
    top = _Field("", document)
    if top.text("format") != FORMAT:
        raise AcquisError(f"format: not {FORMAT!r}; is this a file of `acquis explain`?")
    if top.value("version") != VERSION:
        raise AcquisError(f"version: {top.value('version')!r}, where {VERSION} is what we read")
    explanations = [_written(each) for each in top.items("explanations")]
    if not explanations:
        raise AcquisError("explanations: holds no proof")
    return explanations


class _Field:
    """A value in a JSON document, which knows where it stands."""

    def __init__(self, path: str, content: Any) -> None:
        self.path = path
        self.content = content

    def value(self, name: str) -> Any:
        """Return the value of a field of an object."""
        if not isinstance(self.content, dict):
            raise self.fault("not an object")
        if name not in self.content:
            raise self.fault(f"has no field {name!r}")
        return self.content[name]

    def field(self, name: str) -> "_Field":
        """Return a field of an object."""
        return _Field(f"{self.path}.{name}".lstrip("."), self.value(name))

    def text(self, name: str) -> str:
        """Return a field that must be text."""
        found = self.field(name)
        if not isinstance(found.content, str):
            raise found.fault("not text")
        return found.content

    def items(self, name: str) -> "list[_Field]":
        """Return the items of a field that must be an array."""
        found = self.field(name)
        if not isinstance(found.content, list):
            raise found.fault("not an array")
        return [_Field(f"{found.path}[{at}]", each) for at, each in enumerate(found.content)]

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the items of a field that must be an array of text."""
        for item in self.items(name):
            if not isinstance(item.content, str):
                raise item.fault("not text")
        return tuple(self.content[name])

    def fault(self, message: str) -> AcquisError:
        """Return the error for this value."""
        return AcquisError(f"{self.path or 'the document'}: {message}")


def _written(explanation: _Field) -> Written:
    fields = explanation.items("statements")
    given = [_given(each) for each in fields]
    if not given:
        raise explanation.fault("has no statement")
    count = Counter(each.id for each in given)
    for field, each in zip(fields, given, strict=True):
        if count[each.id] > 1:
            raise field.fault(f"the id {each.id!r} stands twice")
        for at, premise in enumerate(each.premises):
            if premise not in count:
                raise AcquisError(
                    f"{field.path}.premises[{at}]: no statement has the id {premise!r}"
                )
    if explanation.text("conclusion") != given[-1].id:
        raise explanation.field("conclusion").fault("not the id of the last statement")
    return Written(tuple(given))


def _given(field: _Field) -> Given:
    subject, predicate, value = (_term(field, n) for n in ("subject", "predicate", "object"))
    rule = "" if field.value("rule") is None else field.text("rule")
    if is_literal(subject) and not rule:
        raise field.field("subject").fault("a literal, which cannot be a subject")
    if not is_iri(predicate):
        raise field.field("predicate").fault("not an IRI")
    premises = field.texts("premises")
    kind = field.text("kind")
    if kind not in CLASSES:
        raise field.field("kind").fault(f"{kind!r}, not one of {', '.join(CLASSES)}")
    if (kind == "inferred") != bool(rule):
        raise field.field("rule").fault(f"{rule or None!r} does not go with the kind {kind!r}")
    if premises and not rule:
        raise field.field("premises").fault("an asserted statement has none")
    evidence = field.texts("evidence")
    article = "" if field.value("article") is None else field.text("article")
    for name, said in (("evidence", evidence), ("article", article)):
        if said and rule:
            raise field.field(name).fault("an inferred statement has none")
    fact = (subject, predicate, value)
    return Given(field.text("id"), fact, kind, rule, premises, evidence, article)


def _term(field: _Field, name: str) -> str:
    text = field.text(name)
    if not TERM.fullmatch(text):
        raise field.field(name).fault(f"{text!r} is no term of N-Triples")
    return text
