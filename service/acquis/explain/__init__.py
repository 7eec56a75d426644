"""Explanations: why a triple follows, in words, with file, line, evidence and source."""
