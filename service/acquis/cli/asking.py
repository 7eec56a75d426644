"""The commands that build the knowledge base and query it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquis.cli.console import FINDINGS, SOURCES, alarm, guarded, report
from acquis.errors import AcquisError, QueryError

if TYPE_CHECKING:
    from collections.abc import Mapping

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
