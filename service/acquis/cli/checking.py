"""The commands that look at the sources: `check` and `fmt`."""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from acquis.cli.console import CLEAN, FINDINGS, SOURCES, alarm, guarded, report
from acquis.errors import AcquisError
from acquis.findings import Finding, as_text
from acquis.reports import FORMATS as REPORTS

if TYPE_CHECKING:
    from acquis.gate import Gate
    from acquis.policy.verdict import Verdict


def rule_names(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...] | None:
    """Return the names in a repeated option of comma lists; None where it was not given."""
    listed = (name.strip() for value in values for name in value.split(","))
    return tuple(name for name in listed if name) if values else None


def report_files(
    context: click.Context, parameter: click.Parameter, values: tuple[str, ...]
) -> dict[Path, str]:
    """Return the formats of FORMAT=FILE by the file."""
    found = {}
    for value in values:
        form, _, file = value.partition("=")
        if form not in REPORTS or not file:
            known = ", ".join(REPORTS)
            raise click.BadParameter(f"{value} is not FORMAT=FILE with a FORMAT of {known}")
        found[Path(file)] = form
    return found


@click.command("check")
@click.argument("paths", nargs=-1, type=SOURCES)
@click.option(
    "--format",
    "form",
    type=click.Choice(REPORTS),
    default="text",
    show_default=True,
    help="Format on standard output.",
)
@click.option(
    "--report",
    "reports",
    multiple=True,
    metavar="FORMAT=FILE",
    callback=report_files,
    help="Write a report to a file too; may be repeated.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULE,…",
    callback=rule_names,
    help="Count only these rules; `prp-*` names all that begin so.",
)
@click.option(
    "--ignore", multiple=True, metavar="RULE,…", callback=rule_names, help="Leave these rules out."
)
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning"]),
    help="How grave a finding must be to fail.  [default: error]",
)
@click.option("--baseline", type=SOURCES, help="Known findings, which do not fail.")
@click.option("--write-baseline", type=SOURCES, help="Write what is found as the baseline.")
@click.option("--config", type=SOURCES, help="Settings in place of the nearest pyproject.toml.")
@click.option("--alone", is_flag=True, help="Check PATHS by themselves, without the tree.")
@click.option("--profile", type=click.Choice(["RL", "DL"]), help="What all must lie in.")
@click.option("--dl", is_flag=True, help="Ask HermiT (OWL 2 DL) too; needs Java.")
@click.option("--no-cache", is_flag=True, help="Check anew even where nothing has changed.")
@click.option("--watch", is_flag=True, help="Check again after each change, until Ctrl-C.")
@click.option("--list-rules", is_flag=True, help="Print every rule with a sentence, and end.")
@click.option("-v", "--verbose", is_flag=True, help="Show in full what was let pass.")
@click.pass_obj
@guarded
def check_command(
    root: Path,
    form: str,
    reports: dict[Path, str],
    watch: bool,
    list_rules: bool,
    verbose: bool,
    **asked: Any,
) -> None:
    """Check the sources, and further files or folders PATHS together with them.

    Settings are read from the table [tool.acquis.check] of the nearest pyproject.toml.

    Exit code 0: clean, or warnings only; 1: errors found; 2: the check could not run.
    """
    from acquis.gate import Gate, Options

    gate = Gate(root, Options(**asked))
    if list_rules:
        print_rules(gate, form)
        return
    if gate.config.file:
        report(f"settings from {gate.config.file}")
    if watch:
        watch_over(gate, form, reports, verbose)
    verdict = gate.verdict(report=report)
    publish(gate, verdict, form, reports, verbose)
    report(verdict.counts())
    sys.exit(FINDINGS if verdict.failed else CLEAN)


def watch_over(gate: "Gate", form: str, reports: dict[Path, str], verbose: bool) -> NoReturn:
    """Publish a verdict after each change, until Ctrl-C."""
    if gate.options.dl or gate.options.write_baseline:
        raise AcquisError("--watch goes neither with --dl nor with --write-baseline")
    with suppress(KeyboardInterrupt):
        for outcome, seconds in gate.verdicts():
            if isinstance(outcome, AcquisError):
                alarm(str(outcome))
                continue
            publish(gate, outcome, form, reports, verbose)
            sys.stdout.flush()
            report(f"{outcome.counts()} ({1000 * seconds:.0f} ms); watching")
    sys.stdout.flush()
    os._exit(CLEAN)


def print_rules(gate: "Gate", form: str) -> None:
    """Print every rule and what it finds, as text or JSON."""
    import json

    texts = {name: rule.text for name, rule in gate.rules().items()}
    if form == "json":
        click.echo(json.dumps(texts, indent=2))
        return
    width = max(map(len, texts))
    for name, text in texts.items():
        click.echo(f"{name:<{width}}  {text}")


def publish(
    gate: "Gate", verdict: "Verdict", form: str, files: dict[Path, str], verbose: bool
) -> None:
    """Write the files that were asked for, then print the report."""
    from acquis import atomic
    from acquis.reports import Report, render

    lists_rules = {form, *files.values()} & {"sarif", "junit"}
    rules = gate.rules() if lists_rules else {}
    made = Report(verdict, gate.folders, rules, verbose)
    for file, wanted in files.items():
        atomic.write(file, render(wanted, made))
    text = render(form, made)
    click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


@click.command()
@click.argument("paths", nargs=-1, type=SOURCES)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
@guarded
def fmt(root: Path, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files in canonical form (default: the whole tree)."""
    from acquis import files, names

    table = names.prefixes(root)
    named = [file for path in paths for file in files.turtle(path)]
    wanted = named if paths else files.tree_turtle(root)
    found = [fault for path in wanted for fault in formatted(path, table, only_check)]
    conclude(found)


def formatted(path: Path, table: dict[str, str], only_check: bool) -> list[Finding]:
    """Bring one file into canonical form; return what stands in the way, or would change."""
    from acquis import atomic, graph, turtle

    content = path.read_bytes()
    try:
        text = turtle.canonical(content, table)
    except (SyntaxError, UnicodeDecodeError) as fault:
        return [graph.unreadable(str(path), fault)]
    except AcquisError as fault:
        return [Finding(str(path), 0, "fmt", str(fault))]
    if text.encode() == content:
        return []
    if only_check:
        return [Finding(str(path), 0, "fmt", "not in canonical form; run `acquis fmt`")]
    atomic.write(path, text)
    click.echo(f"formatted {path}")
    return []


def conclude(found: list[Finding]) -> NoReturn:
    """Print findings and end with the exit code that they call for."""
    if found:
        click.echo(as_text(found))
    count = len(found)
    report(f"{count} finding{'' if count == 1 else 's'}" if count else "clean")
    sys.exit(FINDINGS if any(f.severity == "error" for f in found) else CLEAN)
