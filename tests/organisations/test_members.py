"""Members of companies, universities and support organisations: invited, given rights, taken off, leaving."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from recruit.accounts import (
    actions as account_actions,
    invitations as mailed,
    limits,
    queries as account_queries,
)
from recruit.accounts.invitation_rules import InvitationRefusal
from recruit.accounts.models import Consent
from recruit.accounts.rules import AccountRefusal, ComesAs
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.organisations import actions, invitations, privacy, queries, rules
from recruit.organisations.models import MemberInvitation, Membership
from recruit.organisations.rules import OrganisationKind, OrganisationRefusal, OrganisationState, Rights
from tests import people
from tests.accounts.steps import path_in, type_in
from tests.accounts.test_races import at_once
from tests.factories.organisations import join, make_company, make_support, make_university

ADDRESS = "kollege@demo.example"
NEW_PERSON = {"name": "山本 美里", "password": "neko-ga-san-biki", "agrees": "y"}


def invite(browser, address=ADDRESS, rights="recruiter", kind="company", language="ja"):
    return browser.post(
        f"/en/{kind}/members/invite", data={"email": address, "rights": rights, "language": language}
    )


def invited_path(outbox):
    return path_in(outbox.hand_over()[-1], "/invitation/")


def rights_of(user, organisation):
    held = queries.memberships_of(user.person_id, "ja")
    return [one.rights for one in held if one.organisation_id == organisation.id]


@pytest.fixture
def company(db):
    return make_company()


@pytest.fixture
def owner(company):
    user = people.company_member()
    join(user, company, Rights.OWNER)
    return user


@pytest.fixture
def desk(client, owner):
    """The owner's browser."""
    return people.sign_in(client.application.test_client(), owner)


def test_a_newcomer_registers_by_the_mail_and_acts_for_the_company(client, company, desk, outbox, owner):
    assert invite(desk).status_code == 303
    [message] = outbox.hand_over()
    assert message["To"] == ADDRESS
    assert "株式会社風早原建設" in message["Subject"]
    path = path_in(message, "/invitation/")
    assert ADDRESS in desk.get("/en/company/members").text
    page = client.get(path)
    assert page.status_code == 200
    assert client.post(path, data={**NEW_PERSON, "agrees": ""}).status_code == 422
    assert client.post(path, data=NEW_PERSON).status_code == 303
    colleague = account_queries.user_by_address(ADDRESS)
    assert colleague.came_as == ComesAs.COMPANY
    assert rights_of(colleague, company) == [Rights.RECRUITER]
    [row] = [one for one in queries.live_members(company.id) if one.person_id == colleague.person_id]
    assert row.invited_by_id == owner.person_id
    assert type_in(client, colleague, NEW_PERSON["password"]).status_code == 303
    assert client.get("/ja/company/").status_code == 200
    assert ADDRESS not in desk.get("/en/company/members").text
    # Nobody takes it up a second time.
    assert client.get(path).status_code == 410
    assert client.application.test_client().post(path, data=NEW_PERSON).status_code == 410


def test_the_consent_of_a_newcomer_is_kept_once(client, db, desk, outbox):
    invite(desk)
    client.post(invited_path(outbox), data=NEW_PERSON)
    person_id = account_queries.user_by_address(ADDRESS).person_id
    assert db.scalar(select(func.count()).select_from(Consent).where(Consent.person_id == person_id)) == 1


@pytest.mark.parametrize(
    ("kind", "rights", "others"),
    [("university", "desk", "recruiter"), ("support", "viewer", "desk")],
)
def test_universities_and_support_organisations_have_members_too(client, outbox, kind, rights, others):
    organisation = make_university() if kind == "university" else make_support()
    first = people.university_member()
    join(first, organisation, Rights.OWNER)
    browser = people.sign_in(client.application.test_client(), first)
    assert browser.get(f"/vi/{kind}/members").status_code == 200
    assert invite(browser, rights=others, kind=kind).status_code == 422
    assert invite(browser, rights=rights, kind=kind, language="vi").status_code == 303
    client.post(invited_path(outbox), data=NEW_PERSON)
    colleague = account_queries.user_by_address(ADDRESS)
    assert colleague.came_as == ""
    assert rights_of(colleague, organisation) == [rights]
    # The page of another kind of organisation is not there.
    assert browser.get("/vi/company/members").status_code == 404


