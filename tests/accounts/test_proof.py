"""Before what could cost somebody their account, the house asks again who is there."""

from datetime import timedelta

from sqlalchemy import select, update

from recruit.accounts.models import SignIn, User
from recruit.core.db import session, writing
from tests import people
from tests.accounts.steps import path_in

GUARDED = "/en/account/second-factor"
PROVE = "/en/account/prove?next=%2Fen%2Faccount%2Fsecond-factor"


def test_a_fresh_sign_in_is_proof_enough_for_ten_minutes(client, clock):
    people.sign_in(client, people.student())
    assert client.get(GUARDED).status_code == 200
    clock.shift(timedelta(minutes=10))
    assert client.get(GUARDED).status_code == 200
    clock.shift(timedelta(seconds=1))
    answer = client.get(GUARDED)
    assert (answer.status_code, answer.headers["Location"]) == (303, PROVE)


def test_the_password_opens_the_guarded_page_again(client, clock):
    people.sign_in(client, people.student())
    clock.shift(timedelta(hours=1))
    page = client.get(PROVE)
    assert 'type="password"' in page.text
    wrong = client.post("/vi/account/prove", data={"password": "not this one", "next": GUARDED})
    assert wrong.status_code == 422
    assert client.get(GUARDED).status_code == 303
    right = client.post("/en/account/prove", data={"password": people.PASSWORD, "next": GUARDED})
    assert right.headers["Location"] == GUARDED
    assert client.get(GUARDED).status_code == 200


def test_a_form_that_was_open_has_longer(client, clock):
    people.sign_in(client, people.student())
    clock.shift(timedelta(minutes=20))
    assert client.post(GUARDED, data={"code": "000000"}).status_code == 422
    clock.shift(timedelta(minutes=11))
    answer = client.post(GUARDED, data={"code": "000000"})
    assert (answer.status_code, answer.headers["Location"]) == (303, PROVE)


def test_proof_leads_nowhere_else(client, clock):
    people.sign_in(client, people.student())
    data = {"password": people.PASSWORD, "next": "//evil.example/"}
    assert client.post("/en/account/prove", data=data).headers["Location"].startswith("/en/")


def test_proof_on_one_device_proves_nothing_on_another(app, client, clock):
    person = people.student()
    other = app.test_client()
    people.sign_in(client, person)
    people.sign_in(other, person)
    clock.shift(timedelta(hours=1))
    client.post("/en/account/prove", data={"password": people.PASSWORD, "next": GUARDED})
    assert client.get(GUARDED).status_code == 200
    assert other.get(GUARDED).status_code == 303


def test_who_has_no_password_gets_a_link_that_leads_on(client, clock, outbox):
    person = people.student()
    people.sign_in(client, person)
    with writing() as rows:
        rows.execute(update(User).where(User.id == person.id).values(password=None))
    clock.shift(timedelta(hours=1))
    page = client.get(PROVE)
    assert person.email in page.text
    assert client.post("/en/account/prove", data={"next": GUARDED}).status_code == 303
    link = path_in(outbox.hand_over()[-1], "/account/sign-in/link/")
    assert client.post(link).headers["Location"] == GUARDED
    assert client.get(GUARDED).status_code == 200


def test_a_sign_in_that_never_proved_anything_is_asked(client, db):
    person = people.student()
    people.sign_in(client, person)
    with writing() as rows:
        rows.execute(update(SignIn).values(proved_at=None))
    assert client.get(GUARDED).status_code == 303


def test_proof_is_kept_on_the_row_of_the_device(client, db, clock, now):
    people.sign_in(client, people.student())
    row = session().scalars(select(SignIn)).one()
    assert row.proved_at == now
    clock.shift(timedelta(hours=2))
    client.post("/en/account/prove", data={"password": people.PASSWORD, "next": GUARDED})
    db.refresh(row)
    assert row.proved_at == now + timedelta(hours=2)
