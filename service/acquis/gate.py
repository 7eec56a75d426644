"""The check as continuous integration runs it: findings, the project's policy, a verdict.

What the check needs is imported when the check runs: settings that are wrong are told at once.
"""

import time
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

from acquis import share
from acquis.errors import AcquisError
from acquis.findings import Finding, Severity
from acquis.policy import baseline, config, rules
from acquis.policy.baseline import Baseline
from acquis.policy.config import Config
from acquis.policy.folders import Folders
from acquis.policy.rules import Rule
from acquis.policy.selection import Selection, names_any, refuse_syntax
from acquis.policy.verdict import Policy, Verdict, judge

Report = Callable[[str], None]


def silent(message: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Options:
    """What was asked for at the start of a run; None leaves it to the project's settings.

    `paths` are further files and folders to check, `alone` says without the tree, `profile` is the
    one that all must lie in, `dl` asks HermiT too, `no_cache` checks what has not changed;
    `config` is a file of settings in place of the one that is searched for, `write_baseline`
    where to write what is found.
    """

    paths: tuple[Path, ...] = ()
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    fail_on: Severity | None = None
    baseline: Path | None = None
    write_baseline: Path | None = None
    config: Path | None = None
    alone: bool = False
    profile: Literal["RL", "DL"] | None = None
    dl: bool = False
    no_cache: bool = False


class Gate:
    """One tree, one project's settings, and the options of one run.

    Raises AcquisError where the settings are wrong.
    """

    def __init__(self, root: Path, options: Options, current: Path | None = None) -> None:
        self.root = root
        self.options = options
        self.folders = Folders(root, current or Path.cwd())
        self.config = self._config()
        self.paths = options.paths or self.config.paths
        self.selection = self._selection()
        self._check_names()

    def _config(self) -> Config:
        if self.options.config:
            return config.read(self.options.config.absolute())
        folders = [self.folders.current]
        if not self.root.is_relative_to(share.PACKAGE):
            folders.append(self.root)
        return config.find(*folders)

    def _selection(self) -> Selection:
        asked = self.options
        select = self.config.select if asked.select is None else asked.select
        if select == ():
            setting = f"{self.config.file}: {config.TABLE}.select"
            where = setting if asked.select is None else "--select"
            raise AcquisError(f"{where}: names no rule, so that nothing would be looked for")
        return Selection(select, self.config.ignore if asked.ignore is None else asked.ignore)

    def rules(self) -> Mapping[str, Rule]:
        """Return every rule that this check knows, with those of shapes in further files."""
        known = rules.registry(self.root)
        own = {rule.name: rule for rule in rules.shapes(self.paths) if rule.name not in known}
        return {**known, **own}

    def _check_names(self) -> None:
        named = list(self._named())
        if not named:
            return
        known: Mapping[str, Rule] = rules.registry(self.root)
        if not all(names_any(pattern, known) for pattern, _ in named):
            known = self.rules()
        for pattern, where in named:
            if not names_any(pattern, known):
                raise rules.unknown(pattern, known, where)

    def _named(self) -> Iterator[tuple[str, str]]:
        """Yield each rule that options or settings name, and where they do."""
        asked, said = self.options, self.config
        table = f"{said.file}: {config.TABLE}"
        select, ignore = asked.select, asked.ignore
        chosen = (said.select, f"{table}.select") if select is None else (select, "--select")
        left_out = (said.ignore, f"{table}.ignore") if ignore is None else (ignore, "--ignore")
        let_pass: list[tuple[Collection[str] | None, str]] = [
            left_out,
            (said.severity, f"{table}.severity"),
            *(
                ([waiver.rule], f"{table}.waivers[{number}].rule")
                for number, waiver in enumerate(said.waivers, 1)
            ),
        ]
        for patterns, where in let_pass:
            refuse_syntax(patterns or (), where)
        for patterns, where in (chosen, *let_pass):
            yield from ((pattern, where) for pattern in patterns or ())

    def verdict(self, *, today: date | None = None, report: Report = silent) -> Verdict:
        """Check the tree and apply the policy; write the baseline where that is asked for.

        `today` decides which waivers hold (default: the day in UTC), `report` is told what goes
        on. Raises AcquisError where the check could not run.
        """
        known = self._baseline()
        from acquis.check import check

        asked = self.options
        findings = check(
            self.root,
            self.paths,
            **self._how(),
            dl=asked.dl,
            use_cache=not asked.no_cache,
            report=report,
        )
        return self.judged(findings, known, today or datetime.now(UTC).date())

    def verdicts(self) -> Iterator[tuple[Verdict | AcquisError, float]]:
        """Yield the verdict of now, and a new one after each change of a file, without end.

        With each comes how long it took from the moment when the change was seen, in seconds. An
        error that people can mend, such as a file gone, takes the place of a verdict.
        """
        from acquis.watch import Watch

        known = self._baseline()
        watch = Watch(self.root, self.paths, **self._how())
        for seen in watch.changes():
            try:
                today = datetime.now(UTC).date()
                outcome: Verdict | AcquisError = self.judged(watch.findings(), known, today)
            except AcquisError as fault:
                outcome = fault
            yield outcome, time.monotonic() - seen

    def _how(self) -> dict[str, Any]:
        return {"alone": self.options.alone, "profile": self.options.profile}

    def judged(self, findings: list[Finding], known: Baseline, today: date) -> Verdict:
        """Apply the policy to the findings of a check; `known` is the baseline."""
        shown = self.folders.shown
        policy = Policy(
            self.selection,
            self.config.severity,
            tuple(replace(waiver, file=shown(waiver.file)) for waiver in self.config.waivers),
            known,
            self.options.fail_on or self.config.fail_on,
        )
        verdict = judge(
            findings, policy, today=today, folders=self.folders, complete=self._complete()
        )
        target = self.options.write_baseline
        if target is None:
            return verdict
        kept = [found for found in verdict.findings if found.rule not in rules.POLICY]
        written = baseline.of(kept, self.folders.stable)
        baseline.write(target, written)
        policy = replace(policy, baseline=Baseline(written.entries, shown(str(target))))
        return judge(findings, policy, today=today, folders=self.folders, complete=False)

    def _baseline(self) -> Baseline:
        asked = self.options.baseline or self.config.baseline
        if asked is None or self.options.write_baseline:
            return Baseline()
        return baseline.read(asked, self.folders.shown(str(asked)))

    def _complete(self) -> bool:
        """Say whether all that the settings name as paths is checked."""
        wanted = {path.resolve() for path in self.config.paths}
        return not wanted or wanted <= {path.resolve() for path in self.paths}
