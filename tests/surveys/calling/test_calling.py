"""Calls: what was tried, answers written down for somebody, and what nobody but the person may see."""

from datetime import date, timedelta
import re

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
import time_machine

from recruit.accounts.models import ContactPoint, User
from recruit.accounts.rules import ContactKind as WayKind
from recruit.accounts.ways.queries import mark_of_way
from recruit.cases.models import AlertCheck
from recruit.core import clock as core_clock
from recruit.core.db import session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry, Sighting
from recruit.core.visitor import Role
from recruit.messages.models import AddressState
from recruit.placements.models import Placement
from recruit.surveys import jobs
from recruit.surveys.actions import answering
from recruit.surveys.actions.contacts import raise_task
from recruit.surveys.calling import actions, queries
from recruit.surveys.calling.jobs import settle_calls
from recruit.surveys.calling.models import CallTry, PhoneEntry
from recruit.surveys.calling.queries import Filters
from recruit.surveys.calling.rules import CallOutcome, CallRefusal, Turn
from recruit.surveys.models import Answer, FollowUpTask, Response, SurveyOptOut
from recruit.surveys.queries.answering import Survey, survey_of_contact
from recruit.surveys.queries.known import mail_address_of
from recruit.surveys.rules import (
    ContactState,
    OptOutLevel,
    ResponseMode,
    ResponseState,
    TaskKind,
)
from tests import people
from tests.conftest import CountQueries
from tests.factories import surveys as make

ALONE_ITEM, PHONE_ITEM = "q_satisfied", "q_payok"
WORDS = "Tôi muốn về sớm hơn"


@pytest.fixture
def hire(app: Flask) -> Placement:
    """Somebody whose three-month survey is open, and who has a telephone and a mother."""
    placement = make.make_hire(starts_on=date(2026, 8, 25))
    with writing() as rows:
        for place, (kind, value) in enumerate(
            ((WayKind.PHONE, "+819000000001"), (WayKind.TRUSTED_PERSON, "+84900000002")), start=2
        ):
            rows.add(ContactPoint(person_id=placement.person_id, kind=kind, value=value, priority=place))
    return placement


@pytest.fixture
def officer(app: Flask) -> User:
    return people.make_user("officer@staff.example", roles=(Role.RETENTION_OFFICER,))


def survey_of(placement: Placement, wave: str = "m3") -> Survey:
    return survey_of_contact(make.contact_of(placement, wave))


def way(placement: Placement, kind: WayKind) -> ContactPoint:
    return session().scalars(
        select(ContactPoint).where(ContactPoint.person_id == placement.person_id, ContactPoint.kind == kind)
    ).one()  # fmt: skip


def put_on_the_list(placement: Placement) -> None:
    """As after two mails that nobody answered."""
    with writing():
        raise_task(make.contact_of(placement, "m3"), TaskKind.CALL, core_clock.now())


def begin(placement: Placement, user: User, language: str = "vi") -> PhoneEntry:
    with writing():
        return actions.begin(
            survey_of(placement),
            language=language,
            read_out=True,
            by=people.visitor_of(user),
            now=core_clock.now(),
        )


def keep(entry: PhoneEntry, user: User, **given: str) -> list[str]:
    survey = survey_of_contact(entry.contact)
    with writing():
        alone = actions.keep(
            entry,
            survey,
            given,
            by=people.visitor_of(user),
            now=core_clock.now(),
        )
    return [item.name for item in alone]


