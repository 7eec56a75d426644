"""A SPARQL endpoint elsewhere as an engine: what it is sent, and how its answers are told."""

from acquis.engine.remote.endpoint import Remote

__all__ = ["Remote"]
