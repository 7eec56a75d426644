"""The knowledge graph over HTTP."""
