"""Answers printed for a person or for a program."""

import sys
from collections.abc import Mapping

import pyoxigraph as ox
from rich.console import Console
from rich.table import Table
from rich.text import Text

from acquis.engine.answers import Answer, Boolean, Solutions
from acquis.engine.formats import GRAPHS, RESULTS, Term, named
from acquis.errors import AcquisError
from acquis.names import compress

FORMATS = ("table", *(form.name for form in (*RESULTS, *GRAPHS)))
WIDTH_OF_A_PIPE = 200


def show(answer: Answer, form: str, prefixes: Mapping[str, str]) -> None:
    """Print an answer to standard output in one of FORMATS.

    Raises AcquisError where the format does not fit the kind of query.
    """
    if form == "table":
        _show_to_a_person(answer, prefixes)
        return
    wanted = named(form)
    if wanted not in answer.formats:
        fits = ", ".join(fitting.name for fitting in answer.formats)
        raise AcquisError(f"this query has no answer as {form}; choose one of: table, {fits}")
    sys.stdout.buffer.write(answer.serialize(wanted.media_type))
    if sys.stdout.isatty():
        sys.stdout.write("\n")


def _show_to_a_person(answer: Answer, prefixes: Mapping[str, str]) -> None:
    if isinstance(answer, Solutions):
        _show_table(answer, prefixes)
    elif isinstance(answer, Boolean):
        print("true" if answer else "false")
    else:
        print(answer.serialize("text/turtle").decode(), end="")


def _show_table(answer: Solutions, prefixes: Mapping[str, str]) -> None:
    table = Table(*answer.variables, box=None, header_style="bold", pad_edge=False)
    for row in answer:
        table.add_row(*(Text(_cell(value, prefixes)) for value in row))
    console = Console(width=None if sys.stdout.isatty() else WIDTH_OF_A_PIPE)
    console.print(table)
    console.print(f"\n{table.row_count} row{'' if table.row_count == 1 else 's'}", highlight=False)


def _cell(value: Term | None, prefixes: Mapping[str, str]) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode):
        return compress(value.value, prefixes)
    return value.value if isinstance(value, ox.Literal) else str(value)
