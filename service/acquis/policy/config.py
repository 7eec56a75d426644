"""What `pyproject.toml` says of the check, in the table `[tool.acquis.check]`."""

import difflib
import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar, cast

from acquis.errors import AcquisError
from acquis.findings import SEVERITIES, Severity
from acquis.policy.folders import repository
from acquis.policy.waivers import Waiver

T = TypeVar("T")
NAME = "pyproject.toml"
TABLE = "tool.acquis.check"
FAIL_ON: tuple[Severity, ...] = ("error", "warning")
WAIVER_LINE = re.compile(r"^[ \t]*\[\[[ \t]*tool\.acquis\.check\.waivers[ \t]*\]\]", re.MULTILINE)


@dataclass(frozen=True)
class Config:
    """A project's settings; `file` is where they stand, None where there are none.

    Paths are absolute. `select` is None where every rule counts.
    """

    file: Path | None = None
    paths: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] = ()
    fail_on: Severity = "error"
    baseline: Path | None = None
    severity: Mapping[str, Severity] = field(default_factory=dict)
    waivers: tuple[Waiver, ...] = ()


def find(*folders: Path) -> Config:
    """Return the settings of the first of `folders` that has any, searched upward.

    The search goes from a folder to the top of its repository (the folder that holds `.git`),
    or to the root of the file system where there is none, and takes the nearest
    `pyproject.toml` with a table `[tool.acquis.check]`.
    """
    for folder in folders:
        top = repository(folder)
        for candidate in (folder, *folder.parents):
            file = candidate / NAME
            if file.is_file() and (config := _load(file)):
                return config
            if candidate == top:
                break
    return Config()


def read(file: Path) -> Config:
    """Return the settings in a file that must hold some.

    Raises AcquisError where it holds none, or what it says is not understood.
    """
    if not file.is_file():
        raise AcquisError(f"{file}: no such file")
    config = _load(file)
    if config is None:
        raise AcquisError(f"{file}: no table [{TABLE}]")
    return config


def _load(file: Path) -> Config | None:
    try:
        text = file.read_text(encoding="utf-8")
        document = tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as fault:
        raise AcquisError(f"{file}: {fault}") from fault
    content: Any = document
    for part in TABLE.split("."):
        content = content.get(part) if isinstance(content, dict) else None
    return None if content is None else _config(Table(content, TABLE, file), text)


def _config(table: "Table", text: str) -> Config:
    folder = table.file.parent
    baseline = table.text("baseline")
    config = Config(
        file=table.file,
        paths=tuple(folder / path for path in table.texts("paths") or ()),
        select=table.texts("select"),
        ignore=table.texts("ignore") or (),
        fail_on=table.choice("fail-on", FAIL_ON) or "error",
        baseline=folder / baseline if baseline else None,
        severity=_severity(table.table("severity")),
        waivers=_waivers(table, text),
    )
    table.end()
    return config


def _severity(table: "Table") -> dict[str, Severity]:
    return {rule: table.choice(rule, SEVERITIES) or "error" for rule in table.content}


def _waivers(table: "Table", text: str) -> tuple[Waiver, ...]:
    entries = table.tables("waivers")
    lines = [text.count("\n", 0, match.start()) + 1 for match in WAIVER_LINE.finditer(text)]
    if len(lines) != len(entries):
        lines = [0] * len(entries)
    return tuple(_waiver(entry, line) for entry, line in zip(entries, lines, strict=True))


def _waiver(table: "Table", line: int) -> Waiver:
    waiver = Waiver(
        rule=table.required("rule", table.text),
        reason=table.required("reason", table.text),
        until=table.required("until", table.day),
        files=table.text("file"),
        subject=table.text("subject"),
        file=str(table.file),
        line=line,
    )
    table.end()
    return waiver


@dataclass
class Table:
    """A table of a TOML file, whose keys are asked for by name and kind.

    Each question raises AcquisError with file and key where the value is of another kind.
    """

    content: Any
    name: str
    file: Path
    asked: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        if not isinstance(self.content, dict):
            raise AcquisError(f"{self.file}: {self.name} is no table")

    def fault(self, key: str, message: str) -> AcquisError:
        """Return the error that something is wrong with the value of a key."""
        return AcquisError(f"{self.file}: {self.name}.{key}: {message}")

    def _value(self, key: str) -> Any:
        self.asked.add(key)
        return self.content.get(key)

    def text(self, key: str) -> str | None:
        """Return a text that is not empty."""
        value = self._value(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.fault(key, f"{_shown(value)} is not a text in quotes")
        return value

    def texts(self, key: str) -> tuple[str, ...] | None:
        """Return a list of texts."""
        value = self._value(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fault(key, f"{_shown(value)} is not a list of texts")
        return tuple(value)

    def choice(self, key: str, choices: tuple[Severity, ...]) -> Severity | None:
        """Return one of `choices`."""
        value = self._value(key)
        if value is not None and value not in choices:
            raise self.fault(key, f"{_shown(value)} is not one of {', '.join(choices)}")
        return cast(Severity | None, value)

    def day(self, key: str) -> date | None:
        """Return a date without a time."""
        value = self._value(key)
        if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
            raise self.fault(key, f"{_shown(value)} is not a date, such as 2027-01-31, unquoted")
        return value

    def table(self, key: str) -> "Table":
        """Return a table inside this one; where there is none, an empty one."""
        value = self._value(key)
        return Table({} if value is None else value, f"{self.name}.{key}", self.file)

    def tables(self, key: str) -> list["Table"]:
        """Return an array of tables."""
        value = self._value(key)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.fault(key, f"{_shown(value)} is not an array of tables")
        return [
            Table(item, f"{self.name}.{key}[{number}]", self.file)
            for number, item in enumerate(value, 1)
        ]

    def required(self, key: str, question: Callable[[str], T | None]) -> T:
        """Return what `question` finds under a key that must be there."""
        value = question(key)
        if value is None:
            raise self.fault(key, "is missing")
        return value

    def end(self) -> None:
        """Raise AcquisError where a key is there that nobody asked for."""
        for key in self.content:
            if key not in self.asked:
                near = difflib.get_close_matches(key, self.asked, n=1)
                hint = f"did you mean {near[0]}?" if near else f"known: {self._known()}"
                raise self.fault(key, f"no such key; {hint}")

    def _known(self) -> str:
        return ", ".join(sorted(self.asked))


def _shown(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