def test_staff_invite_the_first_owner_of_a_university(client, outbox):
    university = make_university(state=OrganisationState.LISTED)
    browser = people.sign_in(client.application.test_client(), people.coordinator())
    base = f"/en/staff/organisations/{university.public_id}"
    assert browser.get(f"{base}/invite").status_code == 200
    answer = browser.post(f"{base}/invite", data={"email": ADDRESS, "rights": "owner", "language": "vi"})
    assert answer.status_code == 303
    path = invited_path(outbox)
    assert ADDRESS in browser.get(base).text
    [waits] = invitations.waiting_for(university.id)
    assert browser.post(f"{base}/invitations/{waits.public_id}/withdraw").status_code == 303
    assert client.get(path).status_code == 410
    browser.post(f"{base}/invite", data={"email": ADDRESS, "rights": "owner", "language": "vi"})
    assert client.post(invited_path(outbox), data=NEW_PERSON).status_code == 303
    assert rights_of(account_queries.user_by_address(ADDRESS), university) == [Rights.OWNER]


def test_who_has_an_account_accepts_signed_in_and_acts_for_it_at_once(client, company, desk, outbox):
    member = people.other_company_member()
    own = make_company("株式会社別", english="Another Co.")
    join(member, own, Rights.OWNER)
    invite(desk, member.email, "viewer")
    path = invited_path(outbox)
    assert "/account/sign-in?next=" in client.get(path).text
    people.sign_in(client, member)
    assert client.post(path).status_code == 303
    assert rights_of(account_queries.user_by_address(member.email), company) == [Rights.VIEWER]
    assert "株式会社風早原建設" in client.get("/ja/company/members").text


@pytest.mark.parametrize(
    ("who", "words"),
    [
        (people.student, "that of a student or a hire"),
        (people.coordinator, "belongs to our staff"),
        (people.company_viewer, "already"),
    ],
)
def test_who_cannot_take_it_up_is_told_why(client, company, desk, outbox, who, words):
    person = who()
    invite(desk, person.email)
    path = invited_path(outbox).replace("/ja/", "/en/")
    if who is people.company_viewer:
        join(person, company, Rights.VIEWER)
    people.sign_in(client, person)
    assert words in client.get(path).text
    assert client.post(path).status_code == 200
    assert len(rights_of(person, company)) == (who is people.company_viewer)
    assert len(invitations.waiting_for(company.id)) == 1


def test_who_is_signed_in_as_somebody_else_gets_an_explanation(client, company, desk, outbox):
    invite(desk)
    path = invited_path(outbox)
    other = people.other_company_member()
    page = people.sign_in(client, other).get(path)
    assert page.status_code == 403
    assert other.email in page.text
    assert client.post(path, data=NEW_PERSON).status_code == 403
    assert rights_of(other, company) == []
    assert account_queries.user_by_address(ADDRESS) is None


def test_too_old_sent_again_and_withdrawn(client, company, desk, outbox, clock, owner):
    invite(desk)
    first = invited_path(outbox)
    clock.shift(timedelta(days=7))
    assert client.get(first).status_code == 410
    assert client.post(first, data=NEW_PERSON).status_code == 410
    people.sign_in(desk, owner)
    assert "please send it again" in desk.get("/en/company/members").text
    [waits] = invitations.waiting_for(company.id)
    base = f"/en/company/members/invitations/{waits.public_id}"
    for _press in (1, 2):
        assert desk.post(f"{base}/send-again").status_code == 303
    second = invited_path(outbox)
    assert len(outbox.of_kind("member_invitation")) == 2
    assert client.get(second).status_code == 200
    for _press in (1, 2):
        assert desk.post(f"{base}/withdraw").status_code == 303
    assert client.post(second, data=NEW_PERSON).status_code == 410
    assert account_queries.user_by_address(ADDRESS) is None
    expires_at = invitations.invitation_by_ref(waits.public_id).expires_at
    with writing():
        assert privacy.purge(expires_at + timedelta(days=29)) == 0
        assert privacy.purge(expires_at + timedelta(days=31)) == 1


def test_a_known_address_is_answered_like_an_unknown_one(desk):
    people.student()
    known, unknown = invite(desk, "student@demo.example"), invite(desk, "nobody@demo.example")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_invitations_are_limited_by_address_and_by_organisation(client, company, desk, db):
    limits.switch(client.application, on=True)
    try:
        answers = [invite(desk, "one@demo.example").status_code for _time in range(6)]
        assert answers == [303] * 5 + [429]
        # The person's own mails, such as a link to sign in, are counted apart.
        assert client.post("/en/account/sign-in/link", data={"email": "one@demo.example"}).status_code == 303
        answers = [invite(desk, f"many{number}@demo.example").status_code for number in range(36)]
        assert answers[-1] == 429
        assert len(invitations.waiting_for(company.id)) <= 40
    finally:
        limits.switch(client.application, on=False)


