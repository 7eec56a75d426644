"""The rule table compiled to joins over numbers, once for all closures of a process.

The terms that the rules name have the lowest numbers in every closure. The predicates that say
what is in a list have the highest: they are ours, and no triple has them.
"""

from collections.abc import Iterator
from functools import cache
from itertools import count

from acquis.reasoning import rules
from acquis.reasoning.facts import TYPE, Fact
from acquis.reasoning.join import Join, Pattern
from acquis.reasoning.rules import NODE, Clause, Rule
from acquis.reasoning.store import TERMS

AGAIN, MEMBER = TERMS - 2, TERMS - 3
LONGEST = 1000
HIDDEN = MEMBER - LONGEST * (LONGEST + 1) // 2
BY_OTHER_MEANS = ("eq-ref", "dt-", "eq-sym", "eq-trans", "eq-rep-")


def nth(position: int, length: int) -> int:
    """Return the number of the predicate from a list of `length` to its member at `position`."""
    return MEMBER - length * (length - 1) // 2 - position


class Program:
    """Joins for the rules with premises: `joins` conclude facts, `checks` conclude `false`.

    `axioms` are the facts that have no premises, each with its rule.
    """

    def __init__(self) -> None:
        self.terms: dict[str, int] = {}
        self._numbers = count()
        self.joins: list[Join] = []
        self.checks: list[Join] = []
        self.axioms: list[tuple[str, Fact]] = []
        self._of_length: dict[int, list[Join]] = {}
        self.typing = self._number(TYPE)
        for rule in rules.table():
            self._name_terms(rule)
            if not rule.reads_whole_list:
                self._compile(rule)

    def _name_terms(self, rule: Rule) -> None:
        patterns = (pattern for pattern, _ in (*rule.premises, *rule.conclusions))
        terms = [term for pattern in patterns for term in pattern if not term.startswith("?")]
        for term in (*terms, *(rule.over[1] if rule.over else ())):
            self._number(term)

    def _number(self, term: str) -> int:
        return self.terms.setdefault(term, len(self.terms))

    def _compile(self, rule: Rule) -> None:
        for clause in rule.clauses():
            if clause.head and not clause.body and not clause.condition:
                self.axioms.append((clause.rule, clause.head))
            elif clause.body and not rule.name.startswith(BY_OTHER_MEANS):
                (self.joins if clause.head else self.checks).extend(self._written(clause))

    def _written(self, clause: Clause) -> Iterator[Join]:
        yield self._join(clause)
        if clause.members and clause.members.kind == "pair":
            yield self._join_of_twice(clause)

    def _join_of_twice(self, clause: Clause) -> Join:
        """Return the join for a list in which the two members are one term."""
        assert clause.members
        one, other = clause.members.variables
        body = [self._pattern(atom) for atom in clause.body]
        merged = [tuple(one if slot == other else slot for slot in atom) for atom in body]
        merged.insert(_behind_list(clause), (NODE, AGAIN, one))
        patterns = tuple((s, p, o) for s, p, o in merged)
        return Join(next(self._numbers), clause.rule, patterns, None, None, self.typing)

    def for_length(self, length: int) -> list[Join]:
        """Return the joins of the rules that read a whole list, for lists of one length."""
        if length not in self._of_length:
            self._of_length[length] = [
                self._join(clause)
                for rule in rules.table()
                if rule.reads_whole_list
                for clause in rule.clauses(length)
            ]
        return self._of_length[length]

    def _join(self, clause: Clause) -> Join:
        body = [self._pattern(atom) for atom in clause.body]
        pair = None
        if clause.members:
            variables = clause.members.variables
            size = len(variables)
            whole = clause.members.kind == "all"
            listed: list[Pattern] = [
                (NODE, nth(at, size) if whole else MEMBER, variable)
                for at, variable in enumerate(variables, 1)
            ]
            behind = _behind_list(clause)
            pair = (behind, behind + 1) if clause.members.kind == "pair" else None
            body[behind:behind] = listed
        head = self._pattern(clause.head) if clause.head else None
        number = next(self._numbers)
        return Join(number, clause.rule, tuple(body), head, pair, self.typing)

    def _pattern(self, atom: Fact) -> Pattern:
        s, p, o = (term if term.startswith("?") else self._number(term) for term in atom)
        return s, p, o


def _behind_list(clause: Clause) -> int:
    return 1 + next(at for at, atom in enumerate(clause.body) if atom[2] == NODE)


@cache
def program() -> Program:
    """Return the compiled rule table."""
    return Program()
