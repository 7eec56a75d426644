"""The rule table: `owl2rl.rules`, read into rules and the clauses that they stand for.

The closure, the proof checker and the documents read this one table.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

from acquis.errors import AcquisError
from acquis.reasoning.facts import Fact, iri

Quantifier = Literal["", "every", "some", "pair"]
QUANTIFIERS: Mapping[str, Quantifier] = {
    "for every i": "every",
    "for some i < j": "pair",
    "for some i": "some",
}
LIST = re.compile(r"(\S+)\s+(\S+)\s+\(\?([a-z]+)1 \.\.\. \?\3n\)")
INDEXED = re.compile(r"\?([a-z]+)(i\+1|i|j)")
LAST = re.compile(r"\?([a-z]+)n\+1")
TABLE = re.compile(r"# Table (\d)")
NODE = "?list"


@dataclass(frozen=True)
class Members:
    """A condition on an RDF list: which variables stand for its members.

    `kind` is "all" (one variable a member, in order), "some" (one variable for any member) or
    "pair" (two variables for two members, the first before the second).
    """

    kind: Literal["all", "some", "pair"]
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Condition:
    """A condition on literals: the variables and what must hold of their values."""

    test: Literal["in", "not in", "equal", "unequal", "ill-typed"]
    variables: tuple[str, ...]


@dataclass(frozen=True)
class Clause:
    """A rule written out: patterns with variables (`?x`), at most one list, one conclusion.

    `head` is None for a contradiction. Where `members` is given, the variable `?list` of the
    body is the head of an RDF list with those members.
    """

    rule: str
    body: tuple[Fact, ...]
    members: Members | None
    condition: Condition | None
    head: Fact | None


@dataclass(frozen=True)
class Rule:
    """One entry of the table, `name` and `table` as in the specification.

    `premises` and `conclusions` are patterns with the quantifier that stands behind them;
    `over` are the terms that the variable of a `for` line stands for.
    """

    name: str
    table: int
    over: tuple[str, tuple[str, ...]] | None
    premises: tuple[tuple[Fact, Quantifier], ...]
    list_base: str
    condition: Condition | None
    conclusions: tuple[tuple[Fact, Quantifier], ...]
    text: str

    @property
    def contradicts(self) -> bool:
        """Say whether the rule concludes `false`."""
        return not self.conclusions

    @property
    def reads_whole_list(self) -> bool:
        """Say whether the clauses of the rule depend on the length of a list."""
        return any(quantifier == "every" for _, quantifier in self.premises)

    def clauses(self, length: int = 0) -> Iterator[Clause]:
        """Yield the clauses of the rule; `length` is that of the list, where the rule reads one."""
        if self.over:
            variable, terms = self.over
            for term in terms:
                for head, _ in self.conclusions:
                    yield Clause(self.name, (), None, None, _bind(head, {variable: term}))
            return
        body = tuple(_expand(self.premises, length))
        members = self._members(length)
        heads: list[Fact | None] = []
        heads += [_at_end(head, length) for head, _ in self.conclusions]
        for each in heads or [None]:
            yield Clause(self.name, body, members, self.condition, each)

    def _members(self, length: int) -> Members | None:
        if not self.list_base:
            return None
        if self.reads_whole_list:
            return Members("all", tuple(f"?{self.list_base}{k}" for k in range(1, length + 1)))
        if any(quantifier == "pair" for _, quantifier in self.premises):
            return Members("pair", (f"?{self.list_base}i", f"?{self.list_base}j"))
        return Members("some", (f"?{self.list_base}i",))


@cache
def table() -> tuple[Rule, ...]:
    """Return the 78 rules in the order of the specification (79 entries: one has two parts)."""
    return tuple(_parse(_text()))


def digest() -> str:
    """Return the hexadecimal SHA-256 of the table."""
    return hashlib.sha256(_text().encode()).hexdigest()


def _text() -> str:
    return (files("acquis.reasoning") / "owl2rl.rules").read_text(encoding="utf-8")


@cache
def named(name: str) -> tuple[Rule, ...]:
    """Return the entries of a rule. Raises AcquisError where the table has none of that name."""
    found = tuple(rule for rule in table() if rule.name == name)
    if not found:
        raise AcquisError(f"{name} is no rule of OWL 2 RL")
    return found


def _parse(text: str) -> Iterator[Rule]:
    number = 0
    for block in re.split(r"\n\s*\n", text):
        lines = block.splitlines()
        for line in lines:
            if match := TABLE.match(line):
                number = int(match[1])
        kept = [line for line in lines if line.strip() and not line.startswith("#")]
        if kept:
            yield _rule(kept[0].strip(), number, kept[1:])


def _rule(name: str, number: int, lines: list[str]) -> Rule:
    parts: dict[str, list[str]] = {"for": [], "if": [], "where": [], "then": []}
    keyword = ""
    for line in lines:
        keyword = line[:8].strip() or keyword
        parts[keyword].append(line[8:].strip())
    base = ""
    premises = []
    for line in parts["if"]:
        if match := LIST.fullmatch(line):
            base = match[3]
            line = f"{match[1]} {match[2]} {NODE}"
        premises.append(_pattern(line))
    conclusions = [] if parts["then"] == ["false"] else [_pattern(line) for line in parts["then"]]
    return Rule(
        name,
        number,
        _over(" ".join(parts["for"])),
        tuple(premises),
        base,
        _condition(" ".join(parts["where"])),
        tuple(conclusions),
        "\n".join(lines),
    )


def _pattern(line: str) -> tuple[Fact, Quantifier]:
    quantifier: Quantifier = ""
    for words, kind in QUANTIFIERS.items():
        if line.endswith(words):
            line, quantifier = line.removesuffix(words), kind
            break
    subject, predicate, value = (_term(word) for word in line.split())
    return (subject, predicate, value), quantifier


def _term(word: str) -> str:
    if word.startswith("?"):
        return word
    if word.startswith('"'):
        lexical, _, datatype = word.partition("^^")
        return f"{lexical}^^{iri(datatype)}"
    return iri(word)


def _over(line: str) -> tuple[str, tuple[str, ...]] | None:
    if not line:
        return None
    variable, _, words = line.partition(" in ")
    return variable, tuple(iri(word) for word in words.split())


def _condition(line: str) -> Condition | None:
    variables = tuple(re.findall(r"\?\w+", line))
    if not line:
        return None
    if "ill-typed" in line:
        return Condition("ill-typed", variables)
    if "no value in" in line:
        return Condition("not in", variables)
    if "a value in" in line:
        return Condition("in", variables)
    return Condition("unequal" if "another value" in line else "equal", variables)


def _expand(premises: tuple[tuple[Fact, Quantifier], ...], length: int) -> Iterator[Fact]:
    for pattern, quantifier in premises:
        if quantifier != "every":
            yield pattern
            continue
        for index in range(1, length + 1):
            yield _at(pattern, index)


def _at(pattern: Fact, index: int) -> Fact:
    def put(term: str) -> str:
        match = INDEXED.fullmatch(term)
        return f"?{match[1]}{index + (match[2] == 'i+1')}" if match else term

    return put(pattern[0]), put(pattern[1]), put(pattern[2])


def _at_end(pattern: Fact, length: int) -> Fact:
    def put(term: str) -> str:
        match = LAST.fullmatch(term)
        return f"?{match[1]}{length + 1}" if match else term

    return put(pattern[0]), put(pattern[1]), put(pattern[2])


def _bind(pattern: Fact, binding: Mapping[str, str]) -> Fact:
    subject, predicate, value = (binding.get(term, term) for term in pattern)
    return subject, predicate, value
