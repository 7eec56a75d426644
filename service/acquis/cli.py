"""The command `acquis`: the same verbs as the Python API and the service."""

import errno
import logging
import os
import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from rich.console import Console

from acquis import __version__, check, findings, graph, knowledge, names, questions, share, turtle
from acquis.engine.diagnosis import caret
from acquis.engine.embedded import Engine
from acquis.errors import AcquisError, QueryError
from acquis.findings import Finding
from acquis.knowledge import KnowledgeBase
from acquis.tables import FORMATS, show

CLEAN, FINDINGS, FAILED = 0, 1, 2
SOURCES = click.Path(path_type=Path)
progress = Console(stderr=True, highlight=False, soft_wrap=True)


def report(message: str) -> None:
    """Tell a person on standard error what goes on."""
    progress.print(f"acquis: {message}", markup=False)


def fail(error: Exception) -> NoReturn:
    """Print an error for a person and end with exit code 2."""
    progress.print(f"acquis: error: {error}", style="red", markup=False)
    sys.exit(FAILED)


def guarded(command: Callable[..., Any]) -> Callable[..., Any]:
    """Make a command print its errors instead of a traceback."""

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except AcquisError as error:
            fail(error)
        except UnicodeDecodeError as error:
            fail(AcquisError(f"the query is not UTF-8: {error.reason} at byte {error.start}"))
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise
            fail(error)

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="acquis")
@click.option("--root", type=SOURCES, help="Folder with ontology/, data/ttl/ and queries/.")
@click.pass_context
@guarded
def main(context: click.Context, root: Path | None) -> None:
    """Build, check, query and serve the Quantum Acquis knowledge graph."""
    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    context.obj = share.checked(root) if root else share.root()


@main.command()
@click.option("--out", type=SOURCES, help="Folder to keep builds in (default: the cache).")
@click.pass_obj
@guarded
def build(root: Path, out: Path | None) -> None:
    """Build the knowledge base; print its folder."""
    base = knowledge.build(root, out.resolve() if out else None, report=report)
    click.echo(base.folder)
    sound(base)


@main.command("check")
@click.argument("paths", nargs=-1, type=SOURCES)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.pass_obj
@guarded
def check_command(root: Path, paths: tuple[Path, ...], form: str) -> None:
    """Check the sources, and further files or folders PATHS together with them.

    Exit code 0: clean, or warnings only; 1: errors found; 2: the check could not run.
    """
    found = check.check(root, paths, report=report)
    conclude(found, form)


@main.command()
@click.argument("paths", nargs=-1, type=SOURCES)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
@guarded
def fmt(root: Path, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files in canonical form (default: the whole tree)."""
    table = names.prefixes(root)
    wanted = [file for path in paths for file in graph.files(path)] if paths else graph.tree(root)
    found = [fault for path in wanted for fault in formatted(path, table, only_check)]
    conclude(found, "text")


def formatted(path: Path, table: dict[str, str], only_check: bool) -> list[Finding]:
    """Bring one file into canonical form; return what stands in the way, or would change."""
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
    turtle.write(path, text)
    click.echo(f"formatted {path}")
    return []


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.pass_obj
@guarded
def query(root: Path, file: Any, form: str) -> None:
    """Run a SPARQL query from FILE (- for standard input)."""
    answer(root, file.read(), form)


@main.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=click.Choice(FORMATS), default="table")
@click.pass_obj
@guarded
def ask(root: Path, name: str | None, form: str) -> None:
    """Ask the saved query NAME; without a name, list them."""
    saved = questions.load(root / "queries" / "questions")
    if not saved:
        raise AcquisError(f"{root / 'queries' / 'questions'} holds no saved query")
    if name is None:
        width = max(len(question.name) for question in saved)
        for question in saved:
            click.echo(f"{question.name:<{width}}  {question.question}")
        return
    question = questions.find(saved, name)
    if form == "table":
        click.echo(question.question + "\n")
    answer(root, question.text, form)
    if form == "table" and question.note:
        click.echo("\n" + question.note)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--root-path", default="", help="Path that a reverse proxy serves it under.")
@click.pass_obj
@guarded
def serve(root: Path, host: str, port: int, root_path: str) -> None:
    """Serve the knowledge base over HTTP; end it with Ctrl-C or SIGTERM."""
    from acquis.web.app import create_app
    from acquis.web.serve import address, listen, run

    with listen(host, port) as socket:
        base = knowledge.build(root, report=report)
        sound(base)
        app = create_app(
            base, Engine(base, names.prefixes(root)), questions.load(root / "queries" / "questions")
        )
        report(f"serving on {address(socket)} (Ctrl-C stops)")
        run(app, socket, root_path=root_path)
    os._exit(CLEAN)


def answer(root: Path, text: str, form: str) -> None:
    """Run a query over the tree at `root` and print its answer."""
    base = knowledge.build(root, report=report)
    sound(base)
    try:
        prefixes = names.prefixes(root)
        show(Engine(base, prefixes).query(text), form, prefixes)
    except QueryError as error:
        raise AcquisError(told(error, text)) from error


def told(error: QueryError, text: str) -> str:
    """Return what is wrong with a query, where, and what could have stood there."""
    place = f"line {error.line}, column {error.column}: " if error.line else ""
    expected = f"expected: {error.expected}" if error.expected else ""
    parts = [f"{place}{error}", caret(text, error.line, error.column), expected]
    return "\n".join(part for part in parts if part)


def sound(base: KnowledgeBase) -> None:
    """End with exit code 1 where a build holds a contradiction."""
    if base.clashes:
        progress.print(
            f"acquis: error: inconsistent ({base.clashes} contradictions); "
            "`acquis check` names the statements",
            style="red",
            markup=False,
        )
        sys.exit(FINDINGS)


def conclude(found: list[Finding], form: str) -> NoReturn:
    """Print findings and end with the exit code that they call for."""
    if form == "json":
        click.echo(findings.as_json(found))
    elif found:
        click.echo(findings.as_text(found))
    count = len(found)
    report(f"{count} finding{'' if count == 1 else 's'}" if count else "clean")
    sys.exit(FINDINGS if any(f.severity == "error" for f in found) else CLEAN)
