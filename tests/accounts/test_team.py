"""The team: roles, accounts switched off, and that one administrator always stays."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from recruit.accounts import actions, queries, team
from recruit.accounts.invitation_rules import TeamRefusal
from recruit.core import clock as core_clock
from recruit.core.db import writing
from recruit.core.errors import Missing, Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import Role
from tests import people
from tests.accounts.steps import type_in
from tests.accounts.test_races import at_once

PAGES = ("/staff/team", "/staff/team/invite")


def second_administrator():
    return people.make_user("second@demo.example", name="井上 学", roles=(Role.ADMINISTRATOR,))


@pytest.mark.parametrize("page", PAGES)
def test_only_administrators_see_the_team(client, page):
    assert client.get(f"/en{page}").status_code == 303
    assert people.sign_in(client, people.coordinator()).get(f"/en{page}").status_code == 403
    answer = people.sign_in(client, people.administrator()).get(f"/en{page}")
    assert answer.status_code == 200
    assert "%(" not in answer.text


def test_the_list_takes_as_many_statements_for_four_as_for_one(client, count_queries):
    browser = people.sign_in(client, people.administrator())
    with count_queries(9):
        alone = browser.get("/en/staff/team").text
    assert "There is only one administrator" in alone
    assert "There is no retention officer" in alone
    people.retention_officer()
    people.editor()
    second_administrator()
    people.student()
    with count_queries(9):
        page = browser.get("/en/staff/team").text
    assert "There is only one administrator" not in page
    assert "There is no retention officer" not in page
    assert "中村 さくら" in page
    assert "not in the last 90 days" in page
    assert "Nguyễn" not in page


def test_roles_are_given_and_taken_at_once(client, db):
    administrator, editor = people.administrator(), people.editor()
    browser = people.sign_in(client, administrator)
    other = people.sign_in(client.application.test_client(), editor)
    address = f"/en/staff/team/{editor.person.public_id}"
    assert browser.post(address, data={"roles": ["coordinator"]}).status_code == 303
    assert other.get("/en/account/").status_code == 303
    member = team.staff_member(people.visitor_of(administrator), editor.person.public_id)
    assert member.roles == (Role.COORDINATOR,)
    assert {"role_given", "role_taken"} <= set(db.scalars(select(AuditEntry.action)))
    assert browser.post(address, data={"roles": ["nonsense"]}).status_code == 422
    people.sign_in(other, editor)
    assert browser.post(address, data={"csrf_token": "none"}).status_code == 303
    # Roles that are only taken end the other devices as well.
    assert other.get("/en/account/").status_code == 303
    assert browser.get(address).status_code == 404


def test_an_account_switched_off_is_out_at_once_and_comes_back_with_its_roles(client):
    administrator, editor = people.administrator(), people.editor()
    browser = people.sign_in(client, administrator)
    other = people.sign_in(client.application.test_client(), editor)
    address = f"/en/staff/team/{editor.person.public_id}/access"
    assert "editor@demo.example" in browser.get(address).text
    assert browser.post(address).status_code == 303
    assert other.get("/en/account/").status_code == 303
    assert type_in(other, editor).status_code == 422
    assert browser.post(address).status_code == 303
    assert type_in(other, editor).status_code == 303
    assert team.staff_member(people.visitor_of(administrator), editor.person.public_id).roles == (
        Role.EDITOR,
    )


def test_the_last_administrator_stays(client):
    administrator = people.administrator()
    browser = people.sign_in(client, administrator)
    address = f"/vi/staff/team/{administrator.person.public_id}"
    refused = browser.post(address, data={"roles": ["coordinator"]})
    assert refused.status_code == 422
    assert 'lang="vi"' in refused.text
    assert browser.post(f"{address}/access").status_code == 422
    second = second_administrator()
    off = f"/en/staff/team/{second.person.public_id}/access"
    assert browser.post(off).status_code == 303
    # Who is switched off counts for nobody.
    assert browser.post(address, data={"roles": ["coordinator"]}).status_code == 422
    assert browser.post(off).status_code == 303
    assert browser.post(address, data={"roles": ["coordinator"]}).status_code == 303


def test_moves_of_the_team_are_for_administrators(db, now):
    editor, coordinator = people.editor(), people.visitor_of(people.coordinator())
    for move in (
        lambda: actions.set_roles(editor.person.public_id, [], by=coordinator, now=now),
        lambda: actions.switch_off(editor.person.public_id, by=coordinator, now=now),
        lambda: actions.switch_on(editor.person.public_id, by=coordinator, now=now),
        lambda: actions.invite_to_staff(
            "x@demo.example", [Role.EDITOR], language="ja", by=coordinator, now=now
        ),
    ):
        with pytest.raises(Missing), writing():
            move()


def test_a_device_left_open_must_prove_itself_before_roles_change(client, clock):
    administrator, editor = people.administrator(), people.editor()
    browser = people.sign_in(client, administrator)
    clock.shift(timedelta(minutes=31))
    answer = browser.post(f"/en/staff/team/{editor.person.public_id}", data={"roles": ["administrator"]})
    assert answer.headers["Location"].startswith("/en/account/prove?next=")
    assert team.staff_member(people.visitor_of(administrator), editor.person.public_id).roles == (
        Role.EDITOR,
    )


def test_two_administrators_who_take_each_other_off_at_once_leave_one(own_app, own_database):
    now = core_clock.now()
    with own_database.scope():
        one, other = people.administrator(), second_administrator()
        pairs = [
            (people.visitor_of(one), other.person.public_id),
            (people.visitor_of(other), one.person.public_id),
        ]
    for move in (
        lambda by, ref: actions.set_roles(ref, [], by=by, now=now),
        lambda by, ref: actions.switch_off(ref, by=by, now=now),
    ):
        waiting = list(pairs)

        def one_of_two(move=move, waiting=waiting):
            by, ref = waiting.pop()
            move(by, ref)
            return "done"

        answers = at_once(own_database, one_of_two)
        assert sorted(map(str, answers)) == ["done", "last_administrator"]
        with own_database.scope():
            assert team.counts_of_roles()[Role.ADMINISTRATOR] == 1
            with writing():
                for _by, ref in pairs:
                    user = queries.user_by_ref(ref)
                    user.active = True
                    actions.give_role(user, Role.ADMINISTRATOR, by=pairs[0][0], now=now)


def test_the_sole_administrator_cannot_be_taken_off_by_any_way(app, db, now):
    administrator = people.administrator()
    by = people.visitor_of(administrator)
    with pytest.raises(Refused) as refusal, writing():
        actions.take_role(queries.user_by_ref(by.person_ref), Role.ADMINISTRATOR, by=by, now=now)
    assert refusal.value.reason is TeamRefusal.LAST_ADMINISTRATOR
