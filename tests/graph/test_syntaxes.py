"""Files of every syntax of RDF: found by name and content, read alike, and told when malformed."""

import sys
from pathlib import Path

import pytest

from acquis import files, graph
from acquis.errors import AcquisError
from acquis.findings import Finding
from acquis.positions import lines

NOWHERE = Path("/nowhere")
FACT = ("<http://x/a>", "<http://x/p>", '"v"@en-GB')
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
XML = f'<rdf:RDF {RDF} xmlns:x="http://x/">\n{{}}</rdf:RDF>'
SAME = {
    "a.ttl": '<http://x/a> <http://x/p> "v"@en-gb .',
    "a.nt": '<http://x/a> <http://x/p> "v"@en-GB .\n',
    "a.nq": '<http://x/a> <http://x/p> "v"@en-GB <http://x/g> .\n',
    "a.trig": '<http://x/g> { <http://x/a> <http://x/p> "v"@EN-gb }',
    "a.rdf": XML.format(
        '<rdf:Description rdf:about="http://x/a"><x:p xml:lang="en-GB">v</x:p></rdf:Description>'
    ),
    "a.jsonld": '{"@id": "http://x/a", "http://x/p": {"@value": "v", "@language": "en-GB"}}',
}
SAME["a.owl"] = SAME["a.xml"] = SAME["a.rdf"]
SAME["a.json"] = SAME["a.jsonld"]
SAME["b.owl"] = SAME["a.ttl"]


