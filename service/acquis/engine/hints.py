"""What may be wrong with a query that runs: hints beside its answer, never a change of it."""

from collections.abc import Mapping

from acquis.engine.occurrence import Known, all_known, unknown
from acquis.engine.products import products
from acquis.engine.tokens import decode, tokens

MOST = 3


def hints(text: str, known: Known, prefixes: Mapping[str, str]) -> list[str]:
    """Return at most MOST hints on a query, each a sentence.

    `prefixes` are those to write IRIs with. Of a text that is no query nothing is said that
    could not be said of a query with these parts.
    """
    found = tokens(decode(text))
    said = [*unknown(text, found, known, prefixes), *products(text, found)]
    return list(dict.fromkeys(said))[:MOST]


def flawless(text: str, known: Known) -> bool:
    """Say whether there is no hint on a query, which is told faster than what the hints are."""
    found = tokens(decode(text))
    return all_known(found, known) and next(iter(products(text, found)), None) is None
