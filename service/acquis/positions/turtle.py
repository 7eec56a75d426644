"""Where each statement of a Turtle document begins, whatever its layout.

A second, small reader of the grammar of https://www.w3.org/TR/turtle/ and
https://www.w3.org/TR/trig/, with N-Triples and N-Quads as their subsets. It is for documents
that pyoxigraph has accepted: it notes places and checks nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from acquis.graph import language_tag, unescaped
from acquis.reasoning.facts import Fact

START = (
    r"A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D"
    r"\u2070-\u218F\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
INNER = START + r"_0-9\u00B7\u0300-\u036F\u203F-\u2040\-"
ESCAPE = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
TOKEN = re.compile(
    rf"""(?:[ \t\r\n]++|\#[^\r\n]*+)*+(?:
    (?P<iri><(?:[^<>\\ ]|\\.)*+>)
  | (?P<string>\"\"\"(?:[^"\\]++|\\.|"(?!""))*+\"\"\"|'''(?:[^'\\]++|\\.|'(?!''))*+'''
      |"(?:[^"\\\r\n]++|\\.)*+"|'(?:[^'\\\r\n]++|\\.)*+')
  | (?P<blank>_:[{START}_0-9](?:\.*[{INNER}])*+)
  | (?P<name>(?:[{START}](?:\.*[{INNER}])*+)?
      :(?:(?:[{START}_:0-9]|{ESCAPE})(?:\.*(?:[{INNER}:]|{ESCAPE}))*+)?)
  | (?P<number>[+-]?(?:[0-9]+(?:\.[0-9]*)?[eE][+-]?[0-9]+|\.[0-9]+[eE][+-]?[0-9]+
      |[0-9]*\.[0-9]+|[0-9]+))
  | (?P<at>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<word>[A-Za-z]+)
  | (?P<mark>\^\^|[\[\](){{}}.,;])
  | (?P<end>\Z)
    )""",
    re.VERBOSE | re.DOTALL,
)
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TYPE, FIRST, REST, NIL = (f"<{RDF}{name}>" for name in ("type", "first", "rest", "nil"))
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
LOCAL_ESCAPE = re.compile(r"\\(.)")
PLAIN = re.compile(r'[^\x00-\x1F"\\\x7F]*+')
Token = tuple[str, str, int]


@dataclass(slots=True)
class _Frame:
    """What is being read: a statement, `[` a list of properties, or `(` a collection."""

    kind: str
    subject: str = ""
    predicate: str = ""
    at: int = 0
    complete: bool = False


class Reader:
    """The statements of one document, each with the offset at which its object begins.

    `facts` holds them in the order of the text, `subjects` the offset at which each subject
    stands first. Blank nodes have labels of this reader's own.
    """

    def __init__(self, text: str, base: str | None = None) -> None:
        """Read a document in Turtle, TriG, N-Triples or N-Quads."""
        self.facts: list[tuple[Fact, int]] = []
        self.subjects: dict[str, int] = {}
        self._base = base
        self._prefixes: dict[str, str] = {}
        self._names: dict[str, str] = {}
        self._blanks = 0
        self._frames = [_Frame("statement")]
        self._tokens = _tokens(text)
        self._next: Token = next(self._tokens)
        self._read()

    def _read(self) -> None:
        while True:
            kind, text, at = self._advance()
            if kind == "end":
                return
            if kind == "mark":
                self._mark(text, at)
            elif self._is_directive(kind, text):
                self._directive(text.lstrip("@").lower())
            elif kind != "word" or text in ("a", "true", "false"):
                self._deliver(self._term(kind, text), at)

    def _advance(self) -> Token:
        token = self._next
        self._next = next(self._tokens, token)
        return token

    def _is_directive(self, kind: str, text: str) -> bool:
        word = text.lower()
        outside = len(self._frames) == 1 and not self._frames[0].subject
        return outside and (
            (kind == "at") or (kind == "word" and word in ("prefix", "base", "version"))
        )

    def _directive(self, name: str) -> None:
        if name == "prefix":
            _, prefix, _ = self._advance()
            _, space, _ = self._advance()
            self._prefixes[prefix[:-1]] = self._iri(space)
            self._names.clear()
        elif name == "base":
            _, base, _ = self._advance()
            self._base = self._iri(base)
        else:
            self._advance()

    def _mark(self, mark: str, at: int) -> None:
        frame = self._frames[-1]
        if mark == "[":
            node = self._blank()
            self._deliver(node, at)
            self._frames.append(_Frame("[", node, at=at))
        elif mark == "(":
            self._collection(at)
        elif mark == ")":
            self._add(frame.subject, REST, NIL, at)
            self._frames.pop()
        elif mark == "]":
            self._frames.pop()
        elif mark == ";":
            frame.predicate, frame.complete = "", False
        elif mark == ",":
            frame.complete = False
        elif mark != "^^":
            self._frames[-1] = _Frame("statement")

    def _collection(self, at: int) -> None:
        if self._next[1] == ")" and self._next[0] == "mark":
            self._advance()
            self._deliver(NIL, at)
            return
        cell = self._blank()
        self._deliver(cell, at)
        self._frames.append(_Frame("(", cell, at=at))

    def _deliver(self, term: str, at: int) -> None:
        """Put a term where it belongs in what is being read."""
        frame = self._frames[-1]
        if frame.kind == "(":
            if frame.complete:
                cell = self._blank()
                self._add(frame.subject, REST, cell, at)
                frame.subject, frame.at = cell, at
            frame.complete = True
            self._note(frame)
            self._add(frame.subject, FIRST, term, at)
        elif not frame.subject:
            frame.subject, frame.at = term, at
        elif not frame.predicate:
            frame.predicate = term
        elif not frame.complete:
            frame.complete = True
            self._note(frame)
            self._add(frame.subject, frame.predicate, term, at)

    def _note(self, frame: _Frame) -> None:
        self.subjects.setdefault(frame.subject, frame.at)

    def _add(self, subject: str, predicate: str, value: str, at: int) -> None:
        self.facts.append(((subject, predicate, value), at))

    def _blank(self) -> str:
        self._blanks += 1
        return f"_:.{self._blanks}"

    def _term(self, kind: str, text: str) -> str:
        if kind == "name":
            return self._names.get(text) or self._names.setdefault(text, self._name(text))
        if kind == "iri":
            return f"<{self._iri(text)}>"
        if kind == "string":
            return self._literal(text)
        if kind == "number":
            return f'"{text}"^^<{XSD}{_numeric(text)}>'
        if kind == "word":
            return TYPE if text == "a" else f'"{text}"^^<{XSD}boolean>'
        return text

    def _name(self, text: str) -> str:
        prefix, _, local = text.partition(":")
        plain = LOCAL_ESCAPE.sub(r"\1", local)
        return f"<{self._prefixes.get(prefix, '')}{plain}>"

    def _iri(self, text: str) -> str:
        iri = unescaped(text[1:-1])
        if ABSOLUTE.match(iri) or self._base is None:
            return iri
        return resolved(iri, self._base)

    def _literal(self, text: str) -> str:
        quote = 3 if text.startswith(('"""', "'''")) else 1
        value = text[quote:-quote]
        whole = PLAIN.fullmatch(value)
        literal = f'"{value}"' if whole else str(ox.Literal(unescaped(value)))
        kind, suffix, _ = self._next
        if kind == "at":
            self._advance()
            return f"{literal}@{language_tag(suffix[1:])}"
        if suffix != "^^" or kind != "mark":
            return literal
        self._advance()
        datatype = self._term(*self._advance()[:2])
        return literal if datatype == f"<{XSD}string>" else f"{literal}^^{datatype}"


@lru_cache(maxsize=1 << 16)
def resolved(iri: str, base: str) -> str:
    """Return a relative IRI resolved against a base, as the parser of the facts does it."""
    quads = ox.parse(f"<{iri}> <x:> <x:> .".encode(), ox.RdfFormat.TURTLE, base_iri=base)
    subject = next(iter(quads)).subject
    return subject.value if isinstance(subject, ox.NamedNode) else iri


def _numeric(text: str) -> str:
    if "e" in text or "E" in text:
        return "double"
    return "decimal" if "." in text else "integer"


def _tokens(text: str) -> Iterator[Token]:
    for match in TOKEN.finditer(text):
        kind = match.lastgroup or "end"
        yield kind, match[kind], match.start(kind)
