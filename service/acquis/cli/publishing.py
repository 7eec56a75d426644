"""The command that sends a build to a server of its own."""

from pathlib import Path

import click

from acquis.cli.asking import sound
from acquis.cli.console import entrance, guarded, report


@click.command()
@click.option("--to", "url", required=True, metavar="URL", help="Its Graph Store Protocol service.")
@click.option("--user", help="A user who may write there.")
@click.option(
    "--timeout",
    type=click.FloatRange(min=1),
    default=300.0,
    show_default=True,
    help="Seconds that the server may be silent.",
)
@click.pass_obj
@guarded
def publish(root: Path, url: str, user: str | None, timeout: float) -> None:
    """Load the knowledge base into a server of named graphs, and compare what arrived.

    Only what differs is sent: run it again after a failure, or after a change. `acquis serve
    --engine` answers from there. The password of the user is that of ACQUIS_ENGINE_PASSWORD or
    of the netrc file, or is asked for.
    """
    from acquis import knowledge, publishing

    base = knowledge.build(root, report=report)
    sound(base)
    with publishing.GraphStore(entrance(url, user), timeout) as store:
        done = publishing.publish(base, store, report=report)
    report(
        f"{store.url} holds build {base.manifest['hash']}: {done.triples:,} triples in "
        f"{done.graphs:,} graphs, {done.sent:,} sent and {done.removed:,} removed now"
    )
    if done.rewritten:
        report(f"it gives back {done.rewritten:,} of the triples in another form of the same value")
