"""Passkeys on their pages, with a soft authenticator in the place of a telephone."""

from dataclasses import replace
from datetime import timedelta
import json
from pathlib import Path

import pytest
from sqlalchemy import select, update

from recruit.accounts import passkeys, queries, rules
from recruit.accounts.actions import passkeys as passkey_actions
from recruit.accounts.models import Passkey, User
from recruit.accounts.passkeys import NewPasskey
from recruit.accounts.rules import NextStep, PasskeyRefusal, next_step
from recruit.core.clock import now as clock_now
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.core.locales import CODES
from recruit.core.models import AuditEntry
from tests import people
from tests.accounts.authenticator import PRESENT, VERIFIED, Authenticator
from tests.accounts.steps import type_in
from tests.house import html

ADD = "/en/account/passkeys/add"
SIGN_IN = "/en/account/sign-in/passkey"
ACCOUNT = "/en/account/"


@pytest.fixture
def staff_need_one(app, monkeypatch):
    monkeypatch.setattr(queries, "needs_second_factor", lambda settings: True)


def challenge(client, page="/en/account/passkeys/challenge"):
    answer = client.post(page)
    assert answer.headers["Cache-Control"] == "no-store"
    return json.loads(answer.text)


def add(client, key, name="My telephone"):
    options = challenge(client, f"{ADD}/challenge")
    return client.post(ADD, data={"name": name, "credential": key.make(options)})


def use(client, key, page=SIGN_IN, **data):
    return client.post(page, data={"credential": key.use(challenge(client)), **data})


def with_passkey(client, clock, person, key=None):
    """A person with a passkey, signed out, a minute later."""
    key = key or Authenticator()
    people.sign_in(client, person)
    assert add(client, key).headers["Location"] == ACCOUNT
    client.post("/en/account/sign-out")
    clock.shift(timedelta(minutes=1))
    return key


def is_signed_in(client):
    return client.get(ACCOUNT).status_code == 200


def held():
    return session().scalars(select(Passkey)).all()


def test_a_passkey_is_added_and_signs_in_alone(client, clock, outbox):
    person = people.student()
    key = with_passkey(client, clock, person)
    (row,) = held()
    assert (row.name, row.transports, row.last_used_at) == ("My telephone", ["internal"], None)
    answer = use(client, key, next="/en/account/password")
    assert "/account/password" in answer.headers["Location"]
    page = client.get(ACCOUNT).text
    assert "My telephone" in page and "last used" in page
    assert outbox.kinds == ["passkey_added", "new_device"]
    message, _of_device = outbox.hand_over()
    assert message["To"] == person.email
    assert "My telephone" in message.get_body(("plain",)).get_content()
    assert "passkey_added" in session().scalars(select(AuditEntry.action)).all()


def test_a_removed_passkey_opens_nothing(client, clock, outbox, app):
    person = people.student()
    key = with_passkey(client, clock, person)
    page = f"/en/account/passkeys/{queries.mark_of_passkey(held()[0])}/remove"
    stranger = app.test_client()
    people.sign_in(stranger, people.other_student())
    assert stranger.get(page).status_code == stranger.post(page).status_code == 404
    people.sign_in(client, person)
    assert page in client.get(ACCOUNT).text
    assert client.post(page).headers["Location"] == ACCOUNT
    client.post("/en/account/sign-out")
    clock.shift(timedelta(minutes=1))
    assert use(client, key).headers["Location"] == "/en/account/sign-in"
    assert "does not open an account here" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client)
    assert outbox.kinds == ["passkey_added", "passkey_removed"]


def test_adding_and_removing_ask_again_who_is_there(client, clock):
    person = people.student()
    people.sign_in(client, person)
    clock.shift(timedelta(hours=1))
    for page in (ADD, f"{ADD}/challenge", "/en/account/passkeys/x/remove"):
        assert "/account/prove" in client.post(page).headers["Location"]


