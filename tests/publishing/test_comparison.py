"""Two graphs compared: what a server may write otherwise, and what it may not lose."""

import pyoxigraph as ox
import pytest

from acquis.publishing.comparison import Difference, compare

PREFIXES = "@prefix e: <http://example.org/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . "


def compared(sent: str, received: str) -> Difference:
    ours, theirs = (
        [quad.triple for quad in ox.parse((PREFIXES + text).encode(), format=ox.RdfFormat.TURTLE)]
        for text in (sent, received)
    )
    return compare(ours, theirs)


SAME = {
    "order": ("e:a e:p e:b , e:c .", "e:a e:p e:c , e:b .", 0),
    "labels": ("e:a e:p [ e:q [] ] , [] .", "e:a e:p _:x , _:y . _:y e:q _:z .", 0),
    "node ids": ("e:a e:p [ e:q 1 ] .", "e:a e:p <nodeID://b1> . <nodeID://b1> e:q 1 .", 0),
    "an integer": ('e:a e:p "01"^^xsd:integer .', "e:a e:p 1 .", 1),
    "a truth value": ("e:a e:p true , false .", 'e:a e:p "1"^^xsd:boolean , "0"^^xsd:boolean .', 2),
    "a language": ('e:a e:p "x"@zh-Hans .', 'e:a e:p "x"@zh-hans .', 0),
    "two forms of one value": ('e:a e:p 1 , "01"^^xsd:integer .', "e:a e:p 1 .", 1),
    "a form in a blank node": ('e:a e:p [ e:q "01"^^xsd:integer ] .', "e:a e:p [ e:q 1 ] .", 0),
}
LOST = {
    "a triple": ("e:a e:p e:b , e:c .", "e:a e:p e:b .", 1, 0),
    "a triple too many": ("e:a e:p e:b .", "e:a e:p e:b , e:c .", 0, 1),
    "a value": ("e:a e:p 1 .", "e:a e:p 2 .", 1, 1),
    "a text": ('e:a e:p "x" .', 'e:a e:p "x "  .', 1, 1),
    "a language": ('e:a e:p "x"@en .', 'e:a e:p "x" .', 1, 1),
    "a subject": ("e:a e:p 1 .", "e:b e:p 1 .", 1, 1),
    "a shared node": ("e:a e:p _:x . e:b e:p _:x .", "e:a e:p _:x . e:b e:p _:y .", 1, 1),
    "everything": ("e:a e:p e:b .", "", 1, 0),
}


@pytest.mark.parametrize(("sent", "received", "rewritten"), SAME.values(), ids=SAME)
def test_what_means_the_same_is_the_same(sent: str, received: str, rewritten: int) -> None:
    found = compared(sent, received)
    assert not found, found.words()
    assert found.rewritten == rewritten


@pytest.mark.parametrize(("sent", "received", "missing", "unexpected"), LOST.values(), ids=LOST)
def test_what_is_lost_is_told(sent: str, received: str, missing: int, unexpected: int) -> None:
    found = compared(sent, received)
    assert found
    assert (len(found.missing), len(found.unexpected)) == (missing, unexpected)
    assert ("are missing" in found.words()) == bool(missing)
    assert ("were not sent" in found.words()) == bool(unexpected)
