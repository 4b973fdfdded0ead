"""Invitations to staff: sent, taken up once, too old, withdrawn, opened by somebody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.accounts import actions, invitations, passwords, privacy, queries, team
from recruit.accounts.invitation_rules import InvitationRefusal, WayIn, way_in
from recruit.accounts.models import Person, StaffInvitation
from recruit.accounts.rules import AccountRefusal, ComesAs
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Refused
from recruit.core.visitor import Role
from tests import people
from tests.accounts.steps import path_in, type_in
from tests.accounts.test_races import at_once
from tests.factories.organisations import join, make_company

ADDRESS = "moi@demo.example"
NEW_PERSON = {"name": "Lê Thị Mới", "password": "ba-con-meo-vang"}


def invite(client, address=ADDRESS, roles=("editor",), language="vi"):
    return client.post(
        "/en/staff/team/invite", data={"email": address, "roles": list(roles), "language": language}
    )


def invited_path(outbox):
    """The path of the link in the newest mail."""
    return path_in(outbox.hand_over()[-1], "/invitation/")


def waiting():
    return team.open_invitations(people.visitor_of(queries.user_by_address("admin@demo.example")))


@pytest.fixture
def desk(client):
    """An administrator's browser."""
    return people.sign_in(client.application.test_client(), people.administrator())


@pytest.mark.parametrize(
    ("signed_in_as", "account", "way"),
    [
        ("", None, WayIn.REGISTER),
        ("", (False, True), WayIn.REGISTER),
        ("", (True, True), WayIn.SIGN_IN),
        ("", (True, False), WayIn.SWITCHED_OFF),
        ("a@b.example", (True, True), WayIn.ACCEPT),
        ("c@b.example", (True, True), WayIn.OF_ANOTHER),
        ("c@b.example", None, WayIn.OF_ANOTHER),
    ],
)
def test_the_way_in(signed_in_as, account, way):
    is_confirmed, is_active = account or (False, False)
    found = way_in(
        invited="a@b.example",
        signed_in_as=signed_in_as,
        has_account=account is not None,
        is_confirmed=is_confirmed,
        is_active=is_active,
    )
    assert found is way


def test_a_newcomer_registers_by_the_mail_and_is_on_staff_once(client, desk, outbox):
    assert invite(desk, roles=("editor", "coordinator")).status_code == 303
    [message] = outbox.hand_over()
    assert message["To"] == ADDRESS
    path = path_in(message, "/invitation/")
    assert path.startswith("/vi/")
    kept = outbox.mails[-1]
    assert kept.body
    assert path.rsplit("/", 1)[1] not in kept.body
    page = client.get(path)
    assert page.status_code == 200
    assert ADDRESS in page.text
    weak = client.post(path, data={**NEW_PERSON, "password": "moi"})
    assert weak.status_code == 422
    assert NEW_PERSON["name"] in weak.text
    assert client.post(path, data=NEW_PERSON).status_code == 303
    user = queries.user_by_address(ADDRESS)
    assert queries.roles_of(user) == {Role.EDITOR, Role.COORDINATOR}
    assert user.confirmed_at is not None
    assert type_in(client, user, NEW_PERSON["password"]).status_code == 303
    assert client.get("/vi/staff/").status_code == 200
    assert client.get(path).status_code == 410
    assert client.application.test_client().post(path, data=NEW_PERSON).status_code == 410
    assert waiting() == []


def test_who_has_an_account_signs_in_first_and_keeps_it(client, desk, outbox):
    person = people.company_member()
    invite(desk, person.email, language="ja")
    path = invited_path(outbox)
    page = client.get(path)
    assert page.status_code == 200
    assert "/account/sign-in?next=" in page.text
    # Nobody takes up an account by the link alone.
    client.post(path, data=NEW_PERSON)
    assert type_in(client, person).status_code == 303
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303
    found = queries.user_by_address(person.email)
    assert queries.roles_of(found) == {Role.EDITOR}
    assert found.person.display_name == "佐藤 花子"
    # The role holds from the next signing in on.
    assert client.get("/ja/account/").status_code == 303


def test_who_is_signed_in_as_somebody_else_gets_an_explanation(client, desk, outbox):
    invite(desk)
    path = invited_path(outbox)
    other = people.student()
    page = people.sign_in(client, other).get(path)
    assert page.status_code == 403
    assert ADDRESS in page.text
    assert other.email in page.text
    assert client.post(path, data=NEW_PERSON).status_code == 403
    assert queries.user_by_address(ADDRESS) is None
    assert queries.roles_of(queries.user_by_address(other.email)) == frozenset()
    assert len(waiting()) == 1


def test_who_acts_for_an_organisation_needs_another_address(client, desk, outbox):
    member = people.company_member()
    join(member, make_company())
    invite(desk, member.email, language="ja")
    path = invited_path(outbox)
    people.sign_in(client, member)
    assert "<button" not in client.get(path).text.partition("<main")[2].partition("</main>")[0]
    assert client.post(path).status_code == 200
    assert queries.roles_of(queries.user_by_address(member.email)) == frozenset()
    assert len(waiting()) == 1


def test_an_invitation_ends_after_seven_days_and_may_be_sent_again(client, desk, outbox, clock):
    invite(desk)
    path = invited_path(outbox)
    clock.shift(timedelta(days=7))
    assert client.get(path).status_code == 410
    assert client.post(path, data=NEW_PERSON).status_code == 410
    assert queries.user_by_address(ADDRESS) is None
    administrator = queries.user_by_address("admin@demo.example")
    people.sign_in(desk, administrator)
    assert "please send it again" in desk.get("/en/staff/team").text
    [waits] = waiting()
    again = f"/en/staff/team/invitations/{waits.public_id}/send-again"
    assert desk.post(again).status_code == 303
    # Pressed twice: one mail.
    assert desk.post(again).status_code == 303
    fresh = invited_path(outbox)
    assert len(outbox.of_kind("staff_invitation")) == 2
    assert fresh != path
    assert client.get(path).status_code == 410
    assert client.post(fresh, data=NEW_PERSON).status_code == 303


