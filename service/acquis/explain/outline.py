"""An explanation as the rows of a tree, for text and for drawings.

What is proved comes first, below each statement what it follows from. The cells of a list are one
row; what occurs twice is told once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from acquis.explain.explanation import Explanation, Statement, by_id
from acquis.explain.notation import Notation
from acquis.explain.rules import WORDS
from acquis.reasoning import rules
from acquis.reasoning.facts import FIRST, NIL, REST

SAYS = {
    "source": "a source says",
    "reading": "our reading",
    "unchecked": "unchecked",
    "axiom": "axiom",
    "asserted": "asserted",
    "inferred": "inferred",
}


@dataclass(frozen=True)
class Row:
    """One line of the tree.

    `guides` says for each level above whether it goes on below this row, `last` whether this is
    the last row on its level. `number` is given to rows that are referred to, and `repeated`
    marks a reference. Of a list, `statement` is its first cell.
    """

    guides: tuple[bool, ...]
    last: bool
    text: str
    statement: Statement
    is_list: bool
    number: int
    repeated: bool

    @property
    def depth(self) -> int:
        """How far below the top the row stands."""
        return len(self.guides)

    @property
    def reason(self) -> str:
        """The rule with a few words, or what kind of assertion it is."""
        if self.statement.rule:
            return f"{self.statement.rule}, {WORDS[self.statement.rule]}"
        return SAYS[self.statement.kind]

    @property
    def where(self) -> str:
        """The places of an assertion."""
        return ", ".join(map(str, self.statement.places))

    @property
    def evidence(self) -> str:
        """The evidence of an assertion in short."""
        return "; ".join(dict.fromkeys(record.label for record in self.statement.evidence))


Group = tuple[Statement, ...]


def rows(explanation: Explanation, notation: Notation) -> Iterator[Row]:
    """Yield the rows of an explanation."""
    known = by_id(explanation)
    below = {each.id: _premises(each, known) for each in explanation.statements}
    uses = Counter(group[0].id for groups in below.values() for group in groups)
    numbers: dict[str, int] = {}
    told: set[str] = set()
    stack: list[tuple[Group, tuple[bool, ...], bool]] = [((explanation.conclusion,), (), True)]
    while stack:
        group, guides, last = stack.pop()
        head = group[0]
        repeated = head.id in told
        told.add(head.id)
        if uses[head.id] > 1:
            numbers.setdefault(head.id, len(numbers) + 1)
        is_list = _is_cell(head) and guides != ()
        text = _list(group, notation) if is_list else notation.statement(head.fact)
        yield Row(guides, last, text, head, is_list, numbers.get(head.id, 0), repeated)
        if is_list or repeated:
            continue
        following = below[head.id]
        inner = (*guides, not last) if guides or head is not explanation.conclusion else (False,)
        for at in range(len(following) - 1, -1, -1):
            stack.append((following[at], inner, at == len(following) - 1))


def _premises(statement: Statement, known: Mapping[str, Statement]) -> list[Group]:
    """Return the premises of a statement; the cells of a list are one, behind what points there."""
    premises = [known[name] for name in statement.premises]
    reads_a_list = bool(statement.rule) and any(
        rule.list_base for rule in rules.named(statement.rule)
    )
    cells = [each for each in premises if reads_a_list and _is_cell(each)]
    lists = {group[0].fact[0]: group for group in _lists(cells)}
    found: list[Group] = []
    for each in premises:
        if each not in cells:
            found.append((each,))
            if each.fact[2] in lists:
                found.append(lists.pop(each.fact[2]))
    return [*found, *lists.values()]


def _is_cell(statement: Statement) -> bool:
    return not statement.rule and statement.fact[1] in (FIRST, REST)


def _lists(cells: Sequence[Statement]) -> Iterator[Group]:
    """Yield the cells of each list, from the head on."""
    about: dict[str, list[Statement]] = {}
    for cell in cells:
        about.setdefault(cell.fact[0], []).append(cell)
    inner = {cell.fact[2] for cell in cells if cell.fact[1] == REST}
    for head in about.keys() - inner or about.keys():
        yield tuple(_from(head, about))


def _from(node: str, about: dict[str, list[Statement]]) -> Iterator[Statement]:
    while node in about:
        own = sorted(about.pop(node), key=lambda cell: cell.fact[1])
        yield from own
        node = next((cell.fact[2] for cell in own if cell.fact[1] == REST), "")


def _list(cells: Group, notation: Notation) -> str:
    """Return the members of a list as far as its cells are given."""
    members = [cell.fact[2] for cell in cells if cell.fact[1] == FIRST]
    text = notation.members(members)
    is_whole = any(cell.fact[1:] == (REST, NIL) for cell in cells)
    return text if is_whole else f"{text[:-1]}… )"
