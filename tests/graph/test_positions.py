"""The line of each statement, for any layout of Turtle."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from rdflib import XSD, Literal, URIRef

from acquis import graph
from acquis.positions import Places, lines

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


def x(name: str) -> URIRef:
    return URIRef(f"http://x/{name}")


def test_each_object_has_its_own_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(SOURCE)
    found = lines(path)
    assert found[x("a"), x("b"), x("c")] == 2
    assert found[x("a"), x("b"), x("d")] == 3
    assert found[x("a"), x("e"), Literal("multi\n")] == 5
    assert found[x("a"), x("e"), Literal("long\nstring")] == 5
    assert found[x("a"), x("e"), x("f")] == 7
    assert found[x("a"), x("g"), x("h")] == 9
    assert found[x("l"), x("m"), x("last")] == 15
    assert {triple for triple, line in found.items() if line == 15} == {
        (x("l"), x("m"), x("last")),
        (x("l"), x("n"), Literal(1)),
        (
            x("l"),
            x("n"),
            Literal("1.50", datatype=XSD.decimal, normalize=False),
        ),
        (x("l"), x("n"), Literal(True)),
    }


@given(st.lists(st.integers(0, 3), min_size=1, max_size=12))
def test_blank_lines_shift_positions(gaps: list[int]) -> None:
    import tempfile

    text = "@prefix x: <http://x/> .\nx:s"
    wanted, line = {}, 2
    for number, gap in enumerate(gaps):
        text += "\n" * gap + f" x:p{number} x:o{number} ;"
        line += gap
        wanted[x("s"), x(f"p{number}"), x(f"o{number}")] = line
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.ttl"
        path.write_text(text + " .")
        assert lines(path) == wanted


def test_places_name_file_and_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ttl"
    path.write_text(SOURCE)
    places = Places([graph.read(path, tmp_path)], {"x": "http://x/"})
    assert places.statement((x("a"), x("b"), x("d"))) == "a.ttl:3: x:a x:b x:d"
    assert places.subject(x("l")) == ("a.ttl", 12)
    assert places.subject(x("nowhere")) == ("", 0)
