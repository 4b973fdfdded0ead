"""Where the databases of the tests are made, and what killed runs leave behind."""

import fcntl
from pathlib import Path
import shutil
from types import SimpleNamespace

import pytest

from tests.databases import SqlitePlace, clear_away_orphans, place_for_clusters


@pytest.mark.parametrize(("free", "is_used"), [(2**36, True), (64 * 2**20, False)])
def test_clusters_are_in_memory_where_there_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, is_used: bool
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: SimpleNamespace(free=free))
    assert place_for_clusters(tmp_path) == (tmp_path if is_used else None)
    assert place_for_clusters(tmp_path / "none") is None


def test_what_killed_runs_left_is_cleared_away_and_nothing_else(tmp_path: Path) -> None:
    for name in ("recruit-pg-left", "recruit-pg-used", "recruit-pg-beginning", "other"):
        (tmp_path / name).mkdir()
        if name != "recruit-pg-beginning":
            (tmp_path / name / "in-use").touch()
    with (tmp_path / "recruit-pg-used" / "in-use").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        clear_away_orphans(tmp_path)
        assert {path.name for path in tmp_path.iterdir()} == {
            "recruit-pg-used",
            "recruit-pg-beginning",
            "other",
        }


def test_a_copy_holds_what_was_there_and_goes_its_own_way(tmp_path: Path) -> None:
    place = SqlitePlace(tmp_path)
    first, second = place.fresh(), place.fresh()
    copied = [Path(url.removeprefix("sqlite:///")) for url in (first, second, place.copy_of(first))]
    assert len({path.name for path in copied}) == 3
    assert len({path.read_bytes() for path in copied}) == 1
    place.drop(first)
    assert [path.exists() for path in copied] == [False, True, True]