def test_the_challenge_names_nobody_and_answers_once(client, clock):
    key = with_passkey(client, clock, people.student())
    options = challenge(client)
    assert set(options) == {"challenge", "timeout", "rpId", "allowCredentials", "userVerification"}
    assert (options["rpId"], options["allowCredentials"]) == ("localhost", [])
    answer = key.use(options)
    with client.session_transaction() as kept:
        before = dict(kept["passkey_challenge"])
    client.post(SIGN_IN, data={"credential": answer})
    assert is_signed_in(client)
    client.post("/en/account/sign-out")
    client.post(SIGN_IN, data={"credential": answer})
    assert not is_signed_in(client)
    # Even with a cookie that was copied before.
    with client.session_transaction() as kept:
        kept["passkey_challenge"] = before
    client.post(SIGN_IN, data={"credential": answer})
    assert not is_signed_in(client)
    # It was taken for what it is, a second press, and not for a copy of the key.
    assert len(held()) == 1


def test_keys_that_never_count_sign_in_again_and_again(client, clock):
    key = with_passkey(client, clock, people.student(), Authenticator(steps=0))
    for _ in range(3):
        use(client, key)
        assert is_signed_in(client)
        client.post("/en/account/sign-out")
        clock.shift(timedelta(minutes=1))
    assert held()[0].sign_count == 0


def test_a_copied_key_ends_and_its_owner_is_told(client, clock, outbox):
    person = people.student()
    key = with_passkey(client, clock, person)
    copy = replace(key)
    use(client, key)
    client.post("/en/account/sign-out")
    clock.shift(timedelta(minutes=1))
    assert use(client, copy).headers["Location"] == "/en/account/sign-in"
    assert "seems to have been copied" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client)
    assert held() == []
    assert outbox.kinds[-1] == "passkey_copied"
    assert "passkey_copied" in session().scalars(select(AuditEntry.action)).all()
    clock.shift(timedelta(minutes=1))
    use(client, key)
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"flags": PRESENT},
        {"flags": VERIFIED},
        {"key": Authenticator().key},
        {"handle": b"somebody-else"},
        {"credential_id": b"unknown"},
    ],
)
def test_answers_that_open_nothing(client, clock, change):
    key = with_passkey(client, clock, people.student())
    answer = use(client, replace(key, **change))
    assert answer.headers["Location"] == "/en/account/sign-in"
    assert "does not open an account here" in client.get("/en/account/sign-in").text
    assert not is_signed_in(client)
    # It was refused for what was changed: the key itself still opens.
    use(client, key)
    assert is_signed_in(client)


@pytest.mark.parametrize(
    "change", [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}]
)
def test_keys_that_are_not_added(client, change):
    people.sign_in(client, people.student())
    answer = add(client, Authenticator(**change))
    assert answer.status_code == 422
    assert "does not open an account here" in answer.text
    assert held() == []


@pytest.mark.parametrize(
    "nonsense",
    ["", "{", "[]", "null", "{}", '{"id": 1}', '{"response": []}', "[" * 30_000, '{"id":"x","response":{}}'],
)
def test_nonsense_is_refused(client, nonsense):
    challenge(client)
    assert client.post(SIGN_IN, data={"credential": nonsense}).status_code == 303
    assert client.post(SIGN_IN, data={"credential": nonsense}).status_code == 303
    assert not is_signed_in(client)
    people.sign_in(client, people.student())
    challenge(client, f"{ADD}/challenge")
    assert client.post(ADD, data={"name": "x", "credential": nonsense}).status_code == 422
    assert held() == []


def test_a_challenge_ends_after_five_minutes_and_serves_one_purpose(client, clock):
    key = with_passkey(client, clock, people.student())
    options = challenge(client)
    clock.shift(timedelta(minutes=5, seconds=1))
    client.post(SIGN_IN, data={"credential": key.use(options)})
    assert "That took too long" in client.get("/en/account/sign-in").text
    people.sign_in(client, people.other_student())
    options = {**challenge(client, f"{ADD}/challenge"), **challenge(client)}
    other = Authenticator()
    made = other.make(options)
    assert client.post(ADD, data={"name": "x", "credential": made}).status_code == 422


def test_a_key_belongs_to_one_account(client, clock, app):
    key = with_passkey(client, clock, people.student())
    people.sign_in(client, people.other_student())
    answer = add(client, key)
    assert answer.status_code == 422 and "already in use here" in answer.text
    assert len(held()) == 1
    told = challenge(client, f"{ADD}/challenge")
    assert told["excludeCredentials"] == []
    owner = app.test_client()
    people.sign_in(owner, queries.user_by_address("student@demo.example"))
    (known,) = challenge(owner, f"{ADD}/challenge")["excludeCredentials"]
    assert known["id"] == held()[0].credential_id


