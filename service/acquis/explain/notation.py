"""Terms and statements as people read them: prefixed names, lists and unnamed nodes in short."""

from collections.abc import Callable, Iterable, Mapping
from unicodedata import category

from acquis.names import compress
from acquis.reasoning.datatypes import split
from acquis.reasoning.facts import FIRST, NIL, REST, TYPE, Fact, iri, is_iri, is_literal

LONGEST = 72
ELLIPSIS = "[ … ]"
KINDS = frozenset({iri("owl:Restriction"), iri("owl:Class")})
PHRASES = {
    TYPE: "is a",
    iri("rdfs:subClassOf"): "is a kind of",
    iri("rdfs:subPropertyOf"): "is a narrower property than",
    iri("rdfs:domain"): "has the domain",
    iri("rdfs:range"): "has the range",
    iri("owl:sameAs"): "is the same as",
    iri("owl:differentFrom"): "is different from",
    iri("owl:equivalentClass"): "has the same members as",
    iri("owl:equivalentProperty"): "relates the same as",
    iri("owl:inverseOf"): "is the inverse of",
}


class Notation:
    """Writes the terms of some facts.

    `table` are the prefixes, `facts` what is said of blank nodes, `label` gives the label of a
    term or "".
    """

    def __init__(
        self, table: Mapping[str, str], facts: Iterable[Fact], label: Callable[[str], str]
    ) -> None:
        self.table = table
        self._about: dict[str, list[tuple[str, str]]] = {}
        for subject, predicate, value in sorted(fact for fact in facts if fact[0].startswith("_:")):
            self._about.setdefault(subject, []).append((predicate, value))
        self._label = label
        self._names: dict[str, str] = {}

    def statement(self, fact: Fact) -> str:
        """Return a fact as a line of Turtle.

        What is said of a blank node is told where the node is the object; as the subject it is
        only `[ … ]`. A list that is pointed to is told by itself.
        """
        subject, predicate, value = fact
        first = ELLIPSIS if subject.startswith("_:") else self.term(subject)
        verb = "a" if predicate == TYPE else self.term(predicate)
        is_list = self._is_list(value) and predicate not in (FIRST, REST)
        return f"{first} {verb} {'( … )' if is_list else self.term(value)}"

    def term(self, term: str) -> str:
        """Return a term: a prefixed name, a literal, or `[ … ]` or `( … )` for a blank node."""
        if term not in self._names:
            self._names[term] = self._named(term)
        return self._names[term]

    def _named(self, term: str) -> str:
        if is_iri(term):
            return compress(term[1:-1], self.table)
        if is_literal(term):
            return self._literal(term)
        return self._node(term)

    def _literal(self, term: str) -> str:
        text, datatype, language = split(term)
        short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
        quoted = '"' + printable(short.replace("\\", "\\\\").replace('"', '\\"')) + '"'
        if language:
            return f"{quoted}@{language}"
        return quoted if term.endswith('"') else f"{quoted}^^{self.term(datatype)}"

    def _node(self, node: str) -> str:
        """Return a blank node by what is said of it, as far as there is room."""
        whole = self._content(node, depth=3)
        return whole if len(whole) <= LONGEST else self._content(node, depth=1)

    def _content(self, node: str, depth: int) -> str:
        if self._is_list(node):
            return self.members(self._members(node), depth)
        if depth <= 0:
            return ELLIPSIS
        said = [
            arrow for arrow in self._about.get(node, ()) if not self._goes_without_saying(arrow)
        ]
        if not said:
            return "[ ]"
        parts = [
            f"{'a' if predicate == TYPE else self.term(predicate)} {self._part(value, depth)}"
            for predicate, value in said
        ]
        return f"[ {' ; '.join(parts)} ]"

    def _goes_without_saying(self, arrow: tuple[str, str]) -> bool:
        return arrow[0] == TYPE and arrow[1] in KINDS

    def _part(self, term: str, depth: int) -> str:
        return self._content(term, depth - 1) if term.startswith("_:") else self.term(term)

    def members(self, members: Iterable[str], depth: int = 1) -> str:
        """Return the members of a list in round brackets."""
        return f"( {' '.join(self._part(member, depth) for member in members)} )"

    def _is_list(self, term: str) -> bool:
        return term.startswith("_:") and any(p == FIRST for p, _ in self._about.get(term, ()))

    def _members(self, node: str) -> list[str]:
        found, visited = [], set()
        while node != NIL and node not in visited:
            visited.add(node)
            said = dict(self._about.get(node, ()))
            found.append(said.get(FIRST, ELLIPSIS))
            node = said.get(REST, NIL)
        return found

    def words(self, fact: Fact) -> str:
        """Return a fact as a sentence without an end, by the labels of its terms."""
        subject, predicate, value = fact
        verb = PHRASES.get(predicate) or self._label(predicate) or self.term(predicate)
        colon = ":" if is_literal(value) else ""
        return f"{self.words_of(subject)}{colon} {printable(verb)} {self.words_of(value)}"

    def words_of(self, term: str) -> str:
        """Return the label of a term, or the term where it has none."""
        return printable(self._label(term)) or self.term(term)


def printable(text: str) -> str:
    """Return a text with what would steer a terminal written as an escape of Turtle."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or category(c) == "Zs" else escaped(c) for c in text)


def escaped(character: str) -> str:
    """Return a character as Turtle writes it by its number."""
    short = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}.get(character)
    return short or (
        f"\\u{ord(character):04X}" if ord(character) < 0x10000 else f"\\U{ord(character):08X}"
    )