def test_a_questionnaire_on_the_telephone_is_handed_in_once_and_seen_no_more(
    client: FlaskClient, hire: Placement, officer: User, db: Session
) -> None:
    """The whole way in the browser: read out, answer, stop at an error, ask for the yes, hand in."""
    person = people.sign_in(client, officer)
    survey = survey_of(hire)
    with writing():
        answering.answer(survey, survey.form.item(ALONE_ITEM), "2", language="vi", now=core_clock.now())
    begin_at = f"/ja/staff/followups/calls/{hire.public_id}/surveys/{survey.contact.public_id}"
    assert person.post(begin_at, data={"language": "vi"}).status_code == 422
    there = person.post(begin_at, data={"language": "vi", "read_out": "1"}).headers["Location"]
    page = person.get(there).text
    assert f'name="answer-{PHONE_ITEM}"' in page
    assert f'name="answer-{ALONE_ITEM}"' not in page
    # What says that something is wrong has its help lines beside it before anything is kept; nothing else has.
    assert page.count("worry-at-once") == 1
    worrying = set(re.findall(r'value="([a-z_]+)" data-worry', page))
    assert {"a_unpaid", "a_violence"} <= worrying
    assert "a_none" not in worrying
    asked = {f"asked-{item}": "1" for item in (PHONE_ITEM, ALONE_ITEM, "say_more")}
    said = {**asked, f"answer-{PHONE_ITEM}": "4", f"answer-{ALONE_ITEM}": "5", "answer-say_more": WORDS}
    assert person.post(there, data={**said, "act": f"keep.{PHONE_ITEM}"}).status_code == 303
    assert WORDS in person.get(there).text
    # A form that says nothing of a question takes no answer back.
    assert person.post(there, data={"act": "keep"}).status_code == 303
    assert WORDS in person.get(there).text
    wrong = person.post(there, data={**said, f"answer-{PHONE_ITEM}": "9", "act": "hand_in", "said_yes": "1"})
    assert (wrong.status_code, WORDS in wrong.text) == (422, True)
    assert person.post(there, data={**said, "act": "hand_in"}).status_code == 422
    assert db.scalars(select(Response)).one().state is ResponseState.BEGUN
    assert person.post(there, data={**said, "act": "hand_in", "said_yes": "1"}).status_code == 303
    assert WORDS not in person.get(there).text
    response = db.scalars(select(Response).execution_options(populate_existing=True)).one()
    assert (response.state, response.mode, response.language) == (
        ResponseState.SUBMITTED,
        ResponseMode.PHONE,
        "vi",
    )
    kept = {answer.item: (answer.value, answer.phone_entry_id is None) for answer in response.answers}
    assert kept == {ALONE_ITEM: (["2"], True), PHONE_ITEM: (["4"], False), "say_more": (None, False)}
    assert make.contact_of(hire, "m3").state is ContactState.COMPLETE
    assert db.scalars(select(AlertCheck.response_id)).all() == [response.id]
    by = select(AuditEntry.by_ref).where(AuditEntry.action == "response.submitted")
    assert db.scalars(by).one() == officer.person.public_id
    looked = select(func.count()).where(Sighting.what == "response")
    assert (db.scalar(looked) or 0) > 0
    before = db.scalar(select(func.count()).select_from(Answer))
    assert person.post(there, data={**said, "act": "hand_in", "said_yes": "1"}).status_code == 303
    assert db.scalar(select(func.count()).select_from(Answer)) == before


def test_nobody_but_its_caller_opens_an_entry(
    app: Flask, client: FlaskClient, hire: Placement, officer: User
) -> None:
    entry = begin(hire, officer)
    keep(entry, officer, say_more=WORDS)
    colleague = people.make_user("other@staff.example", roles=(Role.RETENTION_OFFICER,))
    coordinator = people.make_user("coordinator@staff.example", roles=(Role.COORDINATOR,))
    there = f"/en/staff/followups/entries/{entry.public_id}"
    for asks, status in ((officer, 200), (colleague, 404), (coordinator, 403)):
        reply = people.sign_in(app.test_client(), asks).get(there)
        assert (reply.status_code, WORDS in reply.text) == (status, status == 200)
    assert client.get(there).status_code == 303
    with pytest.raises(Refused) as busy:
        begin(hire, colleague)
    assert busy.value.reason is CallRefusal.BEING_ENTERED
    with pytest.raises(Missing):
        begin(hire, coordinator)


def test_what_was_kept_in_an_earlier_call_is_not_shown_again(
    hire: Placement, officer: User, clock: time_machine.Traveller
) -> None:
    first = begin(hire, officer)
    assert begin(hire, officer).id == first.id
    keep(first, officer, **{PHONE_ITEM: "1", "say_more": WORDS})
    clock.shift(timedelta(hours=5))
    with pytest.raises(Refused) as over:
        keep(first, officer, **{PHONE_ITEM: "2"})
    assert over.value.reason is CallRefusal.ENTRY_OVER
    again = begin(hire, officer)
    known = queries.answered(survey_of(hire), again)
    assert (known.here, known.earlier) == ({}, {PHONE_ITEM, "say_more"})
    keep(again, officer, **{PHONE_ITEM: "3"})
    assert queries.answered(survey_of(hire), again).here == {PHONE_ITEM: "3"}


