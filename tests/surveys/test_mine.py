"""Everything open for me in one place; what I handed in can be read again by me, and by nobody else on my pages."""

from datetime import date

from flask import Flask
from sqlalchemy.orm import Session

from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.surveys import jobs
from recruit.surveys.actions import answering
from recruit.surveys.mine.queries import surveys_of
from recruit.surveys.queries.answering import survey_of_contact
from tests import people
from tests.factories import surveys as make
from tests.mail import Outbox

STATEMENTS = 14
WORDS = "Ký túc xá hơi xa công ty."


def test_what_is_open_answered_and_still_to_come(
    app: Flask, outbox: Outbox, db: Session, count_queries: object
) -> None:
    language = "vi"
    user, now = people.student(), core_clock.now()
    placement = make.make_hire(user=user, starts_on=date(2026, 10, 20))
    jobs.tick(now)
    hire = people.sign_in(app.test_client(), user)
    contact = make.contact_of(placement, "m1")
    address = f"/{language}/me/surveys/{contact.public_id}"
    page = hire.get(f"/{language}/me/surveys").text
    assert page.count(f'href="{address}"') == 1
    # The last minute is 23:59 where the person is.
    assert "23:59" in page
    assert hire.get(f"{address}/answers").status_code == 404
    survey = survey_of_contact(contact)
    with writing():
        answering.begin(survey, language=language, now=now)
    walk = survey_of_contact(contact).walk()
    assert f"Câu {walk.place} trong {walk.places}" in hire.get(f"/{language}/me/surveys").text
    with writing():
        item = next(item for item in survey.form.items if item.name == "say_more")
        answering.answer(survey_of_contact(contact), item, WORDS, language=language, now=now)
        answering.submit(survey_of_contact(contact), now=now)
    with count_queries(STATEMENTS):  # type: ignore[operator]
        page = hire.get(f"/{language}/me/surveys").text
    assert f'href="{address}/answers"' in page
    assert WORDS in hire.get(f"{address}/answers").text
    found = surveys_of(people.visitor_of(user), now)
    assert (len(found.open), len(found.answered)) == (0, 1)
    assert [one.contact.wave.key for one in found.coming] == ["m3", "m6", "m12", "m24", "m36"]
    stranger = people.sign_in(app.test_client(), people.other_student())
    assert stranger.get(f"{address}/answers").status_code == 404
    assert contact.public_id not in stranger.get(f"/{language}/me/surveys").text
    for staff in (people.coordinator(), people.retention_officer()):
        at_desk = people.sign_in(app.test_client(), staff)
        assert at_desk.get(f"{address}/answers").status_code == 404
        plan = at_desk.get(f"/ja/staff/followups/people/{placement.public_id}").text
        assert WORDS not in plan
        assert "23:59" not in plan
