"""What is wrong with a proof that somebody gives, held against what the sources assert."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

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
        assertion, its kind and its evidence, must be what the sources say. A blank node of the
        file stands for any node of the sources of which the same is asserted.
        """
        leaves = [each.fact for each in written.statements if not each.rule]
        proof = renamed(written.proof(), self._renaming(leaves))
        found = [self._shown(fault, proof) for fault in checker.faults(proof, self.basis.facts)]
        for given, step in zip(written.statements, proof.steps, strict=True):
            if not given.rule and step.fact and self.basis.asserts(step.fact):
                found += self._misquoted(given, step.fact)
        assert proof.conclusion
        return Verdict(self.basis.notation.statement(proof.conclusion), tuple(found))

    def _shown(self, fault: str, proof: Proof) -> str:
        """Return a fault of the checker with the statement that it is about."""
        match = STEP.match(fault)
        fact = proof.steps[int(match[1])].fact if match else None
        return f"{fault}: {self.basis.notation.statement(fact)}" if fact else fault

    def _misquoted(self, given: Given, fact: Fact) -> Iterator[str]:
        """Yield where a file says of an assertion what the sources do not say."""
        known = assertion(self.basis, given.id, fact)
        said = self.basis.notation.statement(fact)
        if given.kind != known.kind:
            yield f"{said}: called {given.kind!r}, the sources make it {known.kind!r}"
        evidence = {record.term for record in known.evidence}
        if set(given.evidence) != evidence:
            yield f"{said}: its evidence is {_listed(evidence)}, not {_listed(given.evidence)}"

    def _renaming(self, leaves: Iterable[Fact]) -> Renaming:
        """Return which blank nodes of the sources those of a proof stand for.

        Every leaf then is asserted (simple entailment, RDF 1.1 Semantics, section 5). Nothing is
        renamed where the leaves are asserted as they are, or where no renaming is found.
        """
        with_blanks = [leaf for leaf in leaves if any(term[:2] == "_:" for term in leaf)]
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

    One leaf after the other is matched, the one with the fewest candidates first; where there is
    none left, the leaf before is matched in another way.
    """

    def __init__(self, index: Mapping[Fact, list[Fact]]) -> None:
        self._index = index
        self._names: dict[str, str] = {}
        self._left = MOST

    def run(self, leaves: Iterable[Fact]) -> Renaming:
        """Return a renaming, the empty one where there is none or the search takes too long."""
        trail: list[tuple[Fact, Iterator[Fact], list[str]]] = []
        waiting = set(leaves)
        while waiting:
            leaf = min(waiting, key=lambda each: (len(self._candidates(each)), each))
            waiting.discard(leaf)
            trail.append((leaf, iter(self._candidates(leaf)), []))
            while not self._advance(*trail[-1]):
                waiting.add(trail.pop()[0])
                if not trail or self._left <= 0:
                    return {}
        return self._names

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
