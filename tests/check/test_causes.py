"""What repeats another finding is left out, and nothing else."""

import time
from dataclasses import replace

from acquis.causes import independent, told_once
from acquis.findings import Finding

QUERY = Finding("a.ttl", 3, "undeclared-reference", "none", "x", statements=("a.ttl:3: s p x",))
SHAPE = Finding("a.ttl", 3, "NormShape-p", "no norm", "s", statements=("a.ttl:3: s p x",))
COVERS = {"undeclared-reference": ("*Shape*",)}


def test_what_a_rule_covers_is_told_by_it_alone() -> None:
    assert told_once([SHAPE, QUERY], COVERS) == [QUERY]
    assert told_once([SHAPE], COVERS) == [SHAPE]
    assert told_once([SHAPE, QUERY], {}) == sorted([SHAPE, QUERY])


def test_a_covered_rule_is_told_of_another_statement() -> None:
    other = Finding("a.ttl", 4, "NormShape-p", "no norm", "s", statements=("a.ttl:4: s p y",))
    assert told_once([other, QUERY], COVERS) == sorted([other, QUERY])


def test_a_rule_covers_what_names_no_statement_by_its_subject() -> None:
    covers = {"memory": ("MemoryShape",)}
    query = Finding("a.ttl", 3, "memory", "by heart", "e", statements=("a.ttl:3: e p memory",))
    shape = Finding("a.ttl", 2, "MemoryShape", "by heart", "e")
    of_another = Finding("b.ttl", 2, "MemoryShape", "by heart", "f")
    assert told_once([query, shape, of_another], covers) == [query, of_another]


def test_one_finding_twice_is_told_once_with_most_statements() -> None:
    short = Finding("a.ttl", 3, "r", "m", "s", statements=("a.ttl:3: s p x",))
    long = Finding("a.ttl", 3, "r", "m", "s", statements=("a.ttl:3: s p x", "a.ttl:4: s p y"))
    assert told_once([short, long, long], {}) == [long]


def test_what_a_contradiction_entails_is_not_independent_of_it() -> None:
    stays = Finding("b.ttl", 1, "r", "m", "b")
    gone = Finding("a.ttl", 9, "r", "m", "a")
    assert independent([stays, gone, SHAPE], [stays, SHAPE], {"a.ttl:3: s p x"}) == [stays]


def test_lost_rows_are_told_where_nothing_else_is_wrong() -> None:
    lost = Finding("q.rq", 5, "saved-query-rows", "the answer has 1 row", "q")
    warning = Finding("a.ttl", 9, "status-overlap", "m", "a", "warning")
    assert told_once([lost, SHAPE], {}) == [SHAPE]
    assert told_once([lost, warning], {}) == [warning, lost]


def test_many_findings_take_no_long() -> None:
    many = [
        Finding("a.ttl", line, "undeclared-reference", "none", f"x{line}", statements=(f"{line}",))
        for line in range(10_000)
    ]
    repeated = [replace(one, rule="NormShape-p") for one in many]
    began = time.process_time()
    assert told_once([*many, *repeated], COVERS) == sorted(many)
    assert time.process_time() - began < 10
