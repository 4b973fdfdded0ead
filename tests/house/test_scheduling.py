"""Several processes share the tests as they should."""

import re
from types import SimpleNamespace

import pytest

from tests.house.places import ROOT
from tests.scheduling import LONG_FIRST, WholeFiles, place_of, unit_of
from tests.turns import everything_is_asked, waits_for_its_turn


class Process:
    """What the scheduler knows of a process: it is told which tests come next."""

    gateway = SimpleNamespace(id="gw")
    shutting_down = False

    def __init__(self) -> None:
        self.told: list[list[int]] = []

    def send_runtest_some(self, places: list[int]) -> None:
        self.told.append(places)

    def shutdown(self) -> None:
        self.shutting_down = True


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("tests/house/test_rights.py::test_a[hire]", "tests/house/test_rights.py::test_b[student]", True),
        ("tests/house/test_pages.py::test_a", "tests/house/test_sightings.py::test_b[staff]", True),
        ("tests/house/test_pages.py::test_a", "tests/house/test_pages_in_browser.py::test_b", False),
        ("tests/fairs/test_views.py::test_a[sqlite-ja]", "tests/fairs/test_views.py::test_b[sqlite]", True),
        ("tests/fairs/test_views.py::test_a[sqlite]", "tests/fairs/test_views.py::test_a[postgresql]", False),
        ("tests/fairs/test_views.py::test_a[1-sqlite]", "tests/fairs/test_rules.py::test_a[sqlite]", False),
    ],
)
def test_what_shares_something_stays_together(one: str, other: str, together: bool) -> None:
    assert (unit_of(one) == unit_of(other)) is together


def test_a_file_goes_to_one_process_whole() -> None:
    kinds = ("a.py::test[sqlite", "a.py::test[postgresql", "b.py::test[sqlite")
    names = [f"tests/core/test_{kind}-{number}]" for kind in kinds for number in range(4)]
    config = SimpleNamespace(
        getvalue=lambda _name: ["2*popen"], option=SimpleNamespace(loadscopereorder=False)
    )
    scheduler = WholeFiles(config)  # type: ignore[arg-type]
    processes = [Process(), Process()]
    for process in processes:
        scheduler.add_node(process)  # type: ignore[arg-type]
        scheduler.add_node_collection(process, names)  # type: ignore[arg-type]
    scheduler.schedule()
    assert [process.told for process in processes] == [[[0, 1, 2, 3]], [[4, 5, 6, 7]]]
    for number in range(4):
        scheduler.mark_test_complete(processes[1], 4 + number)  # type: ignore[arg-type]
    assert processes[1].told[1:] == [[8, 9, 10, 11]]


def test_long_files_begin_first() -> None:
    names = [
        "tests/core/test_db.py::test_a[sqlite]",
        "tests/house/test_merging.py::test_a[sqlite]",
        "tests/worker/test_worker.py::test_a[sqlite]",
        "tests/house/test_rights.py::test_a",
        "tests/journeys/test_the_road.py::test_a",
    ]
    assert sorted(names, key=place_of) == [names[4], names[3], names[2], names[0], names[1]]


def test_beside_the_walk_begins_what_needs_none() -> None:
    needs_it = [
        bool(re.search(r"\b(?:house: House|walked)\b", (ROOT / name).read_text(encoding="utf-8")))
        for name in LONG_FIRST[:3]
    ]
    assert needs_it == [True, False, False]


def test_the_run_is_scheduled_so(pytestconfig: pytest.Config) -> None:
    (chosen,) = [
        hook.plugin.__name__
        for hook in pytestconfig.pluginmanager.hook.pytest_xdist_make_scheduler.get_hookimpls()
        if "conftest" in hook.plugin_name
    ]
    assert chosen.endswith("conftest")


PAGE = "tests/fairs/test_views.py::test_a_page"


@pytest.mark.parametrize(
    ("file", "fixtures", "may_wait"),
    [
        ("fairs/test_views.py", ("db", "client"), True),
        ("fairs/test_views.py", ("db", "app"), False),
        ("fairs/test_views.py", ("client", "own_app"), False),
        ("fairs/test_actions.py", ("client",), False),
        ("postings/test_posting_searches.py", ("client",), False),
        ("accounts/test_races_of_ways_in.py", ("client",), False),
        ("trust/test_guards.py", ("client",), False),
        ("dashboards/test_merging.py", ("client",), False),
    ],
)
def test_tests_of_pages_run_on_postgresql_in_turn(
    file: str, fixtures: tuple[str, ...], may_wait: bool
) -> None:
    names = [f"tests/{file}::test_{number}" for number in range(90)]
    waiting = [name for name in names if waits_for_its_turn(f"{name}[postgresql-ja]", fixtures)]
    assert bool(waiting) is may_wait
    assert len(waiting) < 80
    assert not any(waits_for_its_turn(f"{name}[sqlite-ja]", fixtures) for name in names)


def test_the_turns_are_the_same_on_every_machine() -> None:
    names = [f"{PAGE}[postgresql-{number}]" for number in range(6)]
    waiting = [waits_for_its_turn(name, {"client"}) for name in names]
    assert waiting == [True, False, True, True, True, True]


@pytest.mark.parametrize(
    ("keyword", "arguments", "full", "all_of_them"),
    [
        ("", ["tests"], "", False),
        ("sqlite", ["tests"], "", False),
        ("postgresql", ["tests"], "", True),
        ("", [f"{PAGE}[postgresql]"], "", True),
        ("", ["tests"], "1", True),
    ],
)
def test_who_asks_for_postgresql_gets_all(
    monkeypatch: pytest.MonkeyPatch, keyword: str, arguments: list[str], full: str, all_of_them: bool
) -> None:
    monkeypatch.setenv("FULL", full)
    config = SimpleNamespace(args=arguments, getoption=lambda _name: keyword)
    assert everything_is_asked(config) is all_of_them  # type: ignore[arg-type]
