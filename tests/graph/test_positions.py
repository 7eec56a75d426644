"""The line of each statement, for any layout of Turtle and for the other syntaxes."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Graph, Literal, URIRef
from tests.graph.documents import Document, documents

from acquis import graph
from acquis.files import Syntax
from acquis.graph import Source
from acquis.positions import Lines, Places, lines

SOURCE = '''@prefix x: <http://x/> .
x:a x:b x:c ,
    x:d ;

  x:e "multi\\n" , """long
string""" ,
   x:f ; # comment
   x:g # another ; one
      x:h .

x:z a x:k . x:y a x:k .
x:l x:m ( x:1
  x:2 ) , [ x:n x:o ;
   x:p x:q ] ,
   x:last ; x:n 1, 1.50, true .
'''


NUMBER = re.compile(r"1\d{5}")


def x(name: str) -> URIRef:
    return URIRef(f"http://x/{name}")


def iri(name: str) -> str:
    return f"<http://x/{name}>"


def source(text: str, syntax: Syntax = "turtle", base: str | None = None) -> Source:
    content = text.encode()
    found = graph.facts(content, syntax, "mark", base)
    return Source(Path("f"), "mark", URIRef("urn:g"), "", found, syntax, base, content)


def found(text: str, syntax: Syntax = "turtle", base: str | None = None) -> Lines:
    return lines(source(text, syntax, base))


def test_each_object_has_its_own_line() -> None:
    of = {graph.triple(fact): line for fact, line in found(SOURCE).statements.items()}
    assert of[x("a"), x("b"), x("c")] == (2,)
    assert of[x("a"), x("b"), x("d")] == (3,)
    assert of[x("a"), x("e"), Literal("multi\n")] == (5,)
    assert of[x("a"), x("e"), Literal("long\nstring")] == (5,)
    assert of[x("a"), x("e"), x("f")] == (7,)
    assert of[x("a"), x("g"), x("h")] == (9,)
    assert of[x("l"), x("m"), x("last")] == (15,)
    assert {triple for triple, line in of.items() if line == (15,)} == {
        (x("l"), x("m"), x("last")),
        (x("l"), x("n"), Literal(1)),
        (x("l"), x("n"), Literal("1.50", datatype=XSD.decimal, normalize=False)),
        (x("l"), x("n"), Literal(True)),
    }


def test_what_is_said_of_blank_nodes_has_its_line() -> None:
    of = {(s[:2], p, o): line for (s, p, o), line in found(SOURCE).statements.items()}
    assert of["_:", iri("n"), iri("o")] == (13,)
    assert of["_:", iri("p"), iri("q")] == (14,)
    first = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#first>"
    assert [of["_:", first, iri("1")], of["_:", first, iri("2")]] == [(12,), (13,)]


@given(documents())
def test_every_statement_of_any_document_is_found_on_its_line(document: Document) -> None:
    parsed = source(document.text)
    of = lines(parsed)
    assert of.statements.keys() == set(parsed.facts)
    first_said = {s: p + o for s, p, o in reversed(parsed.facts) if "part" in p + o}
    met = set()
    for (_, predicate, value), places in of.statements.items():
        if "part" not in predicate + value and "rest>" not in predicate:
            number = NUMBER.search(first_said.get(value, value))
            met.add(int(number[0]))
            assert document.lines[int(number[0])] in places
    assert met == document.lines.keys()


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_blank_lines_shift_positions(gaps: list[int]) -> None:
    text = "@prefix x: <http://x/> .\nx:s"
    wanted, line = {}, 2
    for number, gap in enumerate(gaps):
        text += "\n" * gap + f" x:p{number} x:o{number} ;"
        line += gap
        wanted[iri("s"), iri(f"p{number}"), iri(f"o{number}")] = (line,)
    assert found(text + " .").statements == wanted


def test_prefixes_and_bases_that_change_midway() -> None:
    text = """@prefix x: <http://x/> .
