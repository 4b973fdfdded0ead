"""Staff change what a member may do for an organisation; the member and the owners are told."""

from flask_babel import force_locale
import pytest
from sqlalchemy import select

from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry
from recruit.organisations import actions, queries
from recruit.organisations.rights_mails import MAIL
from recruit.organisations.rules import OrganisationRefusal, Rights
from recruit.web.words import words_for
from tests import people
from tests.factories.organisations import join, make_company


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def owner(company):
    user = people.company_member()
    join(user, company, Rights.OWNER)
    return user


@pytest.fixture
def viewer(company):
    user = people.company_viewer()
    join(user, company, Rights.VIEWER)
    return user


def rights_in(company):
    return {one.person_id: one.rights for one in queries.live_members(company.id)}


def test_member_and_owners_are_told_once(client, db, company, owner, viewer, outbox):
    staff = people.sign_in(client, people.coordinator())
    page = f"/en/staff/organisations/{company.public_id}/members/{viewer.person.public_id}"
    assert page in staff.get(f"/en/staff/organisations/{company.public_id}").text
    assert staff.post(page, data={"rights": "recruiter"}).status_code == 303
    assert staff.post(page, data={"rights": "recruiter"}).status_code == 303
    assert rights_in(company)[viewer.person_id] is Rights.RECRUITER
    lines = db.scalars(select(AuditEntry.change).where(AuditEntry.action == "member_rights_changed")).all()
    assert lines == ["viewer → recruiter"]
    assert {mail.to_address for mail in outbox.of_kind(MAIL)} == {owner.email, viewer.email}
    messages = {message["To"]: message for message in outbox.hand_over()}
    told = messages[viewer.email].get_body(("plain",)).get_content()
    name = queries.name_in(company, viewer.person.language)
    assert name in told
    assert viewer.person.display_name in messages[owner.email].get_body(("plain",)).get_content()
    assert viewer.person.display_name not in told.replace(viewer.email, "")


def test_a_mail_about_rights_that_changed_again_is_not_sent(app, company, owner, viewer, outbox, now):
    by = people.visitor_of(people.coordinator())
    for rights in (Rights.RECRUITER, Rights.OWNER):
        with writing():
            actions.change_rights_for(company, viewer.person.public_id, rights, by=by, now=now)
    assert len(outbox.of_kind(MAIL)) == 4
    assert len(outbox.hand_over()) == 2


def test_what_is_refused_changes_nothing(app, client, company, owner, viewer, outbox, now):
    coordinator, ref = people.coordinator(), owner.person.public_id
    staff = people.visitor_of(coordinator)
    for by, rights, error in (
        (staff, Rights.VIEWER, Refused),
        (staff, Rights.DESK, Refused),
        (people.acting(owner), Rights.VIEWER, Missing),
    ):
        with pytest.raises(error), writing():
            actions.change_rights_for(company, ref, rights, by=by, now=now)
    assert rights_in(company)[owner.person_id] is Rights.OWNER
    assert not outbox.of_kind(MAIL)
    browser = people.sign_in(client, people.editor())
    assert browser.get(f"/en/staff/organisations/{company.public_id}/members/{ref}").status_code == 403
    browser = people.sign_in(client, coordinator)
    assert browser.get(f"/en/staff/organisations/{company.public_id}/members/nobody").status_code == 404
    answer = browser.post(
        f"/vi/staff/organisations/{company.public_id}/members/{ref}", data={"rights": "viewer"}
    )
    assert answer.status_code == 422
    with app.test_request_context(), force_locale("vi"):
        assert words_for(OrganisationRefusal.LAST_OWNER) in answer.text
