"""Findings written for people, for continuous integration and for other programs.

Each format is a module with one function `render`, imported when it is asked for.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module

from acquis.policy.folders import Folders
from acquis.policy.rules import Rule
from acquis.policy.verdict import Verdict

FORMATS = ("text", "json", "github", "sarif", "junit", "markdown")


@dataclass(frozen=True)
class Report:
    """What a report is made of.

    `rules` are those that the check knows, for the formats that list them; `verbose` asks for
    what was let pass too, where the format is for people.
    """

    verdict: Verdict
    folders: Folders
    rules: Mapping[str, Rule] = field(default_factory=dict)
    verbose: bool = False


def render(form: str, report: Report) -> str:
    """Return a report as text in one of FORMATS, with a line end after the last line."""
    write: Callable[[Report], str] = import_module(f"acquis.reports.{form}").render
    return write(report)
