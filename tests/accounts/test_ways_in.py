"""Owners hear of every change of a way in, and of a sign-in on a device that was not known; and can say that it was not them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from recruit.accounts import actions, passwords, queries, second_factor
from recruit.accounts.models import Passkey, SignIn, User
from recruit.accounts.way_in_mails import WORDS
from recruit.core import clock as core_clock
from recruit.core.db import writing
from tests import people
from tests.accounts.steps import path_in, type_in

PHONE = "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0 Mobile Safari/537.36"


def elsewhere(app, person, *, network="203.0.113.9"):
    """A sign-in in another browser."""
    other = app.test_client()
    answer = other.post(
        "/en/account/sign-in",
        data={"email": person.email, "password": people.PASSWORD},
        headers={"User-Agent": PHONE},
        environ_base={"REMOTE_ADDR": network},
    )
    assert answer.status_code == 303
    return other


def test_a_device_that_was_not_known_is_told_once_and_never_the_first(app, client, outbox):
    person = people.student()
    assert type_in(client, person).status_code == 303
    assert outbox.kinds == []
    other = elsewhere(app, person)
    assert outbox.kinds == ["new_device"]
    (message,) = outbox.hand_over()
    text = message.get_body(("plain",)).get_content()
    assert "Chrome, Android" in text
    # Two clocks: hers in Vietnam, and Japan's.
    assert "12:00" in text
    assert "10:00" in text
    # Both are known from now on, from whatever network.
    other.post("/en/account/sign-out")
    other.post(
        "/en/account/sign-in",
        data={"email": person.email, "password": people.PASSWORD},
        environ_base={"REMOTE_ADDR": "198.51.100.4"},
    )
    client.post("/en/account/sign-out")
    assert type_in(client, person).status_code == 303
    assert outbox.kinds == ["new_device"]


def test_a_browser_that_is_known_for_one_person_is_not_for_another(app, client, outbox):
    mine, hers = people.student(), people.other_student()
    elsewhere(app, hers)
    type_in(client, mine)
    client.post("/en/account/sign-out")
    type_in(client, hers)
    assert [mail.to_address for mail in outbox.of_kind("new_device")] == [hers.email]


def test_sign_ins_from_before_browsers_were_known_are_no_news(app, client, outbox, db):
    person = people.student()
    elsewhere(app, person)
    with writing():
        db.execute(update(SignIn).values(browser_hash=""))
    elsewhere(app, person)
    assert outbox.kinds == []
    elsewhere(app, person, network="203.0.113.77")
    assert outbox.kinds == ["new_device"]


def test_it_was_not_me(app, client, outbox, db, clock):
    """Opening the link moves nothing; its button signs everybody out, takes off what was added since, and opens once."""
    person = people.student()
    type_in(client, person)
    clock.shift(timedelta(minutes=5))
    other = elsewhere(app, person)
    link = path_in(outbox.hand_over()[0], "/account/not-me/")
    now = core_clock.now()
    with writing():
        secret = second_factor.new_secret()
        actions.begin_second_factor(
            person.person.public_id, secret, second_factor.code_now(secret), now=now, keep_sign_in=None
        )
        for number, added_at in enumerate((now, now - timedelta(minutes=6))):
            db.add(
                Passkey(
                    user_id=person.id,
                    credential_id=str(number),
                    public_key=b"",
                    sign_count=0,
                    name=f"Key {number}",
                    added_at=added_at,
                    challenged_at=added_at,
                )
            )
        # Whoever was there has changed the password first.
        user = db.get(User, person.id)
        user.password = passwords.hash_of("somebody-elses-password")
    stranger = app.test_client()
    assert stranger.get(link).status_code == 200
    assert db.scalars(select(Passkey.name)).all() == ["Key 0", "Key 1"]
    answer = stranger.post(link)
    assert answer.status_code == 303
    assert "/account/reset/" in answer.headers["Location"]
    assert db.scalars(select(Passkey.name)).all() == ["Key 1"]
    user = db.get(User, person.id)
    db.refresh(user)
    assert (user.password, user.tf_totp_secret) == (None, None)
    assert other.get("/en/account/").status_code == 303
    assert db.scalars(select(SignIn).where(SignIn.ended_at.is_(None))).all() == []
    assert stranger.post(link).status_code == 410
    assert stranger.post(answer.headers["Location"], data={"password": "a-new-password"}).status_code == 303
    # No device is known any more, not even one's own.
    outbox_before = len(outbox.of_kind("new_device"))
    assert type_in(client, person, "a-new-password").status_code == 303
    assert len(outbox.of_kind("new_device")) == outbox_before + 1


def test_the_link_ends_with_its_days_and_with_another_address(app, client, outbox, db, clock):
    person = people.student()
    address = person.email
    type_in(client, person)
    elsewhere(app, person)
    link = path_in(outbox.hand_over()[0], "/account/not-me/")
    with writing():
        db.execute(update(User).values(email="another@demo.example"))
    assert client.get(link).status_code == 410
    with writing():
        db.execute(update(User).values(email=address))
    assert client.get(link).status_code == 200
    clock.shift(timedelta(days=7, minutes=1))
    assert app.test_client().post(link).status_code == 410


def test_staff_keep_their_app_whatever_a_mail_says(app, outbox, db):
    person = people.coordinator()
    with writing():
        secret = second_factor.new_secret()
        actions.begin_second_factor(
            person.person.public_id, secret, second_factor.code_now(secret), now=core_clock.now()
        )
    link = path_in(outbox.hand_over()[0], "/account/not-me/")
    assert app.test_client().post(link).status_code == 303
    user = db.get(User, person.id)
    db.refresh(user)
    assert user.tf_totp_secret


def _change_password(person, now):
    actions.change_password(passwords.hash_of("a-new-password"), by=people.visitor_of(person), now=now)


def _app(person, now):
    secret = second_factor.new_secret()
    return actions.begin_second_factor(
        person.person.public_id, secret, second_factor.code_now(secret), now=now
    )


def _recovery_code(person, now):
    actions.use_code(person.person.public_id, _app(person, now)[0], device="Firefox, Mac", now=now)


def _new_codes(person, now):
    actions.renew_recovery_codes(_app(person, now)[0], by=people.visitor_of(person), now=now)


def _no_app(person, now):
    actions.end_second_factor(_app(person, now)[0], by=people.visitor_of(person), now=now)


def _dropped(person, now):
    _app(person, now)
    actions.drop_second_factor(person, by=people.visitor_of(person), now=now)


@pytest.mark.parametrize(
    ("move", "kinds"),
    [
        (_change_password, ["password_changed"]),
        (_recovery_code, ["second_factor_begun", "recovery_code_used"]),
        (_new_codes, ["second_factor_begun", "recovery_code_used", "recovery_codes_renewed"]),
        (_no_app, ["second_factor_begun", "recovery_code_used", "second_factor_ended"]),
        (_dropped, ["second_factor_begun", "second_factor_dropped"]),
    ],
)
def test_every_change_of_a_way_in_is_told(app, outbox, now, move, kinds):
    person = people.student()
    with writing():
        move(queries.user_by_address(person.email), now)
    assert outbox.kinds == kinds
    for message, kind in zip(outbox.hand_over(), kinds, strict=True):
        assert message["To"] == person.email
        assert path_in(message, "/account/not-me/")
        assert kind in WORDS


def test_a_new_password_by_link_is_told_but_not_the_first_of_all(app, client, outbox):
    person = people.student()
    for password, told in (("a-first-password", 0), ("a-second-password", 1)):
        client.post("/en/account/reset", data={"email": person.email})
        link = path_in(outbox.hand_over()[-1], "/account/reset/")
        assert client.post(link, data={"password": password}).status_code == 303
        assert len(outbox.of_kind("password_reset")) == told
        assert type_in(client, person, password).status_code == 303
        client.post("/en/account/sign-out")
