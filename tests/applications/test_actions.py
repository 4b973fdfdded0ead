"""Moves of applications and offers, and what follows them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
import threading

from flask import Flask
from flask.testing import FlaskClient
import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.accounts.models import Consent, User
from recruit.applications import actions, jobs, privacy, queries
from recruit.applications.models import Application, Offer
from recruit.applications.rules import ApplicationRefusal, ApplicationState, OfferState
from recruit.core.db import Database, session, writing
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.messages.rules import MailState
from recruit.organisations.actions import review as organisations
from recruit.organisations.rules import OrganisationState
from recruit.placements.models import Placement
from recruit.postings.models import Posting
from recruit.postings.rules import PostingState
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope
from tests import people
from tests.factories import applications as make
from tests.mail import Outbox

State = ApplicationState


@pytest.fixture
def hiring(app: Flask, db: Session) -> tuple[Posting, Visitor]:
    """A position and the recruiter behind it."""
    company, by = make.make_company_with(people.company_member())
    return make.make_published(company), by


@pytest.fixture
def user(app: Flask, db: Session) -> User:
    """A student whose profile is enough."""
    found = people.student()
    make.make_student(found)
    return found


def live_disclosures() -> list[tuple[DisclosureScope, DisclosureReason, str]]:
    rows = session().scalars(select(Disclosure).where(Disclosure.until_at.is_(None)))
    return [(row.scope, row.reason, row.reason_ref) for row in rows]


def test_applying_freezes_the_position_and_shows_the_profile(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox
) -> None:
    posting, _by = hiring
    application = make.make_application(user, posting, letter="Tôi muốn học.")
    assert (application.state, application.posting_version.number) == (State.SUBMITTED, 1)
    assert [(move.from_state, move.to_state) for move in application.moves] == [(None, State.SUBMITTED)]
    assert application.answer_by_at is not None
    assert application.answer_by_at == datetime(2026, 12, 9, 14, 59, tzinfo=UTC)
    assert live_disclosures() == [
        (DisclosureScope.DOCUMENTS, DisclosureReason.APPLICATION, application.public_id)
    ]
    consent = session().scalars(select(Consent)).one()
    assert (consent.way, consent.recipient_ref) == ("application", posting.organisation.public_id)
    assert sorted(kind for kind in outbox.kinds if kind.startswith("application")) == [
        "application_notice",
        "application_receipt",
    ]
    with pytest.raises(Refused) as refused:
        make.make_application(user, posting)
    assert refused.value.reason is ApplicationRefusal.ALREADY_APPLIED


def test_a_japanese_company_reads_the_katakana_with_the_name_in_the_passport(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox
) -> None:
    student = session().scalars(select(Student)).one()
    with writing():
        student.katakana, student.name_passport, student.call_name = "ファム・トゥー", "PHAM THU", "Thu"
    make.make_application(user, hiring[0])
    bodies = [letter.get_body(("plain",)) for letter in outbox.hand_over()]
    letters = [body.get_content() for body in bodies if body is not None]
    assert [True for letter in letters if "ファム・トゥー" in letter] == [True]
    assert [True for letter in letters if "ファム・トゥー（PHAM THU）" in letter] == [True]


def test_without_agreement_or_profile_nothing_happens(
    user: User, hiring: tuple[Posting, Visitor], now: datetime
) -> None:
    posting, _by = hiring
    student = queries.session().scalars(select(Student)).one()
    with pytest.raises(Refused) as refused, writing():
        actions.submit_application(
            student, posting, agrees=False, language="vi", by=people.visitor_of(user), now=now
        )
    assert (refused.value.reason, refused.value.field) == (ApplicationRefusal.CONSENT_NEEDED, "agrees")
    other = people.other_student()
    make.make_student(other, language_results=[], call_name="")
    with pytest.raises(Refused) as incomplete:
        make.make_application(other, posting)
    assert incomplete.value.reason is ApplicationRefusal.PROFILE_INCOMPLETE
    with pytest.raises(Refused) as closed:
        make.make_application(user, posting, now=now + timedelta(days=90))
    assert closed.value.reason is ApplicationRefusal.POSTING_CLOSED
    with pytest.raises(Missing), writing():
        actions.submit_application(
            student, posting, agrees=True, language="vi", by=people.visitor_of(other), now=now
        )
    for state, company_state in (("closed", "approved"), ("draft", "approved"), ("published", "suspended")):
        with writing():
            posting.organisation.state = OrganisationState(company_state)
            posting.state = PostingState(state)
        with pytest.raises(Refused) as gone:
            make.make_application(user, posting)
        assert gone.value.reason is ApplicationRefusal.POSTING_CLOSED
    assert session().scalar(select(func.count()).select_from(Application)) == 0
    assert live_disclosures() == []


def test_the_company_moves_on_and_ends(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox, now: datetime
) -> None:
    posting, by = hiring
    application = make.make_application(user, posting)
    with writing():
        actions.move(application, State.INTERVIEW, reason="12月3日 15時、オンライン", by=by, now=now)
        actions.move(application, State.INTERVIEW, by=by, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.move(application, State.IN_REVIEW, by=by, now=now)
    assert refused.value.reason is ApplicationRefusal.MOVE_NOT_POSSIBLE
    with writing():
        actions.move(application, State.NOT_CHOSEN, by=by, now=now)
    assert [move.to_state for move in application.moves] == [
        State.SUBMITTED,
        State.INTERVIEW,
        State.NOT_CHOSEN,
    ]
    assert application.answer_by_at is None
    assert live_disclosures() == []
    assert outbox.kinds.count("application_moved") == 2
    # The first of them is no longer wanted: by now the answer is another one.
    told = [str(mail["Subject"]) for mail in outbox.hand_over() if mail["To"] == user.email]
    assert len(told) == 2
    assert "Cho công ty xem hồ sơ" in told[0], "the receipt of what was agreed to"
    again = make.make_application(user, posting)
    assert again.id != application.id


def test_an_accepted_offer_opens_the_hire_and_ends_what_was_ticked(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox, now: datetime
) -> None:
    posting, by = hiring
    other_company, _other = make.make_company_with(people.other_company_member())
    ticked, kept = make.make_published(other_company), make.make_published(other_company)
    application = make.make_application(user, posting)
    ends, stays = make.make_application(user, ticked), make.make_application(user, kept)
    offer = make.make_offer(application, by)
    assert offer.differences == ["base_pay"]
    assert application.state is State.OFFERED
    me, stranger = people.visitor_of(user), people.visitor_of(people.other_student())
    with pytest.raises(Missing), writing():
        actions.accept_offer(offer, by=stranger, now=now)
    with writing():
        actions.accept_offer(offer, ends=[ends.public_id], by=me, now=now)
    with pytest.raises(Refused) as refused, writing():
        actions.decline_offer(offer, by=me, now=now)
    assert refused.value.reason is ApplicationRefusal.OFFER_NOT_OPEN
    for one in (application, ends, stays):
        session().refresh(one)
    assert (application.state, ends.state, stays.state) == (State.HIRED, State.WITHDRAWN, State.SUBMITTED)
    placement = session().scalars(select(Placement)).one()
    assert (placement.offer_id, placement.planned_start_on) == (offer.id, date(2027, 10, 1))
    assert {"offer_made", "offer_accepted_student", "offer_accepted_company", "application_withdrawn"} <= set(
        outbox.kinds
    )
    bodies = [mail.get_body(("plain",)) for mail in outbox.hand_over()]
    texts = [body.get_content() for body in bodies if body is not None]
    assert any("/vi/me/arrival" in text for text in texts)
    assert any("/ja/company/placements" in text for text in texts)


def test_a_declined_offer_goes_back_and_another_may_follow(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox, now: datetime
) -> None:
    posting, by = hiring
    application = make.make_application(user, posting)
    offer = make.make_offer(application, by)
    with pytest.raises(Refused) as refused, writing():
        actions.move(application, State.NOT_CHOSEN, by=by, now=now)
    assert refused.value.reason is ApplicationRefusal.MOVE_NOT_POSSIBLE
    with writing():
        actions.decline_offer(offer, by=people.visitor_of(user), now=now)
    assert (offer.state, offer.application.state) == (OfferState.DECLINED, State.IN_REVIEW)
    outbox.hand_over()
    assert "offer_declined" in outbox.kinds
    assert make.make_offer(application, by, base_pay_yen=225_000).number == 2
    with writing():
        actions.withdraw(application, by=people.visitor_of(user), now=now)
        actions.withdraw(application, by=people.visitor_of(user), now=now)
    assert {offer.state for offer in session().scalars(select(Offer))} == {OfferState.DECLINED}


def test_an_offer_lapses_after_its_last_day(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox, clock: Traveller, now: datetime
) -> None:
    posting, by = hiring
    offer = make.make_offer(make.make_application(user, posting), by)
    assert jobs.lapse_offers(now + timedelta(days=9)) == 0
    assert jobs.lapse_offers(now + timedelta(days=11)) == 1
    assert jobs.lapse_offers(now + timedelta(days=11)) == 0
    session().refresh(offer)
    assert (offer.state, offer.application.state) == (OfferState.LAPSED, State.IN_REVIEW)
    assert {"offer_lapsed_student", "offer_lapsed_company"} <= set(outbox.kinds)
    clock.shift(timedelta(days=11))
    told = {mail["To"] for mail in outbox.hand_over()}
    assert told == {user.email, "company@demo.example"}
    assert {mail.state for mail in outbox.mails if mail.kind.startswith("offer_lapsed")} == {MailState.SENT}


def test_nobody_accepts_the_offer_of_a_suspended_company_and_its_days_wait(
    user: User,
    hiring: tuple[Posting, Visitor],
    client: FlaskClient,
    outbox: Outbox,
    clock: Traveller,
    now: datetime,
) -> None:
    posting, by = hiring
    me = people.visitor_of(user)
    offer = make.make_offer(make.make_application(user, posting), by)
    staff = people.visitor_of(people.coordinator())
    with writing():
        organisations.suspend(posting.organisation, "調査中", by=staff, now=now)
    with pytest.raises(Refused, match=ApplicationRefusal.COMPANY_STOPPED), writing():
        actions.accept_offer(offer, by=me, now=now)
    clock.shift(timedelta(days=20))
    later = now + timedelta(days=20)
    assert jobs.lapse_offers(later) == 0
    people.sign_in(client, user)
    page = client.get(f"/vi/me/offers/{offer.public_id}").text
    assert 'id="accept-form"' not in page
    assert "/decline" in page
    with writing():
        organisations.lift_suspension(posting.organisation, "確認できました", by=staff, now=later)
    session().refresh(offer)
    assert later + timedelta(days=7) <= offer.answer_by_at <= later + timedelta(days=8)
    told = [mail["To"] for mail in outbox.hand_over() if "/me/offers/" in str(mail.get_body(("plain",)))]
    assert told.count(user.email) == 2
    assert "offer_open_again" in outbox.kinds
    with writing():
        actions.accept_offer(offer, by=me, now=later)
    assert offer.state is OfferState.ACCEPTED


def test_the_offer_of_a_suspended_company_may_be_declined(
    user: User, hiring: tuple[Posting, Visitor], now: datetime
) -> None:
    posting, by = hiring
    offer = make.make_offer(make.make_application(user, posting), by)
    staff = people.visitor_of(people.coordinator())
    with writing():
        organisations.suspend(posting.organisation, "調査中", by=staff, now=now)
    with writing():
        actions.decline_offer(offer, by=people.visitor_of(user), now=now + timedelta(days=20))
    assert offer.state is OfferState.DECLINED


def test_mails_are_in_the_language_of_who_reads(
    user: User, hiring: tuple[Posting, Visitor], outbox: Outbox
) -> None:
    posting, by = hiring
    make.make_offer(make.make_application(user, posting), by)
    texts = {}
    for mail in outbox.hand_over():
        body = mail.get_body(("plain",))
        assert body is not None
        texts[mail["Subject"]] = body.get_content()
    offer = next(text for subject, text in texts.items() if "土木" not in subject and "2027" in text)
    assert "/vi/me/offers/" in offer
    assert "23:59" in offer
    assert "21:59" in offer


def test_erasing_empties_what_was_written(user: User, hiring: tuple[Posting, Visitor], now: datetime) -> None:
    posting, _by = hiring
    application = make.make_application(user, posting, letter="Xin chào")
    assert privacy.export(user.person_id)["applications"][0]["letter"] == "Xin chào"
    with writing():
        privacy.erase(user.person_id, now)
    session().refresh(application)
    assert (application.letter, application.state) == ("", State.WITHDRAWN)


def _at_once(database: Database, *works: Callable[[], None]) -> list[str]:
    """Run each work in a scope of its own at the same instant; gives the refusals, sorted ("" where it was done)."""
    barrier = threading.Barrier(len(works))

    def run(work: Callable[[], None]) -> str:
        with database.scope():
            barrier.wait()
            try:
                with writing():
                    work()
            except Refused as refused:
                return str(refused.reason)
            return ""

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(pool.map(run, works))


def test_two_clicks_apply_once(own_app: Flask, own_database: Database, now: datetime) -> None:
    with own_database.scope():
        company, _by = make.make_company_with(people.company_member())
        posting_id, user = make.make_published(company).id, people.student()
        make.make_student(user)
        by = people.visitor_of(user)

    def apply() -> None:
        student = session().scalars(select(Student)).one()
        posting = session().get_one(Posting, posting_id)
        actions.submit_application(student, posting, agrees=True, language="vi", by=by, now=now)

    assert _at_once(own_database, apply, apply) == ["", "already_applied"]
    with own_database.scope():
        assert session().scalar(select(func.count()).select_from(Application)) == 1


def test_accepting_and_declining_at_once(own_app: Flask, own_database: Database, now: datetime) -> None:
    with own_database.scope():
        company, by = make.make_company_with(people.company_member())
        user = people.student()
        make.make_student(user)
        offer_id = make.make_offer(make.make_application(user, make.make_published(company)), by).id
        me = people.visitor_of(user)

    def accept() -> None:
        actions.accept_offer(session().get_one(Offer, offer_id), by=me, now=now)

    def decline() -> None:
        actions.decline_offer(session().get_one(Offer, offer_id), by=me, now=now)

    assert _at_once(own_database, accept, decline) == ["", "offer_not_open"]
    with own_database.scope():
        offer = session().get_one(Offer, offer_id)
        hires = session().scalar(select(func.count()).select_from(Placement))
        accepted = offer.state is OfferState.ACCEPTED
        assert (hires, offer.application.state) == ((1, State.HIRED) if accepted else (0, State.IN_REVIEW))