def test_a_withdrawn_invitation_opens_nothing(client, desk, outbox):
    invite(desk)
    path = invited_path(outbox)
    [waits] = waiting()
    for _press in (1, 2):
        assert desk.post(f"/en/staff/team/invitations/{waits.public_id}/withdraw").status_code == 303
    assert client.get(path).status_code == 410
    assert client.post(path, data=NEW_PERSON).status_code == 410
    assert queries.user_by_address(ADDRESS) is None
    refused = desk.post(f"/en/staff/team/invitations/{waits.public_id}/send-again")
    assert refused.status_code in (303, 422)
    assert outbox.hand_over() == []


def test_inviting_again_replaces_and_staff_are_not_invited(client, desk, outbox):
    invite(desk)
    first = invited_path(outbox)
    assert invite(desk, roles=("coordinator",)).status_code == 303
    second = invited_path(outbox)
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200
    assert [one.roles for one in waiting()] == [["coordinator"]]
    people.editor()
    assert invite(desk, "editor@demo.example").status_code == 422
    assert desk.post("/ja/staff/team/invite", data={"email": ADDRESS, "language": "ja"}).status_code == 422


def test_a_known_address_is_answered_like_an_unknown_one(desk):
    people.student()
    known, unknown = invite(desk, "student@demo.example"), invite(desk, "nobody@demo.example")
    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )


def test_an_address_that_somebody_typed_without_confirming_belongs_to_who_opens_the_mail(
    client, desk, outbox, now
):
    with writing():
        actions.register_person(
            name="Somebody",
            email=ADDRESS,
            password_hash=people.password_hash("the-password-of-somebody"),
            comes_as=ComesAs.STUDENT,
            language="en",
            now=now,
        )
    outbox.hand_over()
    invite(desk)
    assert client.post(invited_path(outbox), data=NEW_PERSON).status_code == 303
    user = queries.user_by_address(ADDRESS)
    assert user.person.display_name == NEW_PERSON["name"]
    assert passwords.matches(NEW_PERSON["password"], user.password)
    assert user.came_as == ""


def test_two_who_take_one_invitation_up_at_once_are_one(own_app, own_database):
    now = core_clock.now()
    password_hash = people.password_hash()
    with own_database.scope():
        by = people.visitor_of(people.administrator())
        with writing() as rows:
            invitation = actions.invite_to_staff(ADDRESS, [Role.EDITOR], language="vi", by=by, now=now)
            token = invitations.new_token()
            invitations.keep_token(invitation, token)
            rows.flush()
    answers = at_once(
        own_database,
        lambda: (
            actions.register_by_invitation(
                token, name="Mới", password_hash=password_hash, language="vi", now=now
            )
            and "in"
        ),
    )
    assert sorted(map(str, answers)) == ["in", AccountRefusal.LINK_NOT_VALID]
    with own_database.scope() as rows:
        assert len(rows.scalars(select(Person).where(Person.display_name == "Mới")).all()) == 1


def test_withdrawn_while_it_is_taken_up_is_one_of_both(own_app, own_database):
    now = core_clock.now()
    password_hash = people.password_hash()
    with own_database.scope():
        by = people.visitor_of(people.administrator())
        with writing():
            invitation = actions.invite_to_staff(ADDRESS, [Role.EDITOR], language="vi", by=by, now=now)
            token = invitations.new_token()
            invitations.keep_token(invitation, token)
        public_id = invitation.public_id
    moves = [
        lambda: actions.register_by_invitation(
            token, name="Mới", password_hash=password_hash, language="vi", now=now
        ),
        lambda: actions.withdraw_staff_invitation(public_id, by=by, now=now),
    ]
    answers = at_once(own_database, lambda: "done" if moves.pop()() is None else "in")
    refused = [one for one in answers if one not in ("in", "done")]
    assert len(refused) == 1
    assert refused[0] in (AccountRefusal.LINK_NOT_VALID, InvitationRefusal.NO_LONGER_OPEN)
    with own_database.scope() as rows:
        left = rows.scalars(select(StaffInvitation)).one()
        assert (left.used_at is None) != (left.withdrawn_at is None)
        assert (queries.user_by_address(ADDRESS) is None) == (left.used_at is None)


def test_what_ended_a_while_ago_is_deleted_and_the_person_takes_the_rest_along(client, desk, outbox):
    invite(desk)
    client.post(invited_path(outbox), data=NEW_PERSON)
    user = queries.user_by_address(ADDRESS)
    assert privacy.export(user.person_id)["staff_invitations"][0]["roles"] == ["editor"]
    invite(desk, "nobody@demo.example")
    [waits] = waiting()
    with writing():
        assert privacy.forget_invitations(waits.expires_at + timedelta(days=29)) == 0
        assert privacy.forget_invitations(waits.expires_at + timedelta(days=31)) == 2


def test_the_invitation_of_an_address_nobody_asked_for_is_refused(db, now):
    with pytest.raises(Refused) as refusal, writing():
        actions.register_by_invitation("nonsense", name="x", password_hash="x", language="en", now=now)
    assert refusal.value.reason is AccountRefusal.LINK_NOT_VALID
