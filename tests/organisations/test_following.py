"""What follows when somebody no longer acts for a company."""

from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts.models import SignIn
from recruit.core.db import writing
from recruit.core.events import announce
from recruit.organisations.events import MemberRemoved
from recruit.organisations.models import Membership
from recruit.organisations.rules import Rights
from tests import people
from tests.factories.organisations import join, make_company


def test_a_removed_member_is_signed_out_where_the_device_acts_for_the_company(
    app: Flask, client: FlaskClient, db: Session, now: datetime
) -> None:
    owner, leaver = people.company_member(), people.company_viewer()
    company, other = make_company(), make_company()
    join(owner, company, Rights.OWNER)
    join(leaver, company, Rights.VIEWER)
    join(leaver, other, Rights.VIEWER)
    for browser in (app.test_client(), app.test_client()):
        people.sign_in(browser, leaver)
    here, elsewhere = db.scalars(select(SignIn).where(SignIn.user_id == leaver.id).order_by(SignIn.id)).all()
    with writing():
        here.acting_for_ref, elsewhere.acting_for_ref = company.public_id, other.public_id
    answer = people.sign_in(client, owner).post(f"/en/company/members/{leaver.person.public_id}/end")
    assert answer.status_code == 303
    db.refresh(here)
    db.refresh(elsewhere)
    assert (here.ended_at, elsewhere.ended_at) == (now, None)
    gone = db.scalars(
        select(Membership).where(Membership.person_id == leaver.person_id, Membership.ended_at.is_not(None))
    ).one()
    with writing():
        announce(MemberRemoved(gone.id, people.visitor_of(owner), now))
    db.refresh(elsewhere)
    assert elsewhere.ended_at is None