x:a x:b x:c .
PREFIX x: <http://y/>
x:a x:b x:c . @base <http://x/dir/f> .
<a> <../b> <#c> .
base <http://y/>
<a> <b> <> .
"""
    assert found(text).statements == {
        (iri("a"), iri("b"), iri("c")): (2,),
        ("<http://y/a>", "<http://y/b>", "<http://y/c>"): (4,),
        (iri("dir/a"), iri("b"), iri("dir/f#c")): (5,),
        ("<http://y/a>", "<http://y/b>", "<http://y/>"): (7,),
    }


def test_a_relative_iri_is_resolved_against_the_file() -> None:
    of = found("<a> <b>\n <c> .", base="file:///d/f.ttl").statements
    assert of == {("<file:///d/a>", "<file:///d/b>", "<file:///d/c>"): (2,)}


def test_a_statement_made_twice_has_both_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .\n\n<urn:a> <urn:b>\n <urn:c> .")
    places = Places([graph.read(path, tmp_path)], {})
    fact = ("<urn:a>", "<urn:b>", "<urn:c>")
    assert places.of(fact) == ("a.ttl", 1)
    assert places.all_of(fact) == [("a.ttl", 1), ("a.ttl", 4)]


@pytest.mark.parametrize(
    ("syntax", "text", "wanted"),
    [
        ("n-triples", '# x\n<u:a> <u:b> "\\n" .\n_:x <u:b> _:y .', {2, 3}),
        ("n-quads", "<u:a> <u:b> <u:c> <u:g> .\n\n<u:a> <u:b> <u:d> .", {1, 3}),
        (
            "trig",
            "{ <u:a> <u:b> <u:c> }\nGRAPH <u:g> { <u:a> <u:b> <u:d>.\n<u:s> a <u:e> } "
            "_:g {<u:q> a\n<u:x>}",
            {1, 2, 3, 4},
        ),
    ],
)
def test_the_other_line_based_syntaxes(syntax: Syntax, text: str, wanted: set[int]) -> None:
    parsed = source(text, syntax)
    of = lines(parsed)
    assert of.statements.keys() == set(parsed.facts)
    assert {line for places in of.statements.values() for line in places} == wanted


RDF_XML = """<?xml version="1.0"?>
<!DOCTYPE rdf:RDF [ <!ENTITY x "http://x/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    xmlns:x="http://x/" xml:base="http://x/base" xml:lang="en-gb">
  <x:K rdf:about="&x;a" x:note="attribute">
    <x:p rdf:resource="#z"/>
    <x:q rdf:parseType="Collection">
      <rdf:Description rdf:ID="w"/>
      <x:T><x:n rdf:datatype="http://www.w3.org/2001/XMLSchema#string">plain</x:n></x:T>
    </x:q>
    <x:e rdf:parseType="Collection"/>
    <x:r rdf:parseType="Resource">
      <x:s rdf:datatype="&x;t">1 &lt; 2
      </x:s>
    </x:r>
    <x:u rdf:nodeID="n" rdf:ID="said"/>
    <x:v x:w="inner"/>
    <x:blank/>
  </x:K>
  <rdf:Seq rdf:nodeID="n"><rdf:li>one</rdf:li>
    <rdf:li>two</rdf:li></rdf:Seq>
</rdf:RDF>
"""


def test_rdf_xml_has_the_line_of_the_element() -> None:
    parsed = source(RDF_XML, "rdf-xml", "file:///f")
    of = lines(parsed)
    assert of.statements.keys() == set(parsed.facts)
    by_value = {o: line for (_, _, o), line in of.statements.items()}
    assert by_value[iri("base#z")] == (6,)
    assert by_value[iri("base#w")] == (8,)
    assert by_value['"plain"'] == (9,)
    assert by_value[f'"1 < 2\\n      "^^{iri("t")}'] == (13,)
    assert by_value['"attribute"@en-GB'] == (5,)
    assert by_value['"inner"@en-GB'] == (17,)
    assert by_value['"two"@en-GB'] == (21,)
    assert by_value[iri("K")] == (5,)
    assert of.subjects[iri("base#said")] == 16


def test_rdf_xml_that_others_write_is_read_in_full() -> None:
    text = SOURCE.replace("( x:1\n  x:2 ) , ", "")
    from_turtle = Graph().parse(data=text, format="turtle")
    for form in ("xml", "pretty-xml"):
        parsed = source(from_turtle.serialize(format=form), "rdf-xml", "file:///f")
        assert lines(parsed).statements.keys() == set(parsed.facts)


def test_a_piece_of_xml_has_the_line_of_its_element() -> None:
    text = RDF_XML.replace("<x:blank/>", '\n<x:b rdf:parseType="Literal"><i>x</i> y</x:b>')
    parsed = source(text, "rdf-xml", "file:///f")
    fact = next(fact for fact in parsed.facts if fact[1] == iri("b"))
    assert lines(parsed).of(fact) == 19


def test_json_ld_has_the_line_of_key_or_node() -> None:
    text = """{
 "@context": {"x": "http://x/", "name": "x:name", "id": "@id", "k": {"@id": "x:k"}},
 "@graph": [
  {"@id": "x:a",
   "name": "A",
   "k": [1,
     {"@id": "x:b", "@type": "x:K"}]},
  {"http://x/p": {"@value": "nobody, \\"@id\\""}},
  {"id": "http://x/c",
   "unknown": 1,
   "x:p": 2}
 ]}"""
    of = found(text, "json-ld", "file:///f")
    assert of.of((iri("a"), iri("name"), '"A"')) == 5
    assert of.of((iri("a"), iri("k"), iri("b"))) == 6
    assert of.of((iri("b"), "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>", iri("K"))) == 7
    assert of.of((iri("c"), iri("p"), '"2"')) == 11
    assert of.of((iri("c"), iri("other"), '"2"')) == 9
    assert of.of(("_:b", iri("p"), '"nobody"')) == 0


def test_json_ld_is_placed_by_the_base_and_vocabulary_of_its_context() -> None:
    text = """{
 "@context": {"@base": "http://x/dir/", "@vocab": "http://x/"},
 "@id": "a",
 "p": 1,
 "q": {"@id": "../b",
  "p": 2}}"""
    of = found(text, "json-ld", "file:///f")
    assert of.of((iri("dir/a"), iri("p"), '"1"')) == 4
    assert of.of((iri("b"), iri("p"), '"2"')) == 6


def test_a_whole_number_of_any_length_in_json_ld_is_no_trouble() -> None:
    text = '{"@id": "http://x/a",\n "http://x/p": ' + "9" * 5000 + "}"
    assert found(text, "json-ld", "file:///f").of((iri("a"), iri("p"), '"9"')) == 2


@pytest.mark.parametrize("end", ["\r", "\r\n"])
def test_lines_end_as_any_system_ends_them(end: str) -> None:
    text = SOURCE.replace("long\nstring", "long string")
    assert found(text.replace("\n", end)).statements == found(text).statements


def test_places_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(SOURCE)
    places = Places([graph.read(path, tmp_path)], {"x": "http://x/"})
    assert places.statement((x("a"), x("b"), x("d"))) == "a.ttl:3: x:a x:b x:d"
    assert places.statement((iri("a"), iri("b"), iri("d"))) == "a.ttl:3: x:a x:b x:d"
    assert places.subject(x("l")) == ("a.ttl", 12)
    assert places.subject(x("o")) == ("a.ttl", 13)
    assert places.subject(x("nowhere")) == ("", 0)


def test_places_follow_a_source_that_was_read_anew(tmp_path: Path) -> None:
    path, other = tmp_path / "a.ttl", tmp_path / "b.ttl"
    path.write_text("<urn:a> <urn:b> <urn:c> .")
    other.write_text("\n<urn:d> <urn:b> <urn:c> .")
    one, two = graph.read(path, tmp_path), graph.read(other, tmp_path)
    places = Places([one, two], {})
    fact = ("<urn:a>", "<urn:b>", "<urn:c>")
    assert places.of(fact) == ("a.ttl", 1)
    path.write_text("\n\n<urn:a> <urn:b> <urn:c> .")
    places.update([graph.read(path, tmp_path), two], {})
    assert places.of(fact) == ("a.ttl", 3)
    assert places.subject("<urn:d>") == ("b.ttl", 2)
