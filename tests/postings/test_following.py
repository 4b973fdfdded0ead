"""What positions do about news from earlier rooms."""

from datetime import datetime, timedelta

from flask import Flask
import pytest
from sqlalchemy.orm import Session

from recruit.core.db import writing
from recruit.core.errors import Missing
from recruit.core.events import announce
from recruit.organisations import actions as organisations
from recruit.organisations.events import OrganisationSuspended
from recruit.postings import actions, queries
from recruit.postings.rules import PostingState
from tests import people
from tests.factories.applications import make_application, make_company_with, make_student
from tests.factories.postings import STAFF, make_draft, make_published, make_submitted
from tests.mail import Outbox


def test_a_suspended_company_offers_nothing_and_nothing_comes_back_by_itself(
    app: Flask, db: Session, now: datetime, outbox: Outbox
) -> None:
    company, _by = make_company_with(people.company_member())
    posting, draft = make_published(company), make_draft(company)
    user = people.student()
    make_student(user)
    application = make_application(user, posting)
    waits = make_submitted(company)
    with writing():
        waits.opens_at = now + timedelta(days=1)
        actions.publish_posting(waits, by=STAFF, now=now)
    assert waits.state is PostingState.SCHEDULED
    staff = people.visitor_of(people.coordinator())
    with writing():
        organisations.suspend(company, "調査中", by=staff, now=now)
    with writing():
        announce(OrganisationSuspended(company.id, staff, now))
    db.refresh(posting)
    db.refresh(draft)
    db.refresh(waits)
    assert (posting.state, draft.state) == (PostingState.WITHDRAWN, PostingState.DRAFT)
    assert waits.state is PostingState.WITHDRAWN
    assert [move.to_state for move in queries.moves_of(posting)].count(PostingState.WITHDRAWN) == 1
    assert len(outbox.of_kind("posting_closed")) == 2
    assert application.state == "submitted"
    with writing():
        organisations.lift_suspension(company, "解決済み", by=staff, now=now)
    db.refresh(posting)
    assert posting.state is PostingState.WITHDRAWN
    with pytest.raises(Missing):
        queries.public_position(posting.slug)
    with writing():
        actions.take_back(posting, by=staff, now=now)
    assert posting.state is PostingState.DRAFT
