"""Coordinators hear that something new waits at the desk, at once or once a day."""

from datetime import datetime, timedelta

from flask import Flask
import pytest
from sqlalchemy.orm import Session
import time_machine

from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.events import announce
from recruit.core.visitor import WORKER
from recruit.dashboards.desk_mails import KIND
from recruit.fairs.events import BoothAsked
from recruit.fairs.models import Booth
from recruit.fairs.rules import BoothState
from recruit.messages.actions import set_wish
from recruit.messages.rules import MailGroup, MailState, Wish
from recruit.messages.summaries import send_summaries
from recruit.organisations.events import OrganisationApplied
from recruit.organisations.rules import OrganisationState
from recruit.postings.events import PostingSubmitted
from recruit.postings.rules import PostingState
from tests import people
from tests.factories import dashboards as make
from tests.mail import Outbox


@pytest.fixture
def coordinator(app: Flask, db: Session) -> people.User:
    people.editor()
    return people.make_user("desk@demo.example", name="Naoko", roles=(people.Role.COORDINATOR,))


def _three_things(now: datetime) -> None:
    company = make.make_organisation("works", now, name="旭川建設")
    posting, fair = make.make_position(company, "one", now), make.make_fair("hanoi", now)
    with writing() as rows:
        company.state, posting.state = OrganisationState.APPLIED, PostingState.IN_REVIEW
        booth = Booth(fair_id=fair.id, company_id=company.id, state=BoothState.ASKED, asked_at=now)
        rows.add(booth)
        rows.flush()
        announce(OrganisationApplied(company.id, WORKER, now))
        announce(PostingSubmitted(posting.id, WORKER, now))
        announce(BoothAsked(booth.id, WORKER, now))


def test_each_thing_is_told_to_each_coordinator_once(
    coordinator: people.User, now: datetime, outbox: Outbox
) -> None:
    _three_things(now)
    sent = outbox.hand_over()
    assert [message["To"] for message in sent] == [coordinator.email] * 3
    asks_to_take_part, check, booth = (message["Subject"] for message in sent)
    assert asks_to_take_part == "旭川建設 asks to take part."
    assert check == "旭川建設 asks you to check a position."
    assert booth.startswith("旭川建設 asks for a booth at: ")


def test_what_is_settled_meanwhile_is_not_told(
    coordinator: people.User, now: datetime, outbox: Outbox
) -> None:
    company = make.make_organisation("works", now)
    with writing():
        announce(OrganisationApplied(company.id, WORKER, now))
        announce(OrganisationApplied(company.id, people.visitor_of(coordinator), now))
    assert len(outbox.of_kind(KIND)) == 1
    assert outbox.hand_over() == []


def test_they_come_in_one_mail_a_day_for_who_wants_that(
    coordinator: people.User, db: Session, now: datetime, outbox: Outbox, clock: time_machine.Traveller
) -> None:
    with writing():
        set_wish(MailGroup.STAFF, Wish.DIGEST, now=now, person_ref=coordinator.person.public_id)
    _three_things(now)
    assert outbox.hand_over() == []
    db.expire_all()
    assert {mail.state for mail in outbox.of_kind(KIND)} == {MailState.FOR_SUMMARY}
    clock.shift(timedelta(days=1))
    assert send_summaries(core_clock.now()) == 1
    [message] = outbox.hand_over()
    assert message.get_body(("plain",)).get_content().count("旭川建設 asks") == 3
