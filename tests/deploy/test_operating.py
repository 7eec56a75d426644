"""The page for operators says what is so."""

import re

from tests.documents import OPERATING, rows_of, settings

from acquis.cli.serving import serve
from acquis.cli.settings import options
from acquis.web.observation import Metrics

AGAIN = "write it anew with: python -m tests.documents"
TEXT = OPERATING.read_text(encoding="utf-8")


def test_the_table_of_settings_is_that_of_the_command() -> None:
    assert rows_of(OPERATING, "setting") == settings(), AGAIN


def test_the_variable_of_a_setting_is_made_of_its_name() -> None:
    for key, option in options(serve).items():
        assert option.envvar == f"ACQUIS_{key.upper().replace('-', '_')}"


def test_every_metric_is_told_and_every_one_told_is_there() -> None:
    printed = Metrics().text("ab").decode()
    there = set(re.findall(r"^# TYPE (acquis_\w+)", printed, re.M))
    there = {name for name in there if not name.endswith("_created")}
    told = {row[0].strip("`") for row in rows_of(OPERATING, "metric")}
    assert {name for name in told if name.startswith("acquis")} == there
    named = {
        name.removesuffix("_bucket") for name in re.findall(r"\b(?:acquis_(?:re|bu)\w+)", TEXT)
    }
    assert named <= there
