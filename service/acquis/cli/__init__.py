"""The command `acquis`: the same verbs as the Python API and the service."""

from pathlib import Path

import click

from acquis import __version__, share
from acquis.cli.asking import ask, build, query
from acquis.cli.checking import check_command, fmt
from acquis.cli.console import SOURCES, guarded
from acquis.cli.proving import explain, reason, verify_proof
from acquis.cli.publishing import publish
from acquis.cli.serving import serve


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


COMMANDS = (
    ask,
    build,
    check_command,
    explain,
    fmt,
    publish,
    query,
    reason,
    serve,
    verify_proof,
)
for command in COMMANDS:
    main.add_command(command)