def test_ten_are_enough(client, monkeypatch):
    monkeypatch.setattr("recruit.accounts.actions.passkeys.MOST_PASSKEYS", 1)
    people.sign_in(client, people.student())
    assert add(client, Authenticator()).status_code == 303
    assert add(client, Authenticator()).status_code == 422
    assert len(held()) == 1


def test_a_closed_account_stays_closed(client, clock):
    person = people.student()
    key = with_passkey(client, clock, person)
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(active=False))
    use(client, key)
    assert not is_signed_in(client)


def test_a_passkey_leaves_the_password_of_others_than_staff_as_it_was(client, clock, staff_need_one):
    person = people.student()
    with_passkey(client, clock, person)
    assert type_in(client, person).status_code == 303
    assert is_signed_in(client)


def test_staff_are_let_in_by_a_passkey_alone_and_with_all_their_roles(client, clock, staff_need_one):
    person = people.coordinator()
    key = with_passkey(client, clock, person)
    use(client, key)
    assert client.get("/en/staff/").status_code == 200


def test_staff_with_a_passkey_use_it_after_the_password(client, clock, staff_need_one):
    person = people.coordinator()
    key = with_passkey(client, clock, person)
    answer = type_in(client, person, next="/en/account/", stays="y")
    assert answer.headers["Location"] == "/en/account/sign-in/code"
    assert not is_signed_in(client)
    page = client.get("/en/account/sign-in/code").text
    assert "data-passkey" in page and 'name="code"' not in page
    # A stolen password alone sets up no other second factor, and no code opens.
    assert client.get("/en/account/sign-in/second-factor").headers["Location"] == "/en/account/sign-in"
    type_in(client, person, stays="y")
    assert client.post("/en/account/sign-in/code", data={"code": "000000"}).status_code == 422
    answer = use(client, key)
    assert "Max-Age" in next(
        one for one in answer.headers.getlist("Set-Cookie") if one.startswith("sign-in=")
    )
    assert client.get("/en/staff/").status_code == 200


def test_staff_keep_their_last_second_factor(client, clock, staff_need_one):
    person = people.coordinator()
    key = with_passkey(client, clock, person)
    use(client, key)
    page = f"/en/account/passkeys/{queries.mark_of_passkey(held()[0])}/remove"
    client.post(page)
    assert "Staff accounts need a second factor" in client.get(ACCOUNT).text
    assert len(held()) == 1
    clock.shift(timedelta(minutes=1))
    assert add(client, Authenticator(), "Another").status_code == 303
    client.post(page)
    assert [row.name for row in held()] == ["Another"]


def test_the_last_lasting_way_in_stays(client, clock):
    person = people.student()
    with_passkey(client, clock, person)
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(password=None))
    people.sign_in(client, person)
    client.post(f"/en/account/passkeys/{queries.mark_of_passkey(held()[0])}/remove")
    assert "choose a password first" in client.get(ACCOUNT).text
    assert len(held()) == 1


def test_a_passkey_proves_who_is_there(client, clock, app):
    person = people.student()
    key = with_passkey(client, clock, person)
    people.sign_in(client, person)
    clock.shift(timedelta(hours=1))
    assert "data-passkey" in client.get("/en/account/prove").text
    other = app.test_client()
    people.sign_in(other, people.other_student())
    clock.shift(timedelta(hours=1))
    assert "data-passkey" not in other.get("/en/account/prove").text
    use(other, key, "/en/account/prove/passkey", next=ADD)
    assert other.get(ADD).status_code == 303
    assert client.get(ADD).status_code == 303
    clock.shift(timedelta(minutes=1))
    assert use(client, key, "/en/account/prove/passkey", next=ADD).headers["Location"] == ADD
    assert client.get(ADD).status_code == 200
    clock.shift(timedelta(minutes=1))
    away = use(client, key, "/en/account/prove/passkey", next="//evil.example")
    assert away.headers["Location"].startswith("/en/")


def test_a_lost_phone_takes_its_passkeys_along(client, clock, now):
    from recruit.accounts.actions import drop_second_factor

    person = people.coordinator()
    key = with_passkey(client, clock, person)
    with writing():
        drop_second_factor(queries.user_by_address(person.email), by=people.nobody(), now=now)
    use(client, key)
    assert not is_signed_in(client)


