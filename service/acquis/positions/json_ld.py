"""Where the nodes and keys of a JSON-LD document stand, as far as its text shows it.

What a key means is decided by contexts (https://www.w3.org/TR/json-ld11/#the-context). Keys are
found that are IRIs, or that a context in the file gives an IRI, a prefix or a vocabulary; of all
others only the line of the node is known, and of a node without `@id` none.
"""

import json
import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any

from acquis.positions.turtle import ABSOLUTE, TYPE, resolved

TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"|[{}\[\],:]|[^\s"{}\[\],:]++')


@dataclass
class _Object:
    """An open object or array: the key that was read last, the node's name, where keys stand."""

    kind: str
    key: str | None = None
    node: str | None = None
    line: int = 0
    keys: dict[str, int] = field(default_factory=dict)
    awaits_value: bool = False


class Reader:
    """The lines of a document's nodes.

    `subjects` holds the line of each `@id`, `arrows` that of each key whose IRI the text shows.
    """

    def __init__(self, text: str, base: str) -> None:
        """Read a document that pyoxigraph has accepted."""
        self.subjects: dict[str, int] = {}
        self.arrows: dict[tuple[str, str], int] = {}
        self._terms: dict[str, str] = {}
        self._gather(json.loads(text, parse_int=str))
        own = self._terms.pop("@base", "")
        self._base = resolved(own, base) if own else base
        self._vocabulary = self._terms.pop("@vocab", "")
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._open: list[_Object] = [_Object("top")]
        for match in TOKEN.finditer(text):
            self._token(match[0], bisect_right(self._ends, match.start() - 1) + 1)

    def _gather(self, value: Any) -> None:
        """Take in the terms of all contexts in a document."""
        if isinstance(value, list):
            for item in value:
                self._gather(item)
        elif isinstance(value, dict):
            context = value.get("@context")
            for item in context if isinstance(context, list) else [context]:
                for term, meaning in item.items() if isinstance(item, dict) else ():
                    iri = meaning.get("@id") if isinstance(meaning, dict) else meaning
                    if isinstance(iri, str):
                        self._terms.setdefault(term, iri)
            for key, item in value.items():
                if key != "@context":
                    self._gather(item)

    def _token(self, token: str, line: int) -> None:
        top = self._open[-1]
        if token in ("{", "["):
            self._open.append(_Object(token))
        elif token in ("}", "]"):
            self._close(self._open.pop())
            self._open[-1].awaits_value = False
        elif token == ":":
            top.awaits_value = True
        elif token == ",":
            top.awaits_value = False
        elif top.kind == "{" and not top.awaits_value:
            top.key = json.loads(token)
            top.keys.setdefault(top.key or "", line)
        elif top.kind == "{" and self._keyword(top.key or "") == "@id" and token[0] == '"':
            top.node, top.line = json.loads(token), line

    def _close(self, item: _Object) -> None:
        if item.node is None:
            return
        subject = self._term(item.node)
        self.subjects.setdefault(subject, item.line)
        for key, line in item.keys.items():
            predicate = TYPE if self._keyword(key) == "@type" else self._property(key)
            self.arrows.setdefault((subject, predicate), line)

    def _keyword(self, key: str) -> str:
        return self._terms.get(key, key)

    def _property(self, key: str) -> str:
        iri = self._expanded(key)
        return f"<{iri if ABSOLUTE.match(iri) else self._vocabulary + iri}>"

    def _term(self, text: str) -> str:
        if text.startswith("_:"):
            return text
        iri = self._expanded(text)
        return f"<{iri if ABSOLUTE.match(iri) else resolved(iri, self._base)}>"

    def _expanded(self, text: str) -> str:
        """Return a term or compact IRI in full, as far as the contexts of the file tell."""
        for _ in range(len(self._terms) + 1):
            prefix, colon, local = text.partition(":")
            if text in self._terms:
                text = self._terms[text]
            elif colon and prefix in self._terms and not local.startswith("//"):
                text = self._terms[prefix] + local
            else:
                break
        return text
