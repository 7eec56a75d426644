"""Quantum Acquis: an ontology and knowledge graph of quantum and AI governance."""

__version__ = "0.1.0"