def test_pages_are_whole_in_every_language(client, clock, app):
    static = Path(app.static_folder)
    person = people.student()
    with_passkey(client, clock, person)
    people.sign_in(client, person)
    remove = queries.mark_of_passkey(held()[0])
    for language in CODES:
        for page in ("", "passkeys/add", f"passkeys/{remove}/remove", "prove"):
            assert html.faults(client.get(f"/{language}/account/{page}").text, static) == []
        assert html.faults(app.test_client().get(f"/{language}/account/sign-in").text, static) == []


def test_the_site_is_the_one_that_was_set():
    assert passkeys.site_of("https://Recruit.example:8443/x", "R").host == "recruit.example"
    assert passkeys.site_of("https://Recruit.example:8443/x", "R").origin == "https://recruit.example:8443"


def test_rules_of_passkeys():
    assert rules.is_a_copy(counted_before=5, counts_now=5)
    assert rules.is_a_copy(counted_before=5, counts_now=0)
    assert not rules.is_a_copy(counted_before=0, counts_now=0)
    assert not rules.is_a_copy(counted_before=5, counts_now=6)
    staff = {"is_staff": True, "staff_need_one": True}
    assert next_step(has_second_factor=False, has_passkey=True, **staff) is NextStep.ENTER_CODE
    assert next_step(has_second_factor=False, has_passkey=False, **staff) is NextStep.ENROL
    keeps = {"is_last": True, "has_password": True, "has_provider": False, "must_have_second_factor": True}
    assert rules.why_not_remove_passkey(has_app=False, **keeps) is PasskeyRefusal.LAST_SECOND_FACTOR
    assert rules.why_not_remove_passkey(has_app=True, **keeps) is None


FIRST = "/en/account/sign-in/second-factor/passkey"


def make_first(client, key):
    options = challenge(client, f"{FIRST}/challenge")
    return client.post(FIRST, data={"name": "My telephone", "credential": key.make(options)})


def test_staff_enrol_with_a_passkey_alone(client, clock, outbox, staff_need_one):
    person = people.coordinator()
    enrol = type_in(client, person, next="/en/staff/").headers["Location"]
    assert f'action="{FIRST}"' in client.get(enrol).text
    # An answer that fits no challenge opens nothing, and the step stands.
    assert client.post(FIRST, data={"name": "x", "credential": "{}"}).headers["Location"] == enrol
    assert not is_signed_in(client)
    key = Authenticator()
    answer = make_first(client, key)
    assert "/en/account/sign-in?next=" in answer.headers["Location"]
    assert client.get("/en/staff/").status_code == 200
    assert outbox.kinds == ["passkey_added"]
    client.post("/en/account/sign-out")
    clock.shift(timedelta(minutes=1))
    assert type_in(client, person).headers["Location"] == "/en/account/sign-in/code"
    assert not is_signed_in(client)
    assert use(client, key).status_code == 303
    assert client.get("/en/staff/").status_code == 200


def test_a_first_passkey_is_made_only_at_the_step_and_only_as_the_first(client, clock, app, staff_need_one):
    assert client.post(FIRST).status_code == client.post(f"{FIRST}/challenge").status_code == 404
    person = people.coordinator()
    type_in(client, person)
    other = app.test_client()
    type_in(other, person)
    options = challenge(other, f"{FIRST}/challenge")
    make_first(client, Authenticator())
    # Whoever took the first step too, with the password alone, adds no second one.
    credential = Authenticator().make(options)
    assert other.post(FIRST, data={"name": "x", "credential": credential}).status_code == 404
    assert len(held()) == 1
    with pytest.raises(Refused), writing():
        passkey_actions.begin_with_passkey(
            person.person.public_id,
            NewPasskey("another", b"", 0, (), backed_up=False),
            state=queries.step_state_of(person),
            name="x",
            device="",
            now=clock_now(),
        )


def test_a_password_changed_between_step_and_passkey_keeps_the_step_from_ending(
    client, clock, db, staff_need_one, monkeypatch
):
    person = people.coordinator()
    type_in(client, person)
    made = passkeys.made

    def made_while_the_owner_changes_it(*answer):
        with writing():
            person.password = people.password_hash() + "x"
        return made(*answer)

    monkeypatch.setattr(passkeys, "made", made_while_the_owner_changes_it)
    make_first(client, Authenticator())
    assert held() == []
    assert not is_signed_in(client)
