"""Queries read by rdflib in several threads of a new process."""

import subprocess
import sys

MANY = """
from concurrent.futures import ThreadPoolExecutor
from acquis.engine.algebra import algebra
texts = [
    "PREFIX : <urn:> SELECT (COUNT(*) AS ?n) { ?s :p|:q* ?o FILTER (?o IN (1, 2)) } GROUP BY ?s",
    "ASK { <urn:a> <urn:b>+/<urn:c>? ?x MINUS { ?x a ?y } }",
    "CONSTRUCT { ?s ?p ?o } { GRAPH ?g { ?s ?p ?o OPTIONAL { ?o ?q 'x'@en } } }",
    "SELECT * { VALUES ?x { 1 2 } BIND (STRLEN(STR(?x)) AS ?y) } ORDER BY ?y LIMIT 3",
]
with ThreadPoolExecutor(8) as threads:
    found = list(threads.map(algebra, texts * 8))
print(len(found), {one.name for one in found})
"""


def test_threads_that_read_at_once_do_no_harm() -> None:
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", MANY], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("32 ")
