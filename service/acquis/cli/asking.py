"""The commands that build the knowledge base, query it and serve it."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquis.cli.console import CLEAN, FINDINGS, SOURCES, alarm, entrance, guarded, report
from acquis.errors import AcquisError, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from acquis.engine.tasks import Engine
    from acquis.knowledge import KnowledgeBase
    from acquis.parameters import Term
    from acquis.questions import Question


class Answers(click.ParamType[str]):
    """The formats of an answer, which are looked up when one is named or told."""

    name = "format"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the formats for the help."""
        from acquis.tables import FORMATS

        return f"[{'|'.join(FORMATS)}]"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return a known format; end with a usage error for any other."""
        from acquis.tables import FORMATS

        return click.Choice(FORMATS).convert(value, param, ctx)


@click.command()
@click.option("--out", type=SOURCES, help="Folder to keep builds in (default: the cache).")
@click.pass_obj
@guarded
def build(root: Path, out: Path | None) -> None:
    """Build the knowledge base; print its folder."""
    from acquis import knowledge

    base = knowledge.build(root, out.resolve() if out else None, report=report)
    click.echo(base.folder)
    sound(base)


@click.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--format", "form", type=Answers(), default="table")
@click.pass_obj
@guarded
def query(root: Path, file: Any, form: str) -> None:
    """Run a SPARQL query from FILE (- for standard input)."""
    answer(root, file.read(), form)


class Value(click.ParamType[tuple[str, str]]):
    """A value for a parameter of a saved query: NAME=VALUE."""

    name = "NAME=VALUE"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Return the name and the value; end with a usage error where there is no `=`."""
        name, sign, text = value.partition("=")
        if not sign:
            self.fail(f"{value!r} is not a name, = and a value, such as date=2026-11-22")
        return name, text


@click.command()
@click.argument("name", required=False)
@click.option("--list", "listing", is_flag=True, help="List the saved queries and parameters.")
@click.option("-p", "--param", "values", type=Value(), multiple=True, help="Give a parameter.")
@click.option("--format", "form", type=Answers(), default="table")
@click.pass_obj
@guarded
def ask(
    root: Path, name: str | None, listing: bool, values: tuple[tuple[str, str], ...], form: str
) -> None:
    """Ask the saved query NAME; without a name, list them.

    A parameter that is not given has its default: --list tells it.
    """
    from acquis import names, questions

    saved = questions.load(root / "queries" / "questions")
    if not saved:
        raise AcquisError(f"{root / 'queries' / 'questions'} holds no saved query")
    if name is None or listing:
        _list(saved if name is None else [questions.find(saved, name)])
        return
    question = questions.find(saved, name)
    given = dict(values)
    if len(given) < len(values):
        raise AcquisError("a parameter is given twice")
    terms = questions.bound(question, given, names.prefixes(root))
    if form == "table":
        click.echo(question.question)
        for parameter in question.parameters:
            click.echo(f"{parameter.name}: {given.get(parameter.name, parameter.default)}")
        click.echo()
    answer(root, question.text, form, terms)
    if form == "table" and question.note:
        click.echo("\n" + question.note)


def _list(saved: "list[Question]") -> None:
    """Print the names of saved queries, what they ask and the parameters that they take."""
    width = max(len(question.name) for question in saved)
    for question in saved:
        click.echo(f"{question.name:<{width}}  {question.question}")
        for parameter in question.parameters:
            words = f"--param {parameter.name}={parameter.default}  {parameter.note}"
            click.echo(f"{'':<{width}}  {words} ({parameter.type})")


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(0, 65535))
@click.option("--root-path", default="", help="Path that a reverse proxy serves it under.")
@click.option(
    "--engine",
    "url",
    metavar="URL",
    help="SPARQL endpoint to ask, which holds the build by `acquis publish`.",
)
@click.option("--user", help="A user who may query there.")
@click.option(
    "--keep",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="Builds before this one that stay at /build/{hash}/.",
)
@click.option("--watch", is_flag=True, help="Build and serve anew after each change of the tree.")
@click.pass_obj
@guarded
def serve(
    root: Path,
    host: str,
    port: int,
    root_path: str,
    url: str | None,
    user: str | None,
    keep: int,
    watch: bool,
) -> None:
    """Serve the knowledge base over HTTP; end it with Ctrl-C or SIGTERM.

    SIGHUP makes it build and serve what the tree says then, without a request that fails.
    Queries are answered here, or by the engine at --engine. The password of the user there is
    that of ACQUIS_ENGINE_PASSWORD or of the netrc file, or is asked for.
    """
    from acquis import knowledge, questions
    from acquis.engine.isolated.pool import SMALL, Pool
    from acquis.web.app import create_app
    from acquis.web.builds import Builds
    from acquis.web.renewal import Content, Renewal
    from acquis.web.serve import address, listen, run

    def made() -> Content:
        base = knowledge.build(root, report=report)
        if base.clashes:
            raise AcquisError(f"the tree is inconsistent ({base.clashes} contradictions)")
        engine = elsewhere(root, base, url, user) if url else Pool(root)
        return Content(base, engine, questions.load(root / "queries" / "questions"))

    with listen(host, port) as socket:
        sound(knowledge.build(root, report=report))
        now = made()
        renewal = Renewal(made, report, root if watch else None)
        builds = Builds(now.knowledge.folder.parent, lambda: Pool(root, SMALL), keep)
        app = create_app(now.knowledge, now.engine, now.questions, renewal=renewal, builds=builds)
        report(f"serving on {address(socket)} (Ctrl-C stops)")
        run(app, socket, root_path=root_path)
    os._exit(CLEAN)


def elsewhere(root: Path, base: "KnowledgeBase", url: str, user: str | None) -> "Engine":
    """Return the engine at an address. Raises AcquisError where it does not hold the build."""
    import asyncio

    from acquis.engine.remote import Remote

    access = entrance(url, user)

    async def seen() -> None:
        engine = Remote(access, root)
        try:
            await engine.load(base.folder)
        finally:
            await engine.close()

    asyncio.run(seen())
    return Remote(access, root)


def answer(root: Path, text: str, form: str, bound: "Mapping[str, Term] | None" = None) -> None:
    """Run a query over the tree at `root`, with some variables bound, and print its answer.

    What may be wrong with the query is reported besides.
    """
    from acquis import knowledge, names
    from acquis.engine.embedded import Engine
    from acquis.engine.hints import hints
    from acquis.engine.occurrence import Known
    from acquis.tables import show

    base = knowledge.build(root, report=report)
    sound(base)
    try:
        prefixes = names.prefixes(root)
        engine = Engine(base, prefixes)
        show(engine.query(text, bound=bound), form, prefixes)
        for hint in hints(text, Known(engine.iris(), engine.has), prefixes):
            report(f"hint: {hint}")
    except QueryError as error:
        raise AcquisError(told(error, text)) from error


def told(error: QueryError, text: str) -> str:
    """Return what is wrong with a query, where, and what could have stood there."""
    from acquis.engine.diagnosis import caret

    place = f"line {error.line}, column {error.column}: " if error.line else ""
    expected = f"expected: {error.expected}" if error.expected else ""
    mended = f"to mend it, perhaps: {'; or '.join(error.suggestions)}" if error.suggestions else ""
    parts = [f"{place}{error}", caret(text, error.line, error.column), expected, mended]
    return "\n".join(part for part in parts if part)


def sound(base: "KnowledgeBase") -> None:
    """End with exit code 1 where a build holds a contradiction."""
    if base.clashes:
        alarm(f"inconsistent ({base.clashes} contradictions); `acquis check` names the statements")
        sys.exit(FINDINGS)
