"""Errors whose message is meant for a person."""

from collections.abc import Sequence


class AcquisError(Exception):
    """Something went wrong that the caller can mend; the message says what, where and how."""


class QueryError(AcquisError):
    """A SPARQL query that is refused or malformed.

    `line` and `column` are 1-based positions in the query text, or None where none applies;
    `expected` says in words what could have stood there, `suggestions` what could be done, the
    likeliest first.
    """

    def __init__(
        self,
        message: str,
        *,
        line: int | None = None,
        column: int | None = None,
        expected: str = "",
        suggestions: Sequence[str] = (),
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.expected = expected
        self.suggestions = tuple(suggestions)
