"""Content negotiation (https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

Choice = TypeVar("Choice")

MAX_RANGES = 100
RANGE = re.compile(r"\s*([!#$%&'*+.^_`|~\w-]+)/([!#$%&'*+.^_`|~\w-]+)\s*((?:;.*)?)")
WEIGHT = re.compile(r";\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?)\s*(?:;|$)", re.IGNORECASE)


@dataclass(frozen=True)
class MediaRange:
    """One entry of an Accept header."""

    type: str
    subtype: str
    weight: float

    @property
    def specificity(self) -> int:
        """2 for type/subtype, 1 for type/*, 0 for */*."""
        return (self.type != "*") + (self.subtype != "*")

    def matches(self, media_type: str) -> bool:
        """Say whether the range covers a media type; parameters are not compared."""
        kind, _, subtype = media_type.partition("/")
        return self.type in {"*", kind} and self.subtype in {"*", subtype}


def ranges(accept: str) -> list[MediaRange]:
    """Return the first MAX_RANGES entries of an Accept header; malformed ones are left out."""
    found = []
    for entry in accept.split(",", MAX_RANGES)[:MAX_RANGES]:
        match = RANGE.fullmatch(entry)
        if match and not (match[1] == "*" and match[2] != "*"):
            weighted = re.search(r";\s*q\s*=", match[3], re.IGNORECASE)
            weight = WEIGHT.search(match[3])
            if weight or not weighted:
                found.append(
                    MediaRange(
                        match[1].lower(), match[2].lower(), float(weight[1]) if weight else 1.0
                    )
                )
    return found


def choose(accept: Sequence[str], offers: Iterable[tuple[str, Choice]]) -> Choice | None:
    """Return what a client prefers among (media type, choice) pairs, or None for a 406.

    `accept` are the values of the Accept headers. The most specific range decides on each
    media type; among equals the first offer wins, as it does where the header is absent.
    """
    wanted = ranges(",".join(accept)) if "".join(accept).strip() else [MediaRange("*", "*", 1.0)]
    best: Choice | None = None
    highest = 0.0
    for media_type, choice in offers:
        covering = [entry for entry in wanted if entry.matches(media_type)]
        if covering:
            decisive = max(entry.specificity for entry in covering)
            weight = max(entry.weight for entry in covering if entry.specificity == decisive)
            if weight > highest:
                best, highest = choice, weight
    return best
