"""Several processes share the tests as they should."""

from types import SimpleNamespace

import pytest

from tests.scheduling import WholeFiles, place_of, unit_of


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
        "tests/house/test_rights.py::test_a",
        "tests/journeys/test_the_road.py::test_a",
    ]
    assert sorted(names, key=place_of) == [names[3], names[2], names[0], names[1]]


def test_the_run_is_scheduled_so(pytestconfig: pytest.Config) -> None:
    (chosen,) = [
        hook.plugin.__name__
        for hook in pytestconfig.pluginmanager.hook.pytest_xdist_make_scheduler.get_hookimpls()
        if "conftest" in hook.plugin_name
    ]
    assert chosen.endswith("conftest")
