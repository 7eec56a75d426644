"""All minimal sets of asserted facts from which something follows.

Reiter's hitting-set tree over the closure: whatever is taken out of one justification, another
is looked for in the rest. See R. Reiter, "A Theory of Diagnosis from First Principles" (Artificial
Intelligence 32, 1987), and A. Kalyanpur et al., "Finding All Justifications of OWL DL Entailments"
(ISWC 2007).
"""

from collections import deque
from collections.abc import Iterator

from acquis.reasoning import explainer
from acquis.reasoning.closure import Closure
from acquis.reasoning.facts import FIRST, REST, Fact
from acquis.reasoning.proof import Proof

Removed = frozenset[Fact]


def justifications(closure: Closure, conclusion: Fact | None = None) -> Iterator[Proof]:
    """Yield a proof from each minimal set of asserted facts that gives `conclusion`.

    Without a conclusion, the sets that contradict are meant. There may be exponentially many, and
    each step closes the facts anew without some of them, so take as many as are wanted. The cells
    of a list stay with the statement that points to it: none of them is taken out by itself.
    """
    found: list[tuple[Removed, Proof]] = []
    waiting: deque[Removed] = deque([frozenset()])
    seen = {frozenset[Fact]()}
    ended: list[Removed] = []
    while waiting:
        removed = waiting.popleft()
        if any(end <= removed for end in ended):
            continue
        known = next((leaves for leaves, _ in found if leaves.isdisjoint(removed)), None)
        if known is None:
            proof = _proof(closure, removed, conclusion)
            if proof is None:
                ended.append(removed)
                continue
            known = frozenset(leaf for leaf in proof.leaves if leaf[1] not in (FIRST, REST))
            found.append((known, proof))
            yield proof
        for leaf in sorted(known):
            branch = removed | {leaf}
            if branch not in seen:
                seen.add(branch)
                waiting.append(branch)


def _proof(closure: Closure, removed: Removed, conclusion: Fact | None) -> Proof | None:
    if removed:
        closure = closure.copy()
        closure.update((), sorted(removed))
    if conclusion is not None:
        return explainer.prove(closure, conclusion)
    if not closure.clashes:
        return None
    return explainer.prove_clash(closure, closure.clashes[0])
