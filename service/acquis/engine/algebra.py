"""Queries as rdflib reads them (https://www.w3.org/TR/sparql11-query/#sparqlAlgebra)."""

from collections.abc import Mapping
from threading import Lock
from typing import Any

_READING = Lock()


def algebra(
    text: str, *, base_iri: str | None = None, prefixes: Mapping[str, str] | None = None
) -> Any:
    """Return the algebra of a query; raises whatever rdflib raises where it cannot read it.

    One is read at a time: pyparsing learns by trial how many arguments an action takes, and where
    two threads try at once it learns a wrong number for good.
    """
    from rdflib.plugins.sparql import prepareQuery

    with _READING:
        return prepareQuery(text, initNs=dict(prefixes or {}), base=base_iri).algebra
