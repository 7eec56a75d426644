"""The command `acquis`: the same verbs as the Python API and the service."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from acquis import __version__, share
from acquis.errors import AcquisError, QueryError
from acquis.findings import Finding, as_text
from acquis.reports import FORMATS as REPORTS

if TYPE_CHECKING:
    from acquis.explain.basis import Basis
    from acquis.gate import Gate
    from acquis.knowledge import KnowledgeBase
    from acquis.policy.verdict import Verdict

CLEAN, FINDINGS, FAILED = 0, 1, 2
SOURCES = click.Path(path_type=Path)


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


def report(message: str) -> None:
    """Tell a person on standard error what goes on."""
    click.echo(f"acquis: {message}", err=True)


def alarm(message: str) -> None:
    """Print an error on standard error, in red for a person."""
    colour = False if os.environ.get("NO_COLOR") else None
    click.secho(f"acquis: error: {message}", fg="red", err=True, color=colour)


def fail(error: Exception) -> NoReturn:
    """Print an error for a person and end with exit code 2."""
    alarm(str(error))
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
    import logging

    logging.getLogger("rdflib.term").setLevel(logging.CRITICAL)
    context.obj = share.checked(root) if root else share.root()


@main.command()
@click.option("--out", type=SOURCES, help="Folder to keep builds in (default: the cache).")
@click.pass_obj
@guarded
def build(root: Path, out: Path | None) -> None:
    """Build the knowledge base; print its folder."""
    from acquis import knowledge

    base = knowledge.build(root, out.resolve() if out else None, report=report)
    click.echo(base.folder)
    sound(base)


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


@main.command("check")
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
    sys.exit(CLEAN)


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


@main.command()
@click.argument("files", nargs=-1, required=True, type=SOURCES)
@click.option("--format", "form", type=click.Choice(["nt", "json"]), default="nt")
@click.option("--reflexive/--no-reflexive", default=True, help="Print that x is the same as x.")
@click.option("--max-facts", type=click.IntRange(1), help="Give up past so many facts.")
@click.option("--max-seconds", type=click.FloatRange(0), help="Give up after so long.")
@guarded
def reason(
    files: tuple[Path, ...],
    form: str,
    reflexive: bool,
    max_facts: int | None,
    max_seconds: float | None,
) -> None:
    """Close FILES under OWL 2 RL; print what was said and what follows as N-Triples.

    With --format json, print whether they are consistent, each violated rule with its premises,
    and how many triples follow. Exit code 0: consistent; 1: inconsistent; 2: could not run.
    """
    from acquis import documents, reasoned
    from acquis.reasoning.closure import close
    from acquis.reasoning.meter import Limits

    limits = Limits(max_facts or Limits.facts, max_seconds)
    several = len(files) > 1
    facts = (fact for file in files for fact in documents.facts(file, among_others=several))
    closure = close(facts, limits=limits, report=report)
    lines = (
        reasoned.as_json(closure, reflexive)
        if form == "json"
        else reasoned.as_ntriples(closure, reflexive)
    )
    sys.stdout.buffer.writelines(line.encode() for line in lines)
    sys.stdout.buffer.flush()
    if not closure.consistent:
        report(f"inconsistent: {reasoned.summary(closure)}")
    sys.exit(CLEAN if closure.consistent else FINDINGS)


@main.command()
@click.argument("paths", nargs=-1, type=SOURCES)
@click.option("--check", "only_check", is_flag=True, help="Change nothing; say what would change.")
@click.pass_obj
@guarded
def fmt(root: Path, paths: tuple[Path, ...], only_check: bool) -> None:
    """Write Turtle files in canonical form (default: the whole tree)."""
    from acquis import graph, names

    table = names.prefixes(root)
    wanted = [file for path in paths for file in graph.files(path)] if paths else graph.tree(root)
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


@main.command()
@click.argument("file", type=click.File("r", encoding="utf-8"))
@click.option("--format", "form", type=Answers(), default="table")
@click.pass_obj
@guarded
def query(root: Path, file: Any, form: str) -> None:
    """Run a SPARQL query from FILE (- for standard input)."""
    answer(root, file.read(), form)


@main.command()
@click.argument("name", required=False)
@click.option("--format", "form", type=Answers(), default="table")
@click.pass_obj
@guarded
def ask(root: Path, name: str | None, form: str) -> None:
    """Ask the saved query NAME; without a name, list them."""
    from acquis import questions

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
    from acquis import knowledge, names, questions
    from acquis.engine.embedded import Engine
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


@main.command()
@click.argument("subject")
@click.argument("predicate")
@click.argument("object")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "turtle", "svg", "html"]),
    default="text",
    show_default=True,
    help="Text for people, JSON or Turtle for programs, SVG or HTML as a drawing.",
)
@click.option("--output", "-o", type=SOURCES, help="File to write to (default: standard output).")
@click.option("--limit", type=click.IntRange(1), help="Explain at most so many triples.")
@click.option("--all", "everything", is_flag=True, help="Explain the asserted triples too.")
@click.option(
    "--ways",
    type=click.IntRange(1),
    default=1,
    show_default=True,
    help="Prove each in up to so many ways, every one from another set of statements.",
)
@click.option("--file", "paths", multiple=True, type=SOURCES, help="RDF in place of the sources.")
@click.pass_obj
@guarded
def explain(
    root: Path,
    form: str,
    output: Path | None,
    limit: int | None,
    everything: bool,
    ways: int,
    paths: tuple[Path, ...],
    **words: str,
) -> None:
    """Prove a triple from what was asserted, with file, line, evidence and source.

    SUBJECT, PREDICATE and OBJECT are prefixed names, IRIs or literals of Turtle; `a` is rdf:type,
    and `?` stands for any term: then every inferred triple that fits is explained. `--file` reads
    files or folders of RDF in place of the sources, and may be repeated.

    Exit code 0: explained; 1: it does not follow; 2: it could not be looked up.
    """
    from acquis import atomic
    from acquis.explain import answer
    from acquis.explain.pattern import parse

    basis = basis_of(root, paths)
    pattern = parse(
        (words["subject"], words["predicate"], words["object"]), basis.table, basis.near
    )
    found = answer.find(basis, pattern, everything=everything, limit=limit, ways=ways)
    if not found.facts:
        report(answer.why_not(basis, pattern, found))
        sys.exit(FINDINGS)
    if pattern.fact is None:
        report(found.counted())
    text = answer.render(form, found, basis)
    if output:
        atomic.write(output, text)
    else:
        click.echo(text.encode("utf-8", "backslashreplace"), nl=False)


@main.command("verify-proof")
@click.argument("file", type=click.File("rb"))
@click.option("--file", "paths", multiple=True, type=SOURCES, help="RDF in place of the sources.")
@click.pass_obj
@guarded
def verify_proof(root: Path, file: Any, paths: tuple[Path, ...]) -> None:
    """Replay the proofs in FILE (- for standard input) against what the sources assert.

    FILE is JSON or Turtle as `acquis explain` writes it. Every step is checked against the rule
    table, every assertion against the sources, with its evidence.

    Exit code 0: every proof holds; 1: one is refused; 2: the file is malformed.
    """
    from acquis.explain import reading
    from acquis.explain.verification import Verifier

    proofs = reading.read(file.read())
    verifier = Verifier(basis_of(root, paths))
    verdicts = [verifier.verdict(proof) for proof in proofs]
    for verdict in verdicts:
        click.echo(f"{verdict}\n".encode(), nl=False)
    refused = sum(bool(verdict.faults) for verdict in verdicts)
    report(f"{len(verdicts) - refused} of {len(verdicts)} hold")
    sys.exit(FINDINGS if refused else CLEAN)


def basis_of(root: Path, paths: tuple[Path, ...]) -> "Basis":
    """Return what to explain: the tree at `root`, or some files alone."""
    from acquis.explain.basis import Basis

    if paths:
        return Basis.of_files(paths, root, report=report)
    return Basis.of_tree(root, report=report)


def answer(root: Path, text: str, form: str) -> None:
    """Run a query over the tree at `root` and print its answer."""
    from acquis import knowledge, names
    from acquis.engine.embedded import Engine
    from acquis.tables import show

    base = knowledge.build(root, report=report)
    sound(base)
    try:
        prefixes = names.prefixes(root)
        show(Engine(base, prefixes).query(text), form, prefixes)
    except QueryError as error:
        raise AcquisError(told(error, text)) from error


def told(error: QueryError, text: str) -> str:
    """Return what is wrong with a query, where, and what could have stood there."""
    from acquis.engine.diagnosis import caret

    place = f"line {error.line}, column {error.column}: " if error.line else ""
    expected = f"expected: {error.expected}" if error.expected else ""
    parts = [f"{place}{error}", caret(text, error.line, error.column), expected]
    return "\n".join(part for part in parts if part)


def sound(base: "KnowledgeBase") -> None:
    """End with exit code 1 where a build holds a contradiction."""
    if base.clashes:
        alarm(f"inconsistent ({base.clashes} contradictions); `acquis check` names the statements")
        sys.exit(FINDINGS)


def conclude(found: list[Finding]) -> NoReturn:
    """Print findings and end with the exit code that they call for."""
    if found:
        click.echo(as_text(found))
    count = len(found)
    report(f"{count} finding{'' if count == 1 else 's'}" if count else "clean")
    sys.exit(FINDINGS if any(f.severity == "error" for f in found) else CLEAN)
