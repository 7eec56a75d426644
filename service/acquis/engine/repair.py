"""How a malformed query could be mended: small changes at the fault, each tried.

One after which the whole query parses is better than one after which the fault only lies further
on; among equals the likelier is suggested first.
"""

import time
from collections.abc import Callable, Sequence

from acquis.engine.changes import Edited, changes
from acquis.engine.tokens import Token

Fault = Callable[[Edited], int | None]

MOST = 3
SECONDS = 0.3
MAX_TERMINALS = 1_000


def suggestions(found: Sequence[Token], at: int, fault: Fault) -> tuple[str, ...]:
    """Return what could be done about the fault at the terminal `at`, the best first.

    `fault` gives the first terminal that does not fit, None where all is well-formed. Trying ends
    after SECONDS, and texts of more than MAX_TERMINALS are not tried.
    """
    if len(found) > MAX_TERMINALS:
        return ()
    until = time.monotonic() + SECONDS
    whole: list[str] = []
    better: list[tuple[int, int, str]] = []
    query = tuple(found)
    for change in changes(query, at):
        if time.monotonic() > until or len(whole) == MOST:
            break
        edited = change.of(query)
        left = fault(edited)
        if left is None:
            whole.append(change.words)
        else:
            behind = len(edited) - left
            if behind < len(query) - at:
                better.append((behind, len(better), change.words))
    ranked = whole or [words for _, _, words in sorted(better)]
    return tuple(dict.fromkeys(ranked))[:MOST]
