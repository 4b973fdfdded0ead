"""A month after a case was closed: the question to the person, and the answer behind the key in its mail."""

from collections.abc import Callable
from datetime import datetime, timedelta

from flask.testing import FlaskClient
import pytest
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind
from recruit.cases import actions
from recruit.cases.events import CaseClosed
from recruit.cases.models import Case
from recruit.cases.rules import CaseState, ClosingCode, HelpAnswer
from recruit.core.db import session, writing
from recruit.core.events import announce
from recruit.core.visitor import Visitor
from recruit.messages.actions import set_wish
from recruit.messages.rules import MailGroup, MailState, Wish
from recruit.placements.models import Placement
from recruit.placements.rules import ExitKind
from recruit.surveys.models import SurveyOptOut
from recruit.surveys.rules import OptOutLevel
from tests import people
from tests.factories.cases import make_case
from tests.mail import Outbox

MONTH = timedelta(days=30)


@pytest.fixture
def officer(client: FlaskClient, db: Session) -> Visitor:
    return people.visitor_of(people.retention_officer())


def make_closed(officer: Visitor, now: datetime, code: ClosingCode = ClosingCode.SOLVED) -> Case:
    """A closed case of somebody with an address of their own."""
    case = make_case()
    with writing() as rows:
        rows.add(
            ContactPoint(
                person_id=case.person_id, kind=ContactKind.MAIL, value="binh@home.example", priority=1
            )
        )
    close(case, officer, now, code)
    return case


def close(case: Case, officer: Visitor, now: datetime, code: ClosingCode = ClosingCode.SOLVED) -> None:
    with writing():
        actions.take_case(case, by=officer, now=now)
        actions.close_case(case, code, helped=None, by=officer, now=now)


def key_in(outbox: Outbox) -> str:
    (message,) = [one for one in outbox.hand_over() if one["To"] == "binh@home.example"]
    text = message.get_body(("plain",)).get_content()
    return next(word for word in text.split() if "/helped/" in word).rsplit("/", 1)[1]


def test_the_person_is_asked_once_a_month_later_at_the_own_address(
    officer: Visitor, now: datetime, outbox: Outbox, clock: Traveller
) -> None:
    case = make_closed(officer, now)
    with writing():
        announce(CaseClosed(case.id, officer, now))
    (mail,) = outbox.of_kind("case_helped")
    assert (mail.to_address, mail.due_at, mail.params) == (
        "binh@home.example",
        now + MONTH,
        {"case": case.public_id},
    )
    clock.move_to(now + MONTH - timedelta(seconds=1))
    assert not any(one["To"] == "binh@home.example" for one in outbox.hand_over())
    clock.move_to(now + MONTH)
    token = key_in(outbox)
    db = session()
    db.refresh(case)
    db.refresh(mail)
    assert case.ask_hash
    assert token not in (case.ask_hash, mail.body or "")


def test_closed_again_it_is_asked_on_the_later_day_and_still_once(
    officer: Visitor, now: datetime, outbox: Outbox
) -> None:
    case = make_closed(officer, now)
    with writing():
        actions.reopen_case(case, by=officer, now=now)
    later = now + timedelta(days=9)
    close(case, officer, later)
    assert [mail.due_at for mail in outbox.of_kind("case_helped")] == [later + MONTH]


@pytest.mark.parametrize(
    "code", [ClosingCode.PERSON_DECLINED, ClosingCode.NOT_REACHED, ClosingCode.NO_ACTION_NEEDED]
)
def test_who_was_not_helped_is_not_asked(
    officer: Visitor, now: datetime, outbox: Outbox, code: ClosingCode
) -> None:
    make_closed(officer, now, code)
    assert outbox.of_kind("case_helped") == []


def refuse(case: Case, now: datetime) -> None:
    session().add(SurveyOptOut(person_id=case.person_id, level=OptOutLevel.SURVEYS, wave="", since=now))


def switch_off(case: Case, now: datetime) -> None:
    assert case.person
    set_wish(MailGroup.SURVEYS, Wish.OFF, now=now, person_ref=case.person.public_id)


def die(case: Case, now: datetime) -> None:
    session().get_one(Placement, case.placement_id).exit_kind = ExitKind.DEATH


def be_erased(case: Case, now: datetime) -> None:
    assert case.person
    case.person.anonymised_at = now


def reopen(case: Case, now: datetime) -> None:
    case.state = CaseState.OPEN


@pytest.mark.parametrize("change", [refuse, switch_off, die, be_erased, reopen])
def test_nothing_is_sent_to_who_opted_out_died_was_erased_or_has_an_open_case(
    officer: Visitor,
    now: datetime,
    outbox: Outbox,
    clock: Traveller,
    change: Callable[[Case, datetime], None],
) -> None:
    case = make_closed(officer, now)
    with writing():
        change(case, now)
    clock.move_to(now + MONTH)
    assert not any(one["To"] == "binh@home.example" for one in outbox.hand_over())
    (mail,) = outbox.of_kind("case_helped")
    assert mail.state is MailState.NOT_WANTED


def test_the_answer_is_kept_and_the_first_one_counts(
    client: FlaskClient, officer: Visitor, now: datetime, outbox: Outbox, clock: Traveller
) -> None:
    case = make_closed(officer, now)
    clock.move_to(now + MONTH)
    url = f"/vi/helped/{key_in(outbox)}"
    page = client.get(url)
    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert client.post(url, data={}).status_code == 422
    assert client.post(url, data={"said": "partly"}).status_code == 303
    assert client.post(url, data={"said": "no"}).status_code == 303
    db = session()
    db.refresh(case)
    assert (case.person_said, case.helped, case.said_at) == (HelpAnswer.PARTLY, True, now + MONTH)
    assert client.get(url).status_code == 200
    assert client.get("/vi/helped/somebody-elses-key").status_code == 404
    clock.move_to(now + timedelta(days=91))
    assert client.get(url).status_code == 404