def test_who_answers_alone_meanwhile_wins(hire: Placement, officer: User) -> None:
    entry = begin(hire, officer)
    keep(entry, officer, **{PHONE_ITEM: "1"})
    survey = survey_of(hire)
    with writing():
        answering.answer(survey, survey.form.item(PHONE_ITEM), "5", language="vi", now=core_clock.now())
    assert keep(entry, officer, **{PHONE_ITEM: "2", "say_more": WORDS}) == [PHONE_ITEM]
    # Nor does taking back what was said in the call take back what the person has answered.
    keep(entry, officer, **{PHONE_ITEM: ""})
    assert queries.answered(survey_of(hire), entry).here == {"say_more": WORDS}
    with writing():
        answering.submit(survey_of(hire), now=core_clock.now())
    assert survey_of(hire).answers == {PHONE_ITEM: "5", "say_more": WORDS}
    with pytest.raises(Refused) as late:
        keep(entry, officer, say_more="…")
    assert late.value.reason is CallRefusal.ANSWERED_MEANWHILE
    response = session().scalars(select(Response)).one()
    assert response.mode is ResponseMode.SELF


def test_a_call_comes_onto_the_list_and_leaves_it_answered(
    client: FlaskClient,
    hire: Placement,
    officer: User,
    clock: time_machine.Traveller,
    count_queries: CountQueries,
) -> None:
    asks = people.visitor_of(officer)
    put_on_the_list(hire)
    [line] = queries.calls(asks, core_clock.now(), Filters()).page.rows
    assert (line.waiting.kinds, line.waiting.waves, line.turn) == ({TaskKind.CALL}, ["m3"], Turn.NOW)
    assert [point.kind for point in line.own_ways] == [WayKind.PHONE]
    assert line.others == []
    assert queries.calls(asks, core_clock.now(), Filters(kind=TaskKind.BOUNCED)).page.rows == []
    assert queries.calls(asks, core_clock.now(), Filters(language="ja")).page.rows == []
    person = people.sign_in(client, officer)
    with count_queries(8):
        page = person.get("/vi/staff/followups/calls").text
    assert hire.person.display_name in page
    assert "tel:+819000000001" in page
    assert "+84900000002" not in page
    entry = begin(hire, officer)
    keep(entry, officer, **{PHONE_ITEM: "4"})
    with writing():
        actions.hand_in(
            entry, survey_of(hire), said_yes=True, by=people.visitor_of(officer), now=core_clock.now()
        )
    assert queries.calls(asks, core_clock.now(), Filters()).page.rows == []
    still_open = select(FollowUpTask.id).where(
        FollowUpTask.kind == TaskKind.CALL, FollowUpTask.done_at.is_(None)
    )
    assert session().scalars(still_open).all() == []


def test_tries_move_the_line_and_a_wrong_number_is_used_no_more(
    client: FlaskClient, hire: Placement, officer: User, clock: time_machine.Traveller, db: Session
) -> None:
    put_on_the_list(hire)
    person = people.sign_in(client, officer)
    there = f"/ja/staff/followups/calls/{hire.public_id}"
    phone = mark_of_way(way(hire, WayKind.PHONE))
    mother = mark_of_way(way(hire, WayKind.TRUSTED_PERSON))

    def note(outcome: CallOutcome, **more: str) -> int:
        return person.post(there, data={"outcome": outcome, "point": phone, **more}).status_code

    assert note(CallOutcome.CALL_BACK) == 422
    assert note(CallOutcome.NOT_REACHED, point=mother) == 422
    for _press in range(2):
        assert note(CallOutcome.NOT_REACHED) == 303
    assert db.scalar(select(func.count()).select_from(CallTry)) == 1
    asks = people.visitor_of(officer)
    [line] = queries.calls(asks, core_clock.now(), Filters()).page.rows
    assert line.turn is Turn.LATER
    clock.shift(timedelta(days=1))
    people.sign_in(client, officer)
    assert note(CallOutcome.NOT_REACHED) == 303
    assert "+84900000002" in person.get(there).text
    assert note(CallOutcome.CALL_BACK, again_at="2026-12-20T19:30") == 303
    last = db.scalars(select(CallTry).order_by(CallTry.id.desc())).first()
    assert last is not None and last.call_again_at == make.day("2026-12-20T19:30+09:00")
    assert way(hire, WayKind.PHONE).verified_at is not None
    assert note(CallOutcome.WRONG_NUMBER) == 303
    assert way(hire, WayKind.PHONE).ended_at is not None
    [line] = queries.calls(asks, core_clock.now(), Filters()).page.rows
    assert (line.own_ways, [point.kind for point in line.others]) == ([], [WayKind.TRUSTED_PERSON])


