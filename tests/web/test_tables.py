"""Marks of pages as somebody may have changed them in an address."""

from base64 import urlsafe_b64encode
from typing import Any

from flask.testing import FlaskClient

from recruit.web.tables import mark_of, place_of
from tests import people
from tests.factories.placements import make_company

MARKS: list[list[Any]] = [
    [1], ["\0"], [{}], [None], [True], [1.5], ["a", "b"], [1, 2], [2**70], [-(2**70)], [["a"]], [],
]  # fmt: skip
DEEP = urlsafe_b64encode(b"[" * 3000).decode()


def test_a_mark_that_somebody_changed_is_the_first_page(client: FlaskClient) -> None:
    make_company("旭川北成建設")
    staff = people.sign_in(client.application.test_client(), people.coordinator())
    for who, address in ((client, "/ja/companies"), (staff, "/ja/staff/organisations")):
        for mark in (*map(mark_of, MARKS), DEEP, "ÿ", "="):
            answer = who.get(address, query_string={"after": mark})
            assert answer.status_code == 200, mark
    assert "旭川北成建設" in client.get("/ja/companies", query_string={"after": mark_of([1])}).text


def test_marks_are_read_back() -> None:
    assert place_of(mark_of(["kensetsu", 7])) == ["kensetsu", 7]
    assert place_of(DEEP) is None
