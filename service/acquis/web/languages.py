"""Languages: what a reader prefers, and which of several texts that is.

See https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4 and the lookup of
https://www.rfc-editor.org/rfc/rfc4647#section-3.4.
"""

import re
from collections.abc import Collection, Sequence

DEFAULT = "en"
RANGE = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*(?:;\s*q\s*=\s*(0(?:\.\d{0,3})?|1(?:\.0{0,3})?))?\s*",
    re.IGNORECASE,
)
MOST = 20


def preferred(accept_language: Sequence[str]) -> tuple[str, ...]:
    """Return the language ranges of Accept-Language headers, the most wanted first.

    Malformed ranges, those of weight 0 and the wildcard are left out: English comes anyway.
    """
    found = []
    for entry in ",".join(accept_language).split(",")[:MOST]:
        match = RANGE.fullmatch(entry)
        if match and match[1] != "*":
            found.append((float(match[2] or 1), match[1].lower()))
    ranked = sorted(found, key=lambda pair: -pair[0])
    return tuple(dict.fromkeys(tag for weight, tag in ranked if weight))


def choose(offered: Collection[str], ranges: Sequence[str]) -> str:
    """Return the language of `offered`, which are in lower case, that a reader gets.

    That is the first that a range names, itself or as its beginning, else English, else a text
    without a language, else the first. Raises ValueError where nothing is offered.
    """
    for wanted in (*ranges, DEFAULT, ""):
        tag = wanted
        while tag:
            covered = sorted(key for key in offered if key == tag or key.startswith(tag + "-"))
            if covered:
                return covered[0]
            tag = tag.rpartition("-")[0]
        if not wanted and "" in offered:
            return ""
    return min(offered)