def test_only_organisations_that_somebody_has_looked_at_invite(client):
    owner, company = people.company_member(), make_company(state=OrganisationState.APPLIED)
    join(owner, company, Rights.OWNER)
    browser = people.sign_in(client, owner)
    assert "as soon as our staff have approved" in browser.get("/en/company/members").text
    assert invite(browser).status_code == 422
    assert invitations.waiting_for(company.id) == []


def test_recruiters_and_viewers_see_the_list_without_buttons(client, company, desk):
    viewer = people.company_viewer()
    join(viewer, company, Rights.VIEWER)
    invite(desk)
    browser = people.sign_in(client, viewer)
    page = browser.get("/en/company/members")
    assert "Owners invite colleagues" in page.text
    assert ADDRESS not in page.text
    assert "/members/invite" not in page.text
    for address in ("invite", viewer.person.public_id):
        assert browser.get(f"/en/company/members/{address}").status_code == 403
    assert invite(browser).status_code == 403
    assert browser.post(f"/en/company/members/{viewer.person.public_id}/end").status_code == 403


def test_the_list_takes_as_many_statements_for_four_as_for_one(client, company, owner, count_queries):
    browser = people.sign_in(client, owner)
    with count_queries(7):
        browser.get("/en/company/members")
    for number in range(3):
        join(people.make_user(f"member{number}@demo.example"), company, Rights.VIEWER)
        invite(browser, f"invited{number}@demo.example")
    with count_queries(7):
        assert "member2" in browser.get("/en/company/members").text.lower()


def test_rights_are_changed_and_hold_from_the_next_page_on(client, company, desk, owner):
    viewer = people.company_viewer()
    join(viewer, company, Rights.VIEWER)
    browser = people.sign_in(client, viewer)
    assert browser.get("/en/company/members/invite").status_code == 403
    address = f"/en/company/members/{viewer.person.public_id}"
    assert desk.post(address, data={"rights": "desk"}).status_code == 422
    assert desk.post(address, data={"rights": "owner"}).status_code == 303
    assert browser.get("/en/company/members/invite").status_code == 200
    assert (
        browser.post(f"/en/company/members/{owner.person.public_id}", data={"rights": "viewer"}).status_code
        == 303
    )
    assert desk.get("/en/company/members/invite").status_code == 403
    last = browser.post(address, data={"rights": "viewer"})
    assert last.status_code == 422
    assert "last owner" in last.text


def test_a_removed_member_is_out_on_the_next_page(client, company, desk):
    recruiter = people.company_viewer()
    join(recruiter, company, Rights.RECRUITER)
    browser = people.sign_in(client, recruiter)
    assert browser.get("/ja/company/").status_code == 200
    assert desk.post(f"/ja/company/members/{recruiter.person.public_id}/end").status_code == 303
    assert browser.get("/ja/company/").status_code in (303, 403)
    assert browser.get("/ja/company/members").status_code in (303, 403)
    assert desk.post(f"/ja/company/members/{recruiter.person.public_id}/end").status_code == 404


def test_strangers_are_not_found(client, company, desk):
    stranger = people.other_company_member()
    join(stranger, make_company(), Rights.OWNER)
    assert desk.get(f"/en/company/members/{stranger.person.public_id}").status_code == 404
    assert desk.post(f"/en/company/members/{stranger.person.public_id}/end").status_code == 404
    invite(desk)
    [waits] = invitations.waiting_for(company.id)
    other = people.sign_in(client, stranger)
    for move in ("send-again", "withdraw"):
        assert other.post(f"/en/company/members/invitations/{waits.public_id}/{move}").status_code == 404
    assert client.application.test_client().get("/en/company/members").status_code == 303


def test_a_member_leaves_and_the_last_owner_stays(client, company, desk, owner):
    viewer = people.company_viewer()
    join(viewer, company, Rights.VIEWER)
    browser = people.sign_in(client, viewer)
    assert browser.get("/ja/company/members/leave").status_code == 200
    assert browser.post("/ja/company/members/leave").status_code == 303
    assert rights_of(viewer, company) == []
    last = desk.post("/en/company/members/leave")
    assert last.status_code == 422
    assert "last owner" in last.text
    assert rights_of(owner, company) == [Rights.OWNER]
    assert desk.post(f"/en/company/members/{owner.person.public_id}/end").status_code == 422


