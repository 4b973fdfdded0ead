"""What follows when a company answers after a conversation at a fair, or does not; and when a position closes."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from time_machine import Traveller

from recruit.accounts.models import User
from recruit.applications import actions, queries
from recruit.applications.models import Application
from recruit.applications.rules import ApplicationState, CameFrom
from recruit.cases.models import Case
from recruit.cases.rules import CaseOrigin
from recruit.core.db import session, writing
from recruit.core.events import announce
from recruit.fairs import actions as fair_actions, jobs
from recruit.fairs.events import AnswerOverdue, MeetingAnswered
from recruit.fairs.models import Meeting
from recruit.fairs.rules import ANSWER_WITHIN, Outcome
from recruit.messages.rules import MailState
from recruit.postings import actions as posting_actions
from recruit.postings.models import Posting
from recruit.students.models import Disclosure
from recruit.students.rules import DisclosureReason
from tests import people
from tests.factories import applications as make
from tests.factories.events import make_registration
from tests.factories.fairs import make_booth, make_fair, make_meeting
from tests.mail import Outbox

State = ApplicationState


class Fair:
    """One conversation of a student and a company at a fair, and a position of the company."""

    def __init__(self) -> None:
        self.fair = make_fair()
        self.user: User = people.student()
        self.student = make.make_student(self.user)
        self.owner: User = people.company_member()
        self.company, self.by = make.make_company_with(self.owner)
        make_registration(self.fair.event, self.user)
        self.booth = make_booth(self.fair, self.company)
        self.posting: Posting = make.make_published(self.company)
        self.meeting: Meeting = make_meeting(self.fair, self.student, self.company)

    def answer(self, outcome: Outcome, *, now: datetime | None = None, posting_ref: str = "") -> None:
        with writing():
            fair_actions.answer_meeting(
                self.meeting,
                outcome,
                note="",
                posting_ref=posting_ref,
                by=self.by,
                now=now or self.fair.event.ends_at,
            )

    def applications(self) -> Sequence[Application]:
        return session().scalars(select(Application).order_by(Application.id)).all()


@pytest.fixture
def at_fair(app: Flask, db: Session) -> Fair:
    return Fair()


def test_next_step_asks_the_student_to_apply_and_shows_nothing(at_fair: Fair, outbox: Outbox) -> None:
    at_fair.answer(Outcome.NEXT_STEP)
    (invited,) = at_fair.applications()
    assert (invited.state, invited.came_from, invited.meeting_id, invited.answer_by_at) == (
        State.INVITED,
        CameFrom.MEETING,
        at_fair.meeting.id,
        None,
    )
    assert [disclosure.reason for disclosure in session().scalars(select(Disclosure))] == []
    (mail,) = outbox.of_kind("application_invited")
    assert mail.to_ref == at_fair.user.person.public_id
    # Said a second time, it is the same invitation.
    with writing():
        announce(MeetingAnswered(at_fair.meeting.id, at_fair.by, at_fair.fair.event.ends_at))
    assert len(at_fair.applications()) == 1
    assert len(outbox.of_kind("application_invited")) == 1


def test_the_invited_student_applies_in_the_same_row(at_fair: Fair, outbox: Outbox, now: datetime) -> None:
    at_fair.answer(Outcome.NEXT_STEP)
    application = make.make_application(at_fair.user, at_fair.posting, letter="Tôi muốn học.")
    assert [one.id for one in at_fair.applications()] == [application.id]
    assert [(move.from_state, move.to_state) for move in application.moves] == [
        (None, State.INVITED),
        (State.INVITED, State.SUBMITTED),
    ]
    assert (application.came_from, application.letter, application.answer_by_at is not None) == (
        CameFrom.MEETING,
        "Tôi muốn học.",
        True,
    )
    (shown,) = session().scalars(select(Disclosure).where(Disclosure.until_at.is_(None)))
    assert (shown.reason, shown.reason_ref) == (DisclosureReason.APPLICATION, application.public_id)
    assert len(outbox.of_kind("application_notice")) == 1


def test_the_student_may_say_no_to_the_invitation(at_fair: Fair, outbox: Outbox, now: datetime) -> None:
    at_fair.answer(Outcome.NEXT_STEP)
    (invited,) = at_fair.applications()
    with writing():
        actions.withdraw(invited, by=people.visitor_of(at_fair.user), now=now)
    assert invited.state is State.WITHDRAWN
    assert len(outbox.of_kind("application_withdrawn")) == 1
    assert any("応募しない" in message["Subject"] for message in outbox.hand_over())


def test_who_has_applied_already_is_told_without_a_second_application(at_fair: Fair, outbox: Outbox) -> None:
    application = make.make_application(at_fair.user, at_fair.posting)
    at_fair.answer(Outcome.NEXT_STEP)
    assert [one.id for one in at_fair.applications()] == [application.id]
    assert outbox.of_kind("application_invited") == []
    assert len(outbox.of_kind("meeting_next_step")) == 1


def test_of_several_positions_the_named_one_or_the_student_chooses(at_fair: Fair, outbox: Outbox) -> None:
    other = make.make_published(at_fair.company)
    second = people.make_user("second@demo.example", language="id", zone="Asia/Jakarta")
    student = make.make_student(second)
    at_fair.answer(Outcome.NEXT_STEP, posting_ref=other.public_id)
    assert [one.posting_id for one in at_fair.applications()] == [other.id]
    at_fair.meeting = make_meeting(at_fair.fair, student, at_fair.company, slot=1)
    at_fair.answer(Outcome.NEXT_STEP, posting_ref="somebody-elses")
    assert len(at_fair.applications()) == 1
    assert [mail.to_ref for mail in outbox.of_kind("meeting_next_step")] == [second.person.public_id]
    own = make.make_application(second, at_fair.posting)
    assert (own.came_from, own.meeting_id) == (CameFrom.MEETING, at_fair.meeting.id)


def test_no_is_told_kindly_after_the_fair_and_ends_only_the_fairs_disclosure(
    at_fair: Fair, outbox: Outbox, now: datetime
) -> None:
    application = make.make_application(at_fair.user, at_fair.posting)
    with writing() as rows:
        rows.add(
            Disclosure(
                student_id=at_fair.student.id,
                organisation_id=at_fair.company.id,
                scope="profile",
                reason=DisclosureReason.FAIR,
                reason_ref=at_fair.fair.event.slug,
                from_at=now,
            )
        )
    starts = at_fair.fair.slots[0].starts_at
    at_fair.answer(Outcome.NO, now=starts)
    with writing():
        announce(MeetingAnswered(at_fair.meeting.id, at_fair.by, starts))
    (mail,) = outbox.of_kind("meeting_no")
    assert (mail.to_ref, mail.due_at) == (at_fair.user.person.public_id, at_fair.fair.event.ends_at)
    live = session().scalars(select(Disclosure).where(Disclosure.until_at.is_(None))).all()
    assert [(one.reason, one.reason_ref) for one in live] == [
        (DisclosureReason.APPLICATION, application.public_id)
    ]


def test_maybe_is_followed_by_nothing(at_fair: Fair, outbox: Outbox) -> None:
    at_fair.answer(Outcome.MAYBE)
    assert (list(at_fair.applications()), outbox.kinds) == ([], ["posting_published"])


def test_an_overdue_answer_is_asked_for_once_and_becomes_one_case(
    at_fair: Fair, outbox: Outbox, clock: Traveller
) -> None:
    answered = make_meeting(
        at_fair.fair, make.make_student(people.make_user("b@demo.example")), at_fair.company, slot=1
    )
    make_meeting(at_fair.fair, make.make_student(people.make_user("c@demo.example")), at_fair.company, slot=2)
    due = at_fair.fair.event.ends_at + ANSWER_WITHIN
    with writing():
        fair_actions.answer_meeting(answered, Outcome.MAYBE, note="", by=at_fair.by, now=due)
    assert jobs.note_overdue_answers(due) == 0
    late = due + timedelta(seconds=1)
    clock.move_to(late)
    assert (jobs.note_overdue_answers(late), jobs.note_overdue_answers(late)) == (2, 0)
    with writing():
        announce(AnswerOverdue(at_fair.meeting.id, at_fair.by, late))
    (mail,) = outbox.of_kind("answers_overdue")
    (case,) = session().scalars(select(Case)).all()
    assert (case.origin, case.about_ref, case.person_id) == (
        CaseOrigin.SILENCE,
        at_fair.booth.public_id,
        None,
    )
    assert mail.to_ref == people.visitor_of(at_fair.owner).person_ref
    assert any("学生2名" in message["Subject"] for message in outbox.hand_over())


def test_a_company_that_has_answered_in_the_meantime_gets_no_reminder(
    at_fair: Fair, outbox: Outbox, clock: Traveller
) -> None:
    late = at_fair.fair.event.ends_at + ANSWER_WITHIN + timedelta(seconds=1)
    clock.move_to(late)
    jobs.note_overdue_answers(late)
    at_fair.answer(Outcome.MAYBE, now=late)
    assert not any("学生1名" in message["Subject"] for message in outbox.hand_over())
    assert [mail.state for mail in outbox.of_kind("answers_overdue")] == [MailState.NOT_WANTED]


def test_closing_a_position_ends_invitations_and_nothing_that_was_sent(
    at_fair: Fair, outbox: Outbox, now: datetime
) -> None:
    sent = make.make_application(people_with_profile("sent@demo.example"), at_fair.posting)
    at_fair.answer(Outcome.NEXT_STEP)
    for _ in range(2):
        with writing():
            posting_actions.close_posting(at_fair.posting, by=at_fair.by, now=now)
    states = {one.student_id: one.state for one in at_fair.applications()}
    assert states == {sent.student_id: State.SUBMITTED, at_fair.student.id: State.LAPSED}
    (mail,) = outbox.of_kind("invitation_lapsed")
    assert mail.to_ref == at_fair.user.person.public_id
    assert len(outbox.of_kind("posting_closed")) == 1
    assert queries.invitation(at_fair.student, at_fair.posting) is None


def people_with_profile(address: str) -> User:
    user = people.make_user(address, language="vi", zone="Asia/Ho_Chi_Minh")
    make.make_student(user)
    return user
