"""HermiT, the OWL 2 DL reasoner in Java that owlready2 brings along, as a process of its own.

It is asked through its command line: owlready2 itself would read the graph a second time into
a database of its own, and knows no deadline.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from rdflib import OWL, RDF, RDFS, URIRef

from acquis.errors import AcquisError
from acquis.graph import Triple, n3

NEEDS = "acquis check --dl needs Java 11 or later and the extra: pip install 'quantum-acquis[dl]'"
MAIN = "org.semanticweb.HermiT.cli.CommandLine"
MEGABYTES = 2000
CANARY = URIRef("urn:acquis:canary")
CANARIES = ((CANARY, RDF.type, OWL.Class), (CANARY, RDFS.subClassOf, OWL.Nothing))
CONSISTENT = f"{OWL.Thing} is satisfiable.\n"
READ = f"{CANARY} is not satisfiable.\n"
INCONSISTENT = "InconsistentOntologyException"
THROWN = re.compile(
    r'^Exception in thread "main" ([\w.$]+)(?:: (.*?))?(?=\n\tat |\nCaused by|\Z)',
    re.MULTILINE | re.DOTALL,
)
KNOWN_EMPTY = {str(OWL.Nothing), str(CANARY)}
LIMITS = ("OutOfMemoryError", "StackOverflowError")


@dataclass(frozen=True)
class Verdict:
    """What HermiT says of one or several graphs.

    `consistent` counts the graphs found consistent before the first that is not. `refusal` is
    why it will not judge that one; where it is empty, that one is inconsistent. `unsatisfiable`
    holds the IRIs of the classes that can have no instance, where they were asked for.
    """

    consistent: int
    refusal: str = ""
    unsatisfiable: tuple[str, ...] = ()


class HermiT:
    """A way to call HermiT.

    Each graph is sent with a class that nothing can be a member of: where HermiT does not find
    it, the file was not read as it was meant.

    Raises AcquisError where Java or owlready2 is missing.
    """

    def __init__(self) -> None:
        self._java = _java()
        self._classpath = _classpath()

    def consistency(self, graphs: Iterable[Iterable[Triple]], timeout: float) -> Verdict:
        """Judge graphs one after the other, up to the first that is not consistent.

        Raises AcquisError where HermiT breaks, TimeoutError where it takes more than `timeout`
        seconds.
        """
        return self._judge(graphs, [], timeout)

    def satisfiability(self, graph: Iterable[Triple], timeout: float) -> Verdict:
        """Judge one graph and, where it is consistent, each of its classes.

        Raises AcquisError where HermiT breaks, TimeoutError where it takes more than `timeout`
        seconds.
        """
        return self._judge([graph], ["-U"], timeout)

    def _judge(
        self, graphs: Iterable[Iterable[Triple]], options: Sequence[str], timeout: float
    ) -> Verdict:
        with TemporaryDirectory(prefix="acquis-dl-") as folder:
            paths = [_written(graph, Path(folder, f"{i}.nt")) for i, graph in enumerate(graphs)]
            asked = ["-N", "-k", f"--consistency={CANARY}", *options]
            output = self._run([*asked, *(path.as_uri() for path in paths)], timeout)
        return _read(output, len(paths))

    def _run(self, words: Sequence[str], timeout: float) -> str:
        options = [f"-Xmx{MEGABYTES}M", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]
        java = [self._java, *options, "-Dfile.encoding=UTF-8", "-cp", self._classpath, MAIN]
        try:
            done = subprocess.run(
                [*java, *words],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                timeout=timeout,
                encoding="utf-8",
                errors="replace",
            )
        except subprocess.TimeoutExpired as fault:
            raise TimeoutError from fault
        except OSError as fault:
            raise AcquisError(f"{self._java} cannot be run: {fault.strerror}; {NEEDS}") from fault
        return done.stdout


def _read(output: str, graphs: int) -> Verdict:
    """Return the verdict that HermiT printed on so many graphs."""
    count = output.count(CONSISTENT)
    if output.count(READ) != count:
        raise AcquisError("HermiT did not read all that it was given; its verdict is worth nothing")
    thrown = THROWN.search(output)
    if thrown is None and count == graphs:
        classes = {*re.findall(r"^\t(.+)$", output, re.MULTILINE)}
        return Verdict(count, unsatisfiable=tuple(sorted(classes - KNOWN_EMPTY)))
    exception, message = thrown.groups("") if thrown else ("", _last(output))
    message = " ".join(message.split())
    if exception.endswith(LIMITS):
        raise AcquisError(
            f"HermiT ran out of memory ({MEGABYTES} MB) or stack; check fewer files with --dl"
        )
    if thrown is None or exception.endswith("Error"):
        raise AcquisError(f"HermiT broke off: {exception} {message}\n{NEEDS}")
    if exception.endswith(INCONSISTENT):
        return Verdict(count)
    return Verdict(count, refusal=message or exception)


def _written(graph: Iterable[Triple], path: Path) -> Path:
    lines = sorted({n3(triple) + "\n" for triple in (*graph, *CANARIES)})
    path.write_text("".join(lines), encoding="utf-8", newline="\n")
    return path


def _java() -> str:
    home = os.environ.get("JAVA_HOME")
    found = shutil.which("java", path=str(Path(home, "bin"))) if home else None
    found = found or shutil.which("java")
    if found is None:
        raise AcquisError(f"no Java found; {NEEDS}")
    return found


def _classpath() -> str:
    spec = find_spec("owlready2")
    if spec is None or spec.origin is None:
        raise AcquisError(f"owlready2 is not installed; {NEEDS}")
    folder = Path(spec.origin).parent / "hermit"
    jar = folder / "HermiT.jar"
    if not jar.is_file():
        raise AcquisError(f"{jar} is not there; {NEEDS}")
    return os.pathsep.join([str(folder), str(jar)])


def _last(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return lines[-1] if lines else "no output"
