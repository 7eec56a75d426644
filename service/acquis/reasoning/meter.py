"""How far a closure may go, and what is told of a long run."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from acquis.errors import AcquisError
from acquis.reasoning.store import Store

Report = Callable[[str], None]


class LimitError(AcquisError):
    """The closure is larger, or takes longer, than the caller allowed."""


@dataclass(frozen=True)
class Limits:
    """How far a closure may go: `facts` in all, and `seconds` of time (None: no bound)."""

    facts: int = 20_000_000
    seconds: float | None = None


DEFAULT = Limits()


class Meter:
    """Measures one closure against its limits and tells now and then how far it has come."""

    def __init__(self, store: Store, limits: Limits, report: Report | None) -> None:
        """Measure what `store` holds; `report` is told about once a second."""
        self.limits, self.report = limits, report
        self._store = store
        self.start()

    def start(self) -> None:
        """Count the time from now on."""
        self._started = self._told = time.monotonic()

    def must_fit(self, count: int, reason: str) -> None:
        """Raise LimitError where so many more facts would be too many."""
        if self._store.size + max(count, 0) > self.limits.facts:
            raise LimitError(
                f"the closure passes {self.limits.facts:,} facts ({reason}); allow more with "
                "--max-facts, or look for an equality or a chain that should not be"
            )

    def tick(self) -> None:
        """Report if it is time to. Raises LimitError where the closure takes too long."""
        now = time.monotonic()
        if self.limits.seconds is not None and now - self._started > self.limits.seconds:
            raise LimitError(
                f"the closure takes more than {self.limits.seconds:g} seconds "
                f"({self._store.size:,} facts so far); allow more with --max-seconds"
            )
        if self.report and now - self._told > 1:
            self._told = now
            self.report(f"reasoning: {self._store.size:,} facts after {now - self._started:.0f} s")