def fault(folder: Path, name: str, content: str | bytes) -> Finding:
    """Return the one finding that a file makes when it is read."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    sources, [finding] = graph.load([path], NOWHERE)
    assert not sources
    assert (finding.file, finding.rule) == (str(path), "syntax")
    return finding


@pytest.mark.parametrize("name", SAME)
def test_each_syntax_gives_the_same_fact(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(SAME[name])
    assert graph.read(path, NOWHERE).facts == (FACT,)


def test_a_folder_gives_the_files_that_are_rdf(tmp_path: Path) -> None:
    for name, text in SAME.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "package.json").write_text('{"name": "x", "id": 1}')
    (tmp_path / "pom.xml").write_text("<project/>")
    (tmp_path / "note.txt").write_text("x")
    for hidden in (".git", ".cache/deep"):
        (tmp_path / hidden).mkdir(parents=True)
        (tmp_path / hidden / "a.ttl").write_text("broken")
    assert {path.name for path in files.rdf(tmp_path)} == SAME.keys()


def test_a_json_file_that_is_named_is_read_whatever_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_text('{"name": "x"}')
    assert files.rdf(path) == [path]
    assert graph.read(path, NOWHERE).facts == ()


@pytest.mark.parametrize(("name", "says"), [("a.txt", "no syntax of RDF"), ("gone.rdf", "no such")])
def test_a_path_that_is_no_rdf_says_so(tmp_path: Path, name: str, says: str) -> None:
    (tmp_path / "a.txt").touch()
    with pytest.raises(AcquisError, match=says):
        files.rdf(tmp_path / name)
    with pytest.raises(AcquisError, match="no file of RDF"):
        files.rdf(tmp_path)


def test_relative_iris_are_an_error_in_the_tree_and_the_file_s_own_elsewhere(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<#a> <http://x/p> <b> .")
    assert graph.read(path, NOWHERE).facts == (
        (f"<{path.as_uri()}#a>", "<http://x/p>", f"<{tmp_path.as_uri()}/b>"),
    )
    _, [finding] = graph.load([path], tmp_path)
    assert finding.line == 1


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        ("a.nt", '<http://x/a> <http://x/p> "v" .\n<http://x/a> <http://x/p> .\n', 2, ""),
        ("a.rdf", XML.format("<rdf:Description>\n</rdf:Descriptoin>"), 3, "mismatched tag"),
        ("a.jsonld", '{"@id": "http://x/a",\n\n "x": }', 3, ""),
        (
            "a.jsonld",
            '{"@id": "http://x/a",\n "@context":\n  "http://schema.org/"}',
            3,
            "not fetched",
        ),
        ("a.jsonld", '{"@context": [{},\n "http://schema.org/"]}', 2, "not fetched"),
        ("a.jsonld", '{"@context": {"@import":\n "http://schema.org/"}}', 2, "not fetched"),
        ("a.owl", "Prefix(:=<http://x/>)\nOntology()", 0, "functional-style syntax"),
        ("a.owl", "Prefix: : <http://x/>\nOntology:", 0, "Manchester syntax"),
        (
            "a.owl",
            '<?xml version="1.0"?>\n<Ontology xmlns="urn:owl#" ontologyIRI="u:"/>',
            0,
            "OWL/XML",
        ),
        ("a.ttl", '<http://x/a> <http://x/p> "<<" ,\n <<( <u:a> <u:b> <u:c> )>> .', 2, "RDF 1.2"),
        ("a.ttl", '<http://x/a> <http://x/p> "x"@en ,\n "y"@ar--rtl .', 2, "base direction"),
        ("a.jsonld", b'{"@id": "http://x/a",\n "http://x/p": "caf\xe9"}', 2, "UTF-8"),
        ("a.jsonld", '{"@id": "http://x/a",\n "@id": "http://x/b"}', 0, "twice"),
        ("a.jsonld", '{"@context": "http://schema.org/", "x": 1}}', 0, "not fetched"),
        ("a.jsonld", '[{\n"http://x/p":' + "[" * 5000 + "]" * 5000 + "}]", 2, "deep"),
        ("a.rdf", "", 1, "no element found"),
        ("a.rdf", XML.format("\n").removesuffix("</rdf:RDF>"), 3, "no element found"),
        ("a.rdf", XML.format("\n") + "<x/>", 3, "junk"),
        ("a.rdf", XML.format("<rdf:Description x:p='<'/>"), 2, "not well-formed"),
        ("a.rdf", XML.format("\n<y:K/>"), 3, "unbound prefix"),
        ("a.rdf", XML.format("\n<rdf:Description\nrdf:about='a b'/>\n<x:K/>\n\n"), 4, "IRI"),
        ("a.rdf", XML.format("\n<x:K x:p='caf\xe9'/>").encode("latin-1"), 3, "UTF-8"),
        ("a.rdf", '<?xml version="1.0" encoding="x-none"?>' + XML.format(""), 1, "x-none"),
        ("a.ttl", b"\xef\xbb\xbf<u:a> <u:b> <u:c> .", 1, "byte order mark"),
        ("a.ttl", "<u:a> <u:b>\n \x1b[31m .", 2, "'\\x1b' is not"),
    ],
)
def test_what_is_wrong_is_told_by_line(
    tmp_path: Path, name: str, content: str | bytes, line: int, says: str
) -> None:
    finding = fault(tmp_path, name, content)
    assert finding.line == line, finding
    assert says in finding.message


def test_entities_of_an_xml_document_are_read_in_either_kind_of_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    doctype = "<!DOCTYPE rdf:RDF [ <!ENTITY x 'http://x/'> <!ENTITY q \"say 'it'\"> ]>\n"
    node = '<rdf:Description rdf:about="&x;a"><x:p>&q;</x:p></rdf:Description>'
    path.write_text(doctype + XML.format(node))
    assert graph.read(path, NOWHERE).facts == (("<http://x/a>", "<http://x/p>", "\"say 'it'\""),)


def test_what_looks_like_an_entity_in_a_text_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.rdf"
    text = "<!ENTITY a 'b'>"
    node = f'<rdf:Description rdf:about="&x;"><x:p><![CDATA[{text}]]></x:p></rdf:Description>'
    path.write_text("<!DOCTYPE rdf:RDF [<!ENTITY x 'u:a'>]>" + XML.format(node))
    assert graph.read(path, NOWHERE).facts == (("<u:a>", "<http://x/p>", f'"{text}"'),)


@pytest.mark.parametrize("name", ["a.rdf", "a.owl"])
@pytest.mark.parametrize("encoding", ["UTF-16", "ISO-8859-1", "windows-1252", "UTF-8-sig"])
def test_xml_is_read_in_the_encoding_that_it_names(
    tmp_path: Path, encoding: str, name: str
) -> None:
    path = tmp_path / name
    said = encoding.removesuffix("-sig")
    doctype = f"<?xml version='1.0' encoding='{said}'?>\n<!DOCTYPE r [<!ENTITY e 'é'>]>\n"
    node = '\n<x:K rdf:about="http://x/a" x:p="à &e;"/>'
    path.write_text(doctype + XML.format(node), encoding=encoding)
    source = graph.read(path, NOWHERE)
    assert ("<http://x/a>", "<http://x/p>", '"à é"') in source.facts
    assert set(lines(source).statements.values()) == {(5,)}


def test_json_may_begin_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonld"
    path.write_text(SAME["a.jsonld"], encoding="utf-8-sig")
    source = graph.read(path, NOWHERE)
    assert source.facts == (FACT,)
    assert lines(source).of(FACT) == 1


@pytest.mark.parametrize("name", ["a.ttl", "a.trig", "a.rdf", "a.jsonld"])
def test_a_source_has_the_prefixes_that_it_declares(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    turtle = "@prefix x: <http://x/> . x:a x:p 1 ."
    json = '{"@context": {"x": "http://x/"}, "@id": "x:a", "x:p": 1}'
    path.write_text({".rdf": XML.format(""), ".jsonld": json}.get(path.suffix, turtle))
    assert graph.read(path, NOWHERE).prefixes["x"] == "http://x/"


def test_entities_that_expand_beyond_measure_are_refused(tmp_path: Path) -> None:
    bomb = '<!ENTITY e0 "aaaaaaaaaa">' + "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12)
    )
    node = '<rdf:Description rdf:about="http://x/a"><x:p>&e11;</x:p></rdf:Description>'
    finding = fault(tmp_path, "a.rdf", f"<!DOCTYPE r [{bomb}]>" + XML.format(node))
    assert "amplification" in finding.message


def test_no_file_is_read_through_an_entity(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret")
    doctype = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    node = '<rdf:Description rdf:about="http://x/a"><x:p>&e;</x:p></rdf:Description>'
    assert "secret" not in fault(tmp_path, "a.rdf", doctype + XML.format(node)).message


def test_an_unreadable_file_is_no_finding(tmp_path: Path) -> None:
    with pytest.raises(AcquisError, match="cannot be read"):
        graph.load([tmp_path / "gone.ttl"], NOWHERE)


def test_reading_needs_no_recursion(tmp_path: Path) -> None:
    depth = sys.getrecursionlimit() * 2
    path = tmp_path / "deep.ttl"
    path.write_text("<u:a> <u:p> " + "[ <u:q> " * depth + "1" + " ]" * depth + " .")
    assert len(graph.read(path, NOWHERE).facts) == depth + 1
