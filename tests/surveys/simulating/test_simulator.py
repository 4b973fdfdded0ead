"""The simulator: what is typed becomes the document of the command, and the page shows what the command writes."""

from datetime import date
import json
from typing import Any

from flask import Flask
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from recruit.surveys.actions.calendars import calendar
from recruit.surveys.models import Contact
from recruit.surveys.planning.programme import shipped_programme
from recruit.surveys.planning.simulation import simulate
from recruit.surveys.simulating.story import Story, document_of
from tests import people
from tests.factories import surveys as make

ADDRESS = (
    "/en/staff/followups/simulate{}?start_on=2027-04-01&zone=Asia/Jakarta&language=id&last_day=2028-06-30"
)


@pytest.mark.parametrize(
    ("more", "wave", "state"),
    [
        ({}, "m36", ("expired", None)),
        ({"is_planned": True}, "m36", ("held", "start_not_confirmed")),
        ({"is_planned": True, "confirmed_on": date(2027, 4, 2)}, "m36", ("expired", None)),
        ({"last_day": date(2028, 6, 30)}, "m24", ("cancelled", "left")),
        ({"last_day": date(2028, 6, 30)}, "exit", ("expired", None)),
        ({"leave_from": date(2027, 6, 1), "leave_to": date(2027, 12, 31)}, "m3", ("not_applicable", "leave")),
        ({"refuses": "all", "refuses_on": date(2027, 9, 1)}, "m6", ("opted_out", "all")),
        ({"bounced_on": date(2027, 9, 1)}, "m12", ("unreachable", "bounced")),
        ({"registered_on": date(2027, 9, 1)}, "m1", ("not_applicable", "late_entry")),
    ],
)
def test_a_story_is_told_as_facts(more: dict[str, Any], wave: str, state: tuple[str, str | None]) -> None:
    story = Story(start_on=date(2027, 4, 1), zone="Asia/Tokyo", language="vi", **more)
    result: Any = simulate(document_of(story, shipped_programme(), calendar()))
    found = [one for one in result["contacts"] if (one["wave"], one["kind"]) == (wave, "invitation")]
    assert [(one["state"], one["reason"]) for one in found] == [state]


def test_a_moved_start_moves_what_has_not_gone() -> None:
    story = Story(
        start_on=date(2027, 4, 1),
        zone="Asia/Tokyo",
        language="vi",
        moved_to=date(2027, 4, 15),
        moved_known_on=date(2027, 4, 2),
    )
    result: Any = simulate(document_of(story, shipped_programme(), calendar()))
    m3 = [(one["due"], one["reason"]) for one in result["contacts"] if one["wave"] == "m3"][:2]
    assert m3 == [("2027-07-01", "start_corrected"), ("2027-07-15", None)]


def test_the_page_shows_what_the_command_writes_and_keeps_nothing(app: Flask, db: Session) -> None:
    make.load()
    browser = people.sign_in(app.test_client(), people.coordinator())
    page = browser.get(ADDRESS.format(""))
    assert page.status_code == 200
    facts = json.loads(browser.get(ADDRESS.format("/facts.json")).text)
    contacts = json.loads(browser.get(ADDRESS.format("/contacts.json")).text)
    assert contacts == simulate(facts)
    assert page.text.count('<th scope="row"') >= len(contacts["contacts"])
    # Nine o'clock of who lives in Jakarta is eleven in Japan.
    assert ("09:00" in page.text, "11:00" in page.text) == (True, True)
    for subject in ("Three months: how is it going?", "Tiga bulan: bagaimana keadaan Anda?"):
        assert subject in page.text
    # The subjects are written in four languages, the page around them in that of its reader.
    assert ">Follow-ups</a>" in page.text and "フォローアップ</a>" not in page.text
    assert db.scalar(select(func.count()).select_from(Contact)) == 0
    wrong = browser.get(ADDRESS.format("") + "&leave_to=2027-05-01")
    assert wrong.status_code == 422
    assert "A leave ends after it begins." in wrong.text
    assert browser.get(ADDRESS.format("/people.json")).status_code == 404
