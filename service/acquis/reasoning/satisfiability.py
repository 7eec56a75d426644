"""Classes that can have no member.

Each named class is given a member that is like no other thing; where that contradicts, the class
may be unsatisfiable.
"""

import numpy as np

from acquis.reasoning.closure import Closure
from acquis.reasoning.explainer import recorded_clash
from acquis.reasoning.facts import TYPE, Fact, iri, is_iri, is_vocabulary
from acquis.reasoning.program import HIDDEN, program
from acquis.reasoning.store import EMPTY, Column, Terms, distinct, key

NEWCOMER = "<urn:acquis:any-member#{}>"


def suspects(closure: Closure) -> list[Fact]:
    """Return the memberships that cannot be, where all classes are given a member at once."""
    members = _members(closure)
    return _contradicting(members, _with(closure, members))


class Satisfiability:
    """Whether all classes can have a member, asked again only where what that rests on differs.

    What follows from a member alone rests on the facts that the rules look for by their predicate,
    memberships of other things left out, and on those about things that it has to be linked to.
    """

    def __init__(self) -> None:
        self._terms: Terms | None = None
        self._linked, self._basis = EMPTY, EMPTY
        self._all = False

    def are_all(self, closure: Closure) -> bool:
        """Say whether nothing contradicts when each named class is given a member."""
        known = self._terms is closure.terms
        if not (known and np.array_equal(self._basis, _basis(closure, self._linked))):
            members = _members(closure)
            together = _with(closure, members)
            self._all = not _contradicting(members, together)
            self._linked = _linked(together, closure)
            self._terms, self._basis = closure.terms, _basis(closure, self._linked)
        return self._all


def _members(closure: Closure) -> list[Fact]:
    classes = [fact[0] for fact in sorted(closure.said_with(TYPE, iri("owl:Class")))]
    named = [one for one in classes if is_iri(one) and not is_vocabulary(one)]
    return [(NEWCOMER.format(at), TYPE, kind) for at, kind in enumerate(named)]


def _with(closure: Closure, members: list[Fact]) -> Closure:
    together = closure.copy()
    together.update(members)
    return together


def _contradicting(members: list[Fact], together: Closure) -> list[Fact]:
    found = {leaf for clash in together.clashes for leaf in recorded_clash(together, clash).leaves}
    return [member for member in members if member in found]


def _linked(together: Closure, closure: Closure) -> Column:
    """Return the terms of a closure that the rows beyond it are about, classes left out."""
    since = closure.store.size
    subjects, predicates, objects = (column[since:] for column in together.store.columns)
    typing = predicates == together.terms.number[TYPE]
    linked = distinct(np.concatenate([subjects, objects[~typing]]))
    return linked[linked < len(closure.terms)]


def _basis(closure: Closure, linked: Column) -> Column:
    """Return the keys of the facts that what follows from a new member can rest on."""
    columns = subjects, predicates, objects = closure.store.columns
    named = len(program().terms)
    typing = predicates == closure.terms.number[TYPE]
    of_rules = (predicates < named) | (predicates > HIDDEN)
    chosen = of_rules & ~(typing & (objects >= named))
    about = np.zeros(len(closure.terms), dtype=bool)
    about[linked] = True
    chosen |= about[subjects] | about[objects]
    s, p, o = (column[chosen] for column in columns)
    return distinct(key(s, p, o))
