"""What is asked on leaving goes to an address that the employer does not read, or to nobody."""

from datetime import date

from flask import Flask
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import ContactPoint
from recruit.accounts.rules import ContactKind as PointKind
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.visitor import WORKER
from recruit.messages.models import AddressState
from recruit.placements import actions as placement_actions
from recruit.placements.rules import ExitKind
from recruit.surveys import jobs
from recruit.surveys.actions.contacts import replan
from recruit.surveys.calling import queries as calling
from recruit.surveys.calling.jobs import settle_calls
from recruit.surveys.models import FollowUpTask
from recruit.surveys.rules import TaskKind, is_of_domain, own_domains
from tests import people
from tests.factories import placements, surveys as make
from tests.mail import Outbox


@pytest.mark.parametrize(
    ("address", "is_theirs"),
    [
        ("binh@kaisha.example", True),
        ("binh@Kaisha.Example", True),
        ("binh@genba.kaisha.example", True),
        ("binh@nakaisha.example", False),
        ("binh@gmail.com", False),
        ("kaisha.example@home.example", False),
    ],
)
def test_whose_domain_an_address_is_of(address: str, is_theirs: bool) -> None:
    domains = own_domains(
        {"boss@kaisha.example", "Boss@KAISHA.example", "boss@gmail.com", "boss@yahoo.co.jp"}
    )
    assert domains == {"kaisha.example"}
    assert is_of_domain(address, domains) is is_theirs


def test_the_form_on_leaving_waits_for_an_own_address(
    app: Flask, db: Session, outbox: Outbox, clock: object
) -> None:
    employer = placements.make_company()
    placements.make_member(people.make_user("boss@kaisha.example", now=core_clock.now()), employer)
    placement = make.make_hire(starts_on=date(2026, 6, 1), address="binh@kaisha.example", employer=employer)
    with writing():
        placement_actions.enter_end(
            placement, date(2026, 11, 25), ExitKind.MOVED_EMPLOYER_JAPAN, by=WORKER, now=core_clock.now()
        )
    assert make.states_of(placement)["exit"] == "unreachable no_own_address"
    about = make.contact_of(placement, "exit").public_id
    jobs.tick(core_clock.now())
    assert about not in [mail.subject_ref for mail in outbox.mails]
    kinds = select(FollowUpTask.kind).where(
        FollowUpTask.placement_id == placement.id, FollowUpTask.done_at.is_(None)
    )
    assert TaskKind.UNREACHABLE in db.scalars(kinds).all()
    # Somebody has to find the person: the task stays, and the form can be filled in on the telephone.
    settle_calls(core_clock.now())
    assert TaskKind.UNREACHABLE in db.scalars(kinds).all()
    asked = calling.surveys_to_ask(placement, core_clock.now())
    assert about in [survey.contact.public_id for survey in asked]
    with writing() as rows:
        for priority, own in enumerate(("old@home.example", "binh@home.example"), start=2):
            rows.add(
                ContactPoint(person_id=placement.person_id, kind=PointKind.MAIL, value=own, priority=priority)
            )
        # What came back once is not written to again while there is another.
        rows.add(AddressState(address="old@home.example", bounced_at=core_clock.now()))
        rows.flush()
        replan(placement.person_id, core_clock.now())
    jobs.tick(core_clock.now())
    assert [mail.to_address for mail in outbox.mails if mail.subject_ref == about] == ["binh@home.example"]
    assert "binh@home.example" in [mail["To"] for mail in outbox.hand_over()]
    assert make.states_of(placement)["exit"] == "sent"
