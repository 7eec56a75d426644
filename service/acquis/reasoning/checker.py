"""The proof checker: it replays a proof against the rule table and trusts nothing else.

It imports the table and the datatype map, and nothing of the engine that made the proof.
"""

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from itertools import pairwise, product

from acquis.reasoning import datatypes, rules
from acquis.reasoning.facts import FIRST, NIL, REST, Fact
from acquis.reasoning.proof import Proof
from acquis.reasoning.rules import NODE, Clause, Condition, Members, Rule

Binding = dict[str, str]


def faults(proof: Proof, asserted: Container[Fact]) -> list[str]:
    """Return what is wrong with a proof, nothing where it holds.

    It holds if every step follows from earlier ones by its rule, or is one of the facts of
    `asserted`.
    """
    steps = proof.steps
    if not steps:
        return ["a proof has no step"]
    found = []
    for number, step in enumerate(steps):
        if any(not 0 <= premise < number for premise in step.premises):
            found.append(f"step {number} rests on a step that does not come before it")
            continue
        premises = [steps[premise].fact for premise in step.premises]
        if problem := _fault(step.fact, step.rule, premises, asserted):
            found.append(f"step {number}: {problem}")
    return found


def _fault(
    fact: Fact | None, rule: str, premises: Sequence[Fact | None], asserted: Container[Fact]
) -> str:
    if not rule:
        return "" if fact is not None and not premises and fact in asserted else "was not asserted"
    known = [premise for premise in premises if premise is not None]
    if len(known) < len(premises):
        return "rests on a contradiction"
    entries = [entry for entry in rules.table() if entry.name == rule]
    if not entries:
        return f"{rule} is no rule"
    if any(follows(entry, known, fact) for entry in entries):
        return ""
    return f"does not follow from its premises by {rule}"


def follows(rule: Rule, premises: Sequence[Fact], conclusion: Fact | None) -> bool:
    """Say whether a conclusion (None: `false`) is the rule applied to just these premises."""
    cells = _Cells(premises)
    for clause in rule.clauses(_length(rule, premises, cells)):
        size = len(clause.body)
        if (clause.head is None) != (conclusion is None) or len(premises) < size:
            continue
        if not clause.members and len(premises) != size:
            continue
        for binding in _bindings(clause, premises, conclusion, cells):
            if clause.condition is None or _holds(clause.condition, binding):
                return True
    return False


def _length(rule: Rule, premises: Sequence[Fact], cells: "_Cells") -> int:
    if not rule.reads_whole_list:
        return 0
    at = next(at for at, (pattern, _) in enumerate(rule.premises) if pattern[2] == NODE)
    return len(cells.members(premises[at][2])) if at < len(premises) else 0


def _bindings(
    clause: Clause, premises: Sequence[Fact], conclusion: Fact | None, cells: "_Cells"
) -> Iterator[Binding]:
    binding: Binding | None = {}
    for pattern, fact in zip(clause.body, premises, strict=False):
        binding = _match(pattern, fact, binding)
    if clause.head and conclusion:
        binding = _match(clause.head, conclusion, binding)
    if binding is None:
        return
    if clause.members is None:
        yield binding
        return
    listed = premises[len(clause.body) :]
    yield from cells.placed(clause.members, binding, listed)


def _match(pattern: Fact, fact: Fact, binding: Binding | None) -> Binding | None:
    """Return a binding extended so that the pattern is the fact, None where there is none."""
    if binding is None:
        return None
    extended = dict(binding)
    for slot, term in zip(pattern, fact, strict=True):
        if not slot.startswith("?"):
            if slot != term:
                return None
        elif extended.setdefault(slot, term) != term:
            return None
    return extended


class _Cells:
    """The list cells among some premises."""

    def __init__(self, premises: Sequence[Fact]) -> None:
        self.first = {s: o for s, p, o in premises if p == FIRST}
        self.rest = {s: o for s, p, o in premises if p == REST}

    def members(self, head: str) -> list[str]:
        """Return the members of the list at `head` as far as the cells tell."""
        return [self.first[node] for node in self._nodes(head) if node in self.first]

    def _nodes(self, head: str) -> list[str]:
        nodes: dict[str, None] = {}
        while head != NIL and head not in nodes:
            nodes[head] = None
            head = self.rest.get(head, NIL)
        return list(nodes)

    def placed(
        self, members: Members, binding: Binding, listed: Sequence[Fact]
    ) -> Iterator[Binding]:
        """Yield the bindings that give the members of the list their variables.

        The cells must be those of the list, and no other premise may stand among them.
        """
        nodes = self._nodes(binding[NODE])
        own = {(node, FIRST, self.first.get(node)) for node in nodes}
        own |= {(node, REST, self.rest.get(node)) for node in nodes}
        if not set(listed) <= own:
            return
        if members.kind == "all":
            whole = bool(nodes) and self.rest.get(nodes[-1]) == NIL
            values = self.members(binding[NODE])
            if whole and len(values) == len(nodes):
                yield from _given(binding, members.variables, values)
            return

        def fits(name: str, node: str) -> bool:
            value = self.first.get(node)
            return value is not None and binding.get(name, value) == value

        places = [
            [at for at, node in enumerate(nodes) if fits(name, node)] for name in members.variables
        ]
        for chosen in product(*places):
            if all(one < other for one, other in pairwise(chosen)):
                values = [self.first[nodes[at]] for at in chosen]
                yield from _given(binding, members.variables, values)


def _given(binding: Binding, names: Sequence[str], values: Sequence[str]) -> Iterator[Binding]:
    if len(names) != len(values):
        return
    extended = dict(binding)
    if all(extended.setdefault(n, v) == v for n, v in zip(names, values, strict=True)):
        yield extended


def _holds(condition: Condition, binding: Mapping[str, str]) -> bool:
    terms = [binding[variable] for variable in condition.variables]
    literal = terms[0].startswith('"') and (len(terms) == 1 or not terms[1].startswith("_"))
    return literal and TESTS[condition.test](*terms)


def _equal(one: str, other: str) -> bool:
    value = datatypes.value(one)
    return other.startswith('"') and value is not None and value == datatypes.value(other)


def _unequal(one: str, other: str) -> bool:
    first = datatypes.value(one)
    second = datatypes.value(other) if other.startswith('"') else None
    return first is not None and second is not None and datatypes.differ(first, second)


TESTS: Mapping[str, Callable[..., bool]] = {
    "in": lambda term, datatype: datatypes.contains(datatype, term),
    "not in": lambda term, datatype: (
        datatype in datatypes.SUPPORTED and datatypes.excludes(datatype, term)
    ),
    "equal": _equal,
    "unequal": _unequal,
    "ill-typed": lambda term: datatypes.value(term) is None,
}