@pytest.mark.parametrize(
    ("act", "states"),
    [
        (OptOutLevel.SURVEY, ("opted_out survey", "planned")),
        (OptOutLevel.SURVEYS, ("opted_out surveys", "opted_out")),
        ("no_calls", ("planned", "planned")),
    ],
)
def test_a_refusal_on_the_telephone_is_two_presses(
    client: FlaskClient, hire: Placement, officer: User, clock: time_machine.Traveller, act: str,
    states: tuple[str, str],
) -> None:  # fmt: skip
    put_on_the_list(hire)
    person = people.sign_in(client, officer)
    there = f"/en/staff/followups/calls/{hire.public_id}/refuse"
    contact = make.contact_of(hire, "m3")
    assert person.get(there).status_code == 200
    named = f"{act}.{contact.public_id}" if act == OptOutLevel.SURVEY else act
    assert person.post(there, data={"act": named}).status_code == 303
    found = make.states_of(hire)
    assert (found["m3"], found["m6"].split()[0]) == states
    # One survey is refused for this employment alone: whoever is hired again is asked again.
    kept = session().execute(select(SurveyOptOut.wave, SurveyOptOut.placement_id)).all()
    refused = {OptOutLevel.SURVEY: [("m3", hire.id)], OptOutLevel.SURVEYS: [("", None)]}
    assert kept == refused.get(act, [])
    assert queries.calls(people.visitor_of(officer), core_clock.now(), Filters()).page.rows == []
    told = select(AuditEntry.by_ref).where(AuditEntry.action == "survey.refused")
    assert set(session().scalars(told)) <= {officer.person.public_id}


def test_a_new_address_ends_being_out_of_reach_and_plans_what_is_still_open(
    app: Flask, officer: User, clock: time_machine.Traveller
) -> None:
    hire = make.make_hire(starts_on=date(2026, 8, 25), address="")
    jobs.tick(core_clock.now())
    asks = people.visitor_of(officer)
    [line] = queries.calls(asks, core_clock.now(), Filters()).page.rows
    assert line.waiting.kinds == {TaskKind.UNREACHABLE}
    with writing() as rows:
        rows.add(
            ContactPoint(person_id=hire.person_id, kind=WayKind.MAIL, value="new@hires.example", priority=1)
        )
    jobs.tick(core_clock.now())
    assert make.contact_of(hire, "m3").state is ContactState.QUEUED
    assert settle_calls(core_clock.now()) > 0
    assert queries.calls(asks, core_clock.now(), Filters()).page.rows == []
    with writing() as rows:
        rows.add(AddressState(address="new@hires.example", bounced_at=core_clock.now()))
        rows.add(
            ContactPoint(
                person_id=hire.person_id, kind=WayKind.MAIL, value="Second@hires.example", priority=2
            )
        )
    assert mail_address_of(hire.person_id) == "Second@hires.example"
    with writing():
        for point in session().scalars(select(ContactPoint).where(ContactPoint.person_id == hire.person_id)):
            point.ended_at = core_clock.now()
    jobs.tick(core_clock.now() + timedelta(hours=1))
    settle_calls(core_clock.now())
    open_tasks = select(func.count()).where(
        FollowUpTask.done_at.is_(None), FollowUpTask.kind == TaskKind.UNREACHABLE
    )
    assert (session().scalar(open_tasks) or 0) > 0
    assert make.contact_of(hire, "m6").state is ContactState.UNREACHABLE
