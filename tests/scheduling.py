"""Who runs what when several processes run the tests: files go out whole, the longest first.

A file whose tests stay together makes what its tests share once. It is told apart by the names of the tests alone: what
pytest-xdist does with its groups depends on how pytest keeps a name, and went unseen past pytest 9.2.
"""

import re

from xdist.scheduler import LoadScopeScheduling

_DATABASE = re.compile(r"[\[-](sqlite|postgresql)[\]-]")
# By the beginning of the name: what must not be left to the end. While the first makes the walk through the house, a minute's
# work, nobody must wait for it: the two that begin beside it need none. What waits for clocks has others beside it that do not.
LONG_FIRST = (
    "tests/house/test_bad_input.py",
    "tests/journeys/test_the_road.py",
    "tests/house/test_confidential.py",
    "tests/house/test_pages_in_browser.py",
    "tests/house/test_rights.py",
    "tests/house/",
    "tests/journeys/",
    "tests/worker/",
)
_WAITS = "tests/worker/"
# Its tests read the same pages, and the process that has read one keeps it.
_TOGETHER = ("test_pages.py", "test_pseudo.py", "test_sightings.py")


def unit_of(name: str) -> str:
    """What a test stays together with: its file, and of that the tests on the same kind of database."""
    file, _, rest = name.partition("::")
    if file.startswith("tests/house/") and file.endswith(_TOGETHER):
        return "tests/house/pages"
    database = _DATABASE.search(rest)
    return f"{file} {database[1]}" if database else file


def place_of(name: str) -> int:
    """Where a test stands in the order of the run: the long ones first, the others as they were found.

    Tests of one kind of database stay side by side, so that no process goes back and forth between the kinds.
    """
    if _DATABASE.search(name) and not name.startswith(_WAITS):
        return len(LONG_FIRST)
    places = (place for place, beginning in enumerate(LONG_FIRST) if name.startswith(beginning))
    return next(places, len(LONG_FIRST))


class WholeFiles(LoadScopeScheduling):
    """Gives whole units of work to the processes, in the order of the run."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)
