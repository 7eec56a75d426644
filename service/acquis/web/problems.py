"""Errors as answers (https://www.rfc-editor.org/rfc/rfc9457)."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus

from acquis.engine.admission import FederationRefused, QueryRefused, QueryTooLarge, UpdateRefused
from acquis.engine.answers import AnswerTooLarge
from acquis.engine.diagnosis import caret
from acquis.engine.tasks import DeadlinePassed, Overloaded, WorkerLost
from acquis.errors import QueryError


class Problem(Exception):
    """A request that gets an error for an answer.

    `detail` is a sentence for a person, `members` are further members of the JSON object,
    `near` the IRIs that may have been meant.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        members: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        near: Sequence[str] = (),
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.members = {**(members or {}), **({"near": list(near)} if near else {})}
        self.headers = dict(headers or {})
        self.near = near

    @property
    def title(self) -> str:
        """The short name of the status."""
        return HTTPStatus(self.status).phrase

    def body(self) -> dict[str, object]:
        """The members of the problem object."""
        head = {"type": "about:blank", "title": self.title, "status": self.status}
        return {**head, "detail": self.detail, **self.members}


class QueryProblem(Problem):
    """A query that is refused or malformed; the text is kept for the page.

    `hints` tell why one that was ended may have taken so long.
    """

    def __init__(self, error: QueryError, query: str, hints: Sequence[str] = ()) -> None:
        said = {
            "line": error.line,
            "column": error.column,
            "place": caret(query, error.line, error.column),
            "expected": error.expected,
            "suggestions": list(error.suggestions),
            "hints": list(hints),
        }
        members = {name: value for name, value in said.items() if value}
        status = _status(error)
        headers = {"Retry-After": str(Overloaded.after)} if status == 503 else {}
        super().__init__(status, str(error), members=members, headers=headers)
        self.hints = hints
        self.error = error
        self.query = query

    @property
    def title(self) -> str:
        """What is wrong, in three words."""
        if isinstance(self.error, DeadlinePassed | WorkerLost):
            return "The query was ended"
        refused = isinstance(self.error, QueryRefused | AnswerTooLarge)
        return "The query is refused" if refused else "The query is malformed"


def not_acceptable(offered: list[str]) -> Problem:
    """Return the problem for an Accept header that no offer meets."""
    return Problem(
        406,
        f"None of the media types asked for is on offer; these are: {', '.join(offered)}.",
        members={"offered": offered},
        headers={"Vary": "Accept"},
    )


def _status(error: QueryError) -> int:
    if isinstance(error, QueryTooLarge):
        return 413
    if isinstance(error, DeadlinePassed):
        return 504
    if isinstance(error, WorkerLost):
        return 503
    return 403 if isinstance(error, (UpdateRefused, FederationRefused)) else 400
