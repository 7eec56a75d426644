"""SPARQL over a knowledge base."""

from acquis.engine.admission import QueryRefused
from acquis.engine.answers import Answer, Boolean, Solutions, Triples
from acquis.engine.embedded import Engine
from acquis.engine.formats import GRAPHS, RESULTS, Format, Term

__all__ = [
    "GRAPHS",
    "RESULTS",
    "Answer",
    "Boolean",
    "Engine",
    "Format",
    "QueryRefused",
    "Solutions",
    "Term",
    "Triples",
]
