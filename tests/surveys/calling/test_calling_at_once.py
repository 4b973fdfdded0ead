"""Somebody hands in alone at the moment in which the call hands in: one of the two does, nothing is lost, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
import threading

from flask import Flask
from sqlalchemy import select

from recruit.core import clock as core_clock
from recruit.core.db import Database, session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import Role
from recruit.surveys.actions import answering
from recruit.surveys.calling import actions
from recruit.surveys.calling.models import PhoneEntry
from recruit.surveys.calling.rules import CallRefusal
from recruit.surveys.models import Response
from recruit.surveys.queries.answering import Survey, survey_of_contact
from recruit.surveys.rules import ResponseMode, ResponseState
from tests import people
from tests.factories import surveys as make

WAIT = 60


def test_handed_in_alone_and_on_the_telephone_at_once(
    own_app: Flask, own_database: Database, clock: object
) -> None:
    with own_app.app_context(), own_database.scope():
        hire = make.make_hire(starts_on=date(2026, 8, 25))
        officer = people.visitor_of(
            people.make_user("officer@staff.example", roles=(Role.RETENTION_OFFICER,))
        )
        contact_id = make.contact_of(hire, "m3").id
        survey = survey_of_contact(make.contact_of(hire, "m3"))
        with writing():
            entry = actions.begin(survey, language="vi", read_out=True, by=officer, now=core_clock.now())
        with writing():
            actions.keep(entry, survey, {"q_payok": "4"}, by=officer, now=core_clock.now())
    together = threading.Barrier(2, timeout=60)

    def read() -> tuple[Survey, PhoneEntry]:
        entry = session().scalars(select(PhoneEntry).where(PhoneEntry.contact_id == contact_id)).one()
        survey = survey_of_contact(entry.contact)
        assert survey.response is not None and survey.response.state is ResponseState.BEGUN
        together.wait(WAIT)
        return survey, entry

    def alone() -> str:
        with own_app.app_context(), own_database.scope():
            survey, _entry = read()
            with writing():
                return "self" if answering.submit(survey, now=core_clock.now()) else "told"

    def by_phone() -> str:
        with own_app.app_context(), own_database.scope():
            survey, entry = read()
            try:
                with writing():
                    actions.hand_in(entry, survey, said_yes=True, by=officer, now=core_clock.now())
            except Refused as refusal:
                return "told" if refusal.reason is CallRefusal.ANSWERED_MEANWHILE else str(refusal.reason)
            return "phone"

    with ThreadPoolExecutor(2) as pool:
        ends = {pool.submit(alone), pool.submit(by_phone)}
        results = sorted(end.result(WAIT) for end in ends)
    with own_database.scope():
        response = session().scalars(select(Response)).one()
        assert response.state is ResponseState.SUBMITTED
        assert [answer.item for answer in response.answers] == ["q_payok"]
        assert results in (["phone", "told"], ["self", "told"])
        assert response.mode is (ResponseMode.PHONE if "phone" in results else ResponseMode.SELF)
        submitted = select(AuditEntry.change).where(AuditEntry.action == "response.submitted")
        assert session().scalars(submitted).all() == [str(response.mode)]
        entry = session().scalars(select(PhoneEntry)).one()
        assert (entry.ended_at is not None, entry.said_yes_at is not None) == (True, "phone" in results)
