"""The check as tests: `pytest --acquis PATH` makes each rule a test. PYTEST_DONT_REWRITE

pytest loads this module in every run where the package is installed, so it imports nothing of
the check before that is asked for.
"""

import warnings
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

if TYPE_CHECKING:
    from acquis.findings import Finding
    from acquis.gate import Gate
    from acquis.policy.rules import Rule
    from acquis.policy.verdict import Verdict

OTHER = "other-rules"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option `--acquis` and the setting `acquis_paths`."""
    parser.getgroup("acquis").addoption(
        "--acquis",
        action="append",
        metavar="PATH",
        dest="acquis_paths",
        help="check this file or folder with acquis, one test a rule; may be repeated",
    )
    parser.addini("acquis_paths", "files and folders to check with acquis", type="paths")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, items: list[pytest.Item]) -> None:
    """Add a test for each rule to what was collected, where a path to check is named."""
    named = session.config.getoption("acquis_paths") or session.config.getini("acquis_paths")
    if not named:
        return
    check = Check.from_parent(session, name="acquis", nodeid="acquis")
    check.open(named)
    items += check.tests()


class Check(pytest.Collector):
    """One check of the tree and of the paths that were named; it runs with the first test."""

    gate: "Gate"
    known: "Mapping[str, Rule]"
    _verdict: "Verdict | None" = None
    _failed = False

    def open(self, named: list[Any]) -> None:
        """Read the project's settings. Raises pytest.UsageError where they are wrong."""
        from pathlib import Path

        from acquis import share
        from acquis.errors import AcquisError
        from acquis.gate import Gate, Options

        try:
            self.gate = Gate(share.root(), Options(paths=tuple(map(Path, named))))
            self.known = self.gate.rules()
        except AcquisError as error:
            raise pytest.UsageError(f"acquis: {error}") from None

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        """Return the tests, as pytest asks for them."""
        return [*self.tests()]

    def tests(self) -> list["RuleTest"]:
        """Return a test for each rule that is selected, and one for all that are not known."""
        selected = [name for name in self.known if name in self.gate.selection]
        return [RuleTest.from_parent(self, name=name) for name in (*selected, OTHER)]

    def verdict(self) -> "Verdict":
        """Return the verdict; raise AcquisError once where the check cannot run, then skip."""
        if self._failed:
            pytest.skip("the check could not run")
        if self._verdict is None:
            self._failed = True
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                self._verdict = self.gate.verdict()
            self._failed = False
        return self._verdict


class RuleTest(pytest.Item):
    """The test that a check has no finding of one rule."""

    parent: Check

    def runtest(self) -> None:
        """Raise Broken where a finding of the rule fails the check."""
        verdict = self.parent.verdict()
        found = [finding for finding in verdict.findings if self.covers(finding)]
        failing = [finding for finding in found if verdict.fails(finding)]
        if failing:
            raise Broken(failing)
        if found:
            self.add_report_section("call", "acquis", "\n".join(map(str, found)))
            return
        passed = [item for item in verdict.suppressed if self.covers(item.finding)]
        if passed:
            why = "; ".join(dict.fromkeys(item.reason for item in passed))
            pytest.skip(f"{len(passed)} let pass: {why}")
        if not verdict.readable:
            pytest.skip("not checked: a file could not be read")

    def covers(self, finding: "Finding") -> bool:
        """Say whether a finding is of this test's rule."""
        if self.name == OTHER:
            return finding.rule not in self.parent.known
        return finding.rule == self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the findings, or why the check could not run, without a traceback."""
        from acquis.errors import AcquisError

        if isinstance(excinfo.value, Broken):
            return Shown(excinfo.value.findings)
        if isinstance(excinfo.value, AcquisError):
            return f"acquis: error: {excinfo.value}"
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        """Return where the test comes from, and its name for the heading of a failure."""
        return self.path, None, f"acquis check: {self.name}"


class Broken(Exception):
    """A rule has findings that fail the check."""

    def __init__(self, findings: "list[Finding]") -> None:
        super().__init__(findings)
        self.findings = findings


class Crash(NamedTuple):
    """The place and the message of a failure, as pytest's summary and its JUnit file read it."""

    path: str
    lineno: int
    message: str


class Shown:
    """Findings as pytest shows them."""

    def __init__(self, findings: "list[Finding]") -> None:
        self.findings = findings
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        self.reprcrash = Crash(first.file, first.line, f"{first.place}: {first.message}{more}")

    def __str__(self) -> str:
        return "\n".join(self._lines())

    def toterminal(self, writer: Any) -> None:
        """Write the findings on a terminal."""
        for line in self._lines():
            writer.line(line)

    def _lines(self) -> Iterator[str]:
        for finding in self.findings:
            yield from str(finding).splitlines()
