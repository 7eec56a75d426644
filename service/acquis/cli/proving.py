"""The commands that reason, prove and verify proofs."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from acquis.cli.console import CLEAN, FINDINGS, SOURCES, guarded, report

if TYPE_CHECKING:
    from acquis.explain.basis import Basis


@click.command()
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


@click.command()
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


@click.command("verify-proof")
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