def test_an_owner_who_cannot_sign_in_is_no_other_owner(db, company, owner, now):
    other = people.other_company_member()
    join(other, company, Rights.OWNER)
    by = people.acting(owner)
    for change in ({"active": False}, {"closes_at": now + timedelta(days=5)}):
        with writing():
            for name, value in change.items():
                setattr(account_queries.user_by_address(other.email), name, value)
        with pytest.raises(Refused) as refusal, writing():
            actions.leave_organisation(company, by=by, now=now)
        assert refusal.value.reason is OrganisationRefusal.LAST_OWNER
        with writing():
            user = account_queries.user_by_address(other.email)
            user.active, user.closes_at = True, None
    with writing():
        actions.leave_organisation(company, by=by, now=now)
    assert rights_of(owner, company) == []


def test_moves_demand_an_owner_of_this_organisation(db, company, owner, now):
    stranger = people.other_company_member()
    join(stranger, make_company(), Rights.OWNER)
    viewer = people.company_viewer()
    join(viewer, company, Rights.VIEWER)
    for user, error in ((stranger, Missing), (viewer, Refused)):
        by = people.acting(user)
        for move in (
            lambda by=by: actions.invite_member(
                company, ADDRESS, Rights.VIEWER, language="ja", by=by, now=now
            ),
            lambda by=by: actions.change_rights(
                company, owner.person.public_id, Rights.VIEWER, by=by, now=now
            ),
            lambda by=by: actions.end_membership(company, owner.person.public_id, by=by, now=now),
        ):
            with pytest.raises(error), writing():
                move()
    assert db.scalar(select(func.count()).select_from(MemberInvitation)) == 0


def test_two_owners_who_leave_at_once_leave_one(own_app, own_database):
    now = core_clock.now()
    with own_database.scope():
        company = make_company()
        one, other = people.company_member(), people.other_company_member()
        for user in (one, other):
            join(user, company, Rights.OWNER)
        pairs = [(people.acting(one), other.person.public_id), (people.acting(other), one.person.public_id)]
    ways = [
        [partial(actions.leave_organisation, company, by=by, now=now) for by, _ref in pairs],
        [partial(actions.change_rights, company, ref, Rights.VIEWER, by=by, now=now) for by, ref in pairs],
    ]
    for number, moves in enumerate(ways):
        answers = at_once(own_database, lambda moves=moves: moves.pop()() or "done")
        assert len([answer for answer in answers if answer == "done"]) == 1
        assert {str(answer) for answer in answers} <= {"done", "last_owner", "not_an_owner"}
        with own_database.scope() as rows:
            owners = select(func.count()).where(
                Membership.rights == Rights.OWNER, Membership.ended_at.is_(None)
            )
            assert rows.scalar(owners) == 1
            if number == 0:
                with writing() as written:
                    written.execute(Membership.__table__.update().values(ended_at=None))


def test_two_who_take_one_invitation_up_at_once_are_one(own_app, own_database):
    now, password_hash = core_clock.now(), people.password_hash()
    with own_database.scope():
        company, owner = make_company(), people.company_member()
        join(owner, company, Rights.OWNER)
        with writing():
            invitation = actions.invite_member(
                company, ADDRESS, Rights.VIEWER, language="ja", by=people.acting(owner), now=now
            )
            token = mailed.new_token()
            mailed.keep_token(invitation, token)

    def register():
        account_actions.register_by_invitation(
            token, name="美里", password_hash=password_hash, language="ja", now=now
        )
        return "in"

    answers = at_once(own_database, register)
    assert sorted(map(str, answers)) == ["in", AccountRefusal.LINK_NOT_VALID]
    with own_database.scope() as rows:
        assert rows.scalar(select(func.count()).select_from(Membership)) == 2


def test_two_invitations_to_one_address_at_once_are_one(own_app, own_database):
    now = core_clock.now()
    with own_database.scope():
        company, owner = make_company(), people.company_member()
        join(owner, company, Rights.OWNER)
        by = people.acting(owner)

    def send():
        actions.invite_member(company, ADDRESS, Rights.VIEWER, language="ja", by=by, now=now)
        return "sent"

    answers = at_once(own_database, send)
    assert set(map(str, answers)) <= {
        "sent",
        InvitationRefusal.ALREADY_INVITED,
        InvitationRefusal.NO_LONGER_OPEN,
    }
    assert "sent" in answers
    with own_database.scope():
        assert len(invitations.waiting_for(company.id)) == 1


def test_every_kind_has_an_owner_and_why_nots_say_so():
    assert all(Rights.OWNER in rules.RIGHTS_OF[kind] for kind in OrganisationKind)
    assert rules.why_not_without_owner(["a", "b"], "a") is None
    assert rules.why_not_without_owner(["a"], "a") is OrganisationRefusal.LAST_OWNER
    assert rules.why_not_without_owner(["b"], "a") is None
    assert rules.why_not_without_owner([], "a") is OrganisationRefusal.LAST_OWNER
