"""A file is written whole or not at all."""

from pathlib import Path

import pytest

from acquis.atomic import write
from acquis.errors import AcquisError


def test_writing_keeps_mode_and_link(tmp_path: Path) -> None:
    target, link = tmp_path / "target.ttl", tmp_path / "link.ttl"
    target.write_text("old")
    target.chmod(0o600)
    link.symlink_to(target)
    write(link, "new")
    assert target.read_text() == "new"
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o600
    assert len(list(tmp_path.iterdir())) == 2


def test_a_new_file_is_written_as_it_is_given(tmp_path: Path) -> None:
    write(tmp_path / "new.txt", "é\r\n\udcff")
    assert (tmp_path / "new.txt").read_bytes() == "é\r\n\\udcff".encode()


def test_what_cannot_be_written_is_told_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "folder", tmp_path / "no" / "such"):
        with pytest.raises(AcquisError, match="cannot be written") as caught:
            write(path, "text")
        assert str(path) in str(caught.value)
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
