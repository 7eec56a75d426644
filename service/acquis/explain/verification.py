"""What is wrong with a proof that somebody gives, held against what the sources assert."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from heapq import heapify, heappop, heappush

from acquis.explain.basis import Basis
from acquis.explain.explanation import assertion
from acquis.explain.given import Given, Written
from acquis.explain.notation import printable
from acquis.reasoning import checker
from acquis.reasoning.facts import Fact
from acquis.reasoning.proof import Proof, Step

MOST = 100_000
STEP = re.compile(r"step (\d+)")
Renaming = Mapping[str, str]


@dataclass(frozen=True)
class Verdict:
    """What a proof proves, and its faults; it holds where there is none."""

    conclusion: str
    faults: tuple[str, ...]

    def __str__(self) -> str:
        lines = [f"{'refused' if self.faults else 'holds'}: {self.conclusion}", *self.faults]
        return "\n  ".join(map(printable, lines))


class Verifier:
    """Holds proofs against the sources of a basis; what follows from them is not looked at."""

    def __init__(self, basis: Basis) -> None:
        self.basis = basis

    def verdict(self, written: Written) -> Verdict:
        """Say what a proof proves, and what is wrong with it.

        The checker replays it over the facts that the sources assert. What the file says of an
        assertion, its kind, its evidence and its article, must be what the sources say. A blank
        node of the file stands for any node of the sources of which the same is asserted.
        """
        leaves = [each.fact for each in written.statements if not each.rule]
        proof = renamed(written.proof(), self._renaming(leaves))
        found = [self._shown(fault, proof) for fault in checker.faults(proof, self.basis.facts)]
        for given, step in zip(written.statements, proof.steps, strict=True):
            assert step.fact
            found += self._misquoted(given, step.fact)
        assert proof.conclusion
        return Verdict(self.basis.notation.statement(proof.conclusion), tuple(found))

    def _shown(self, fault: str, proof: Proof) -> str:
        """Return a fault of the checker with the statement that it is about."""
        match = STEP.match(fault)
        fact = proof.steps[int(match[1])].fact if match else None
        return f"{fault}: {self._written(fact)}" if fact else fault

    def _written(self, fact: Fact) -> str:
        return self.basis.notation.statement(fact)

    def _misquoted(self, given: Given, fact: Fact) -> Iterator[str]:
        """Yield where a file says of an assertion what the sources do not say.

        A statement that a rule gives may be called an assertion, which then it must be too.
        """
        is_called_one = given.kind != "inferred" or given.evidence or given.article
        if not self.basis.asserts(fact):
            if given.rule and is_called_one:
                yield f"{self._written(fact)}: called an assertion, which it is not"
            return
        if given.rule and not is_called_one:
            return
        known = assertion(self.basis, given.id, fact)
        if given.kind != known.kind:
            written = self._written(fact)
            yield f"{written}: called {given.kind!r}, the sources make it {known.kind!r}"
        articles = (given.article,) if given.article else ()
        for name, told, true in (
            ("evidence", given.evidence, [record.term for record in known.evidence]),
            ("article", articles, [known.article.term] if known.article else []),
        ):
            if _without_labels(told) != _without_labels(true):
                yield f"{self._written(fact)}: its {name} is {_listed(true)}, not {_listed(told)}"

    def _renaming(self, leaves: Iterable[Fact]) -> Renaming:
        """Return which blank nodes of the sources those of a proof stand for.

        Every leaf then is asserted (simple entailment, RDF 1.1 Semantics, section 5). Nothing is
        renamed where the leaves are asserted as they are, or where no renaming is found.
        """
        with_blanks = [leaf for leaf in leaves if _blank(leaf)]
        if all(leaf in self.basis.facts for leaf in with_blanks):
            return {}
        return _Search(self._index).run(with_blanks)

    @cached_property
    def _index(self) -> Mapping[Fact, list[Fact]]:
        """The facts of the sources by their terms, with "" for a term left open."""
        index: dict[Fact, list[Fact]] = {}
        for fact in self.basis.facts:
            subject, predicate, value = fact
            for key in (
                fact,
                (subject, predicate, ""),
                ("", predicate, value),
                ("", predicate, ""),
            ):
                index.setdefault(key, []).append(fact)
        return index


def _without_labels(terms: Iterable[str]) -> set[str]:
    """Return terms with any blank node alike: a file may label it as it likes."""
    return {"_:" if term.startswith("_:") else term for term in terms}


def _listed(terms: Collection[str]) -> str:
    return ", ".join(sorted(terms)) or "none"


def renamed(proof: Proof, names: Renaming) -> Proof:
    """Return a proof with other blank nodes."""

    def step(old: Step) -> Step:
        if old.fact is None:
            return old
        subject, predicate, value = old.fact
        fact = (names.get(subject, subject), predicate, names.get(value, value))
        return Step(fact, old.rule, old.premises)

    return Proof(tuple(map(step, proof.steps))) if names else proof


class _Search:
    """Looks for nodes that make some facts with blank nodes ones that are known.

    One leaf after the other is matched; where there is no candidate left, the leaf before is
    matched in another way.
    """

    def __init__(self, index: Mapping[Fact, list[Fact]]) -> None:
        self._index = index
        self._names: dict[str, str] = {}
        self._left = MOST

    def run(self, leaves: Iterable[Fact]) -> Renaming:
        """Return a renaming, the empty one where there is none or the search takes too long."""
        order = list(self._in_order(leaves))
        trail: list[tuple[Iterator[Fact], list[str]]] = []
        while len(trail) < len(order):
            trail.append((iter(self._candidates(order[len(trail)])), []))
            while not self._advance(order[len(trail) - 1], *trail[-1]):
                trail.pop()
                if not trail or self._left <= 0:
                    return {}
        return self._names

    def _in_order(self, leaves: Iterable[Fact]) -> Iterator[Fact]:
        """Yield leaves, where it can be each behind one that shares a blank node with it.

        Of several the one comes first that leaves the fewest nodes open, then the one with the
        fewest candidates.
        """
        about: dict[str, list[Fact]] = {}
        waiting = set(leaves)
        for leaf in waiting:
            for node in _blank(leaf):
                about.setdefault(node, []).append(leaf)
        heap = [(2, len(self._candidates(leaf)), leaf) for leaf in waiting]
        heapify(heap)
        bound: set[str] = set()
        while heap:
            _, _, leaf = heappop(heap)
            if leaf not in waiting:
                continue
            waiting.discard(leaf)
            yield leaf
            fresh = _blank(leaf) - bound
            bound |= fresh
            for other in (other for node in fresh for other in about[node] if other in waiting):
                left_open = len(_blank(other) - bound)
                heappush(heap, (left_open, len(self._candidates(other)), other))

    def _advance(self, leaf: Fact, candidates: Iterator[Fact], taken: list[str]) -> bool:
        """Take the next candidate for a leaf; say whether there was one."""
        for node in taken:
            del self._names[node]
        taken.clear()
        for candidate in candidates:
            self._left -= 1
            if leaf[0] == leaf[2] and candidate[0] != candidate[2]:
                continue
            for term, known in zip(leaf, candidate, strict=True):
                if term.startswith("_:") and term not in self._names:
                    self._names[term] = known
                    taken.append(term)
            return True
        return False

    def _candidates(self, leaf: Fact) -> list[Fact]:
        """Return the facts that a leaf may stand for by what is known of its blank nodes."""
        subject, predicate, value = (
            self._names.get(term, "") if term.startswith("_:") else term for term in leaf
        )
        return self._index.get((subject, predicate, value), [])


def _blank(fact: Fact) -> set[str]:
    """Return the blank nodes of a fact."""
    return {term for term in fact if term.startswith("_:")}
