"""Another address to sign in with: only its reader can take it, and the reader of the old one can take it back."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading

import pytest
from sqlalchemy import func, select

from recruit.accounts import actions, address_links, privacy, queries, second_factor
from recruit.accounts.models import AddressChange, ContactPoint, ProviderIdentity, User
from recruit.accounts.rules import LinkPurpose
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.messages.actions import queue
from recruit.messages.models import Mail
from tests import people
from tests.accounts.steps import REGISTRATION, path_in, type_in

OLD, NEW = "student@demo.example", "an.new@demo.example"
PAGE = "/en/account/address"


def ask(client, address=NEW):
    return client.post(PAGE, data={"email": address})


@pytest.fixture
def student(client):
    person = people.student()
    people.sign_in(client, person)
    return person


@pytest.fixture
def mails(outbox):
    """Hands over what is due and gives it by recipient."""

    def due():
        return {message["To"]: message for message in outbox.hand_over()}

    return due


def changed(client, mails):
    """Ask for the new address and confirm it; gives the last mail to the old one."""
    ask(client)
    client.post(path_in(mails()[NEW], "/account/address/new/"))
    return mails()[OLD]


def test_the_address_changes_when_its_reader_presses_the_button(client, student, mails, db):
    page = ask(client)
    assert page.headers["Location"] == PAGE
    assert f"Look into the mailbox of {NEW}" in client.get(PAGE).text
    assert student.email == OLD
    sent = mails()
    link = path_in(sent[NEW], "/account/address/new/")
    assert "Nguyễn" not in sent[NEW].get_body(("plain",)).get_content()
    assert client.get(link).status_code == 200
    db.refresh(student)
    assert student.email == OLD
    assert client.post(link).status_code == 303
    db.refresh(student)
    assert student.email == NEW
    points = {row.value: row for row in db.scalars(select(ContactPoint))}
    assert (points[OLD].ended_at is not None, points[NEW].verified_at is not None) == (True, True)
    assert client.get("/en/account/").status_code == 200
    # Pressed twice, it is still done.
    assert client.post(link).status_code == 303
    assert set(mails()) == {OLD}


def test_only_who_has_proved_to_be_there_may_ask(app, client, student, clock):
    assert "/account/sign-in" in app.test_client().get(PAGE).headers["Location"]
    clock.shift(timedelta(minutes=31))
    assert "/account/prove" in client.get(PAGE).headers["Location"]
    assert "/account/prove" in ask(client).headers["Location"]
    assert session().scalar(select(func.count()).select_from(AddressChange)) == 0


def test_the_links_open_for_a_while(client, student, mails, clock):
    ask(client)
    sent = mails()
    new = path_in(sent[NEW], "/account/address/new/")
    keep = path_in(sent[OLD], "/account/address/keep/")
    clock.shift(timedelta(days=2, seconds=1))
    assert (client.get(new).status_code, client.post(new).status_code) == (410, 410)
    clock.shift(timedelta(days=5))
    assert (client.get(keep).status_code, client.post(keep).status_code) == (410, 410)


def test_a_new_wish_a_new_password_and_keeping_the_present_end_the_link(client, student, mails):
    ask(client, "first@demo.example")
    first = path_in(mails()["first@demo.example"], "/account/address/new/")
    ask(client)
    second = path_in(mails()[NEW], "/account/address/new/")
    assert client.post(first).status_code == 410
    client.post("/en/account/address/drop")
    assert client.post(second).status_code == 410
    ask(client)
    third = path_in(mails()[NEW], "/account/address/new/")
    client.post("/en/account/password", data={"old": people.PASSWORD, "new": "some other words"})
    assert client.post(third).status_code == 410
    assert student.email == OLD


@pytest.mark.parametrize("is_done", [False, True])
def test_it_was_not_me(app, client, student, mails, db, is_done):
    if is_done:
        keep = path_in(changed(client, mails), "/account/address/keep/")
    else:
        ask(client)
        keep = path_in(mails()[OLD], "/account/address/keep/")
    owner = app.test_client()
    assert owner.get(keep).status_code == 200
    assert client.get("/en/account/").status_code == 200
    chooses = owner.post(keep).headers["Location"]
    assert "/account/reset/" in chooses
    db.refresh(student)
    assert student.email == OLD
    assert client.get("/en/account/").status_code == 303
    assert type_in(app.test_client(), student).status_code == 422
    assert owner.post(chooses, data={"password": "words of the owner"}).status_code == 303
    assert type_in(app.test_client(), student, "words of the owner").status_code == 303
    assert owner.post(keep).status_code == 410
    live = [row.value for row in db.scalars(select(ContactPoint)) if row.ended_at is None]
    assert live == [OLD]


def test_taking_back_the_first_change_ends_those_after_it(client, student, mails, db):
    keep = path_in(changed(client, mails), "/account/address/keep/")
    ask(client, "third@demo.example")
    sent = mails()
    client.post(path_in(sent["third@demo.example"], "/account/address/new/"))
    client.post(keep)
    db.refresh(student)
    assert student.email == OLD
    assert client.post(path_in(sent[NEW], "/account/address/keep/")).status_code == 410


def test_a_taken_address_gets_the_same_answer_and_its_owner_a_mail(client, student, mails, outbox):
    owner = people.other_student()
    free, taken = ask(client), None
    free_page = client.get(PAGE).text.replace(NEW, "X")
    mails()
    taken = ask(client, owner.email)
    assert (taken.status_code, taken.headers["Location"]) == (free.status_code, free.headers["Location"])
    assert client.get(PAGE).text.replace(owner.email, "X") == free_page
    sent = mails()
    assert set(sent) == {OLD, owner.email}
    assert "Budi Santoso" in sent[owner.email].get_body(("plain",)).get_content()
    assert "confirm_new_address" not in outbox.kinds[-2:]


def test_an_address_taken_in_the_meantime_stays_with_who_took_it(client, student, mails, db):
    ask(client)
    link = path_in(mails()[NEW], "/account/address/new/")
    people.make_user(NEW)
    assert client.post(link).status_code == 410
    db.refresh(student)
    assert student.email == OLD


def test_the_old_address_is_held_for_its_reader(app, client, student, mails, clock):
    changed(client, mails)
    for road, data in (("register?as=student", {**REGISTRATION, "email": OLD}), ("reset", {"email": OLD})):
        app.test_client().post(f"/en/account/{road}", data=data)
        assert "/account/address/keep/" in mails()[OLD].get_body(("plain",)).get_content()
    other = people.sign_in(app.test_client(), people.other_student())
    ask(other, OLD)
    assert "/account/address/keep/" in mails()[OLD].get_body(("plain",)).get_content()
    assert queries.user_by_address(OLD) is None
    clock.shift(timedelta(days=6))
    app.test_client().post("/en/account/reset", data={"email": OLD})
    late = path_in(mails()[OLD], "/account/address/keep/")
    assert client.get(late).status_code == 200
    clock.shift(timedelta(days=1, seconds=1))
    # Whenever its mail was sent: the link lives as long as the address is held.
    assert app.test_client().post(late).status_code == 410
    app.test_client().post("/en/account/register?as=student", data={**REGISTRATION, "email": OLD})
    assert queries.user_by_address(OLD) is not None


def test_unsent_mail_follows(client, student, mails, db, now):
    ask(client)
    link = path_in(mails()[NEW], "/account/address/new/")
    with writing():
        queue(
            "address_in_use",
            to_address=OLD,
            to_ref=student.person.public_id,
            language="vi",
            zone="Asia/Tokyo",
            params={"person_ref": student.person.public_id},
            unique_key="waits",
            now=now,
        )
    client.post(link)
    mails()
    assert db.scalar(select(Mail.to_address).where(Mail.unique_key == "waits")) == NEW


def test_a_present_address_and_nonsense_are_refused_in_the_readers_language(client, student):
    same = client.post("/ja/account/address", data={"email": OLD.upper()})
    assert same.status_code == 422
    assert "現在" in same.text
    nonsense = client.post("/vi/account/address", data={"email": "no address"})
    assert nonsense.status_code == 422
    assert "no address" in nonsense.text
    assert session().scalar(select(func.count()).select_from(AddressChange)) == 0


def test_a_link_of_one_kind_opens_nothing_else(client, student, mails, now):
    ask(client)
    change = address_links.open_change_of(student.id, now)
    assert change is not None
    new = address_links.token_of(change, LinkPurpose.NEW_ADDRESS)
    assert client.post(f"/en/account/address/keep/{new}").status_code == 410
    keep = address_links.token_of(change, LinkPurpose.KEEP_ADDRESS)
    assert client.post(f"/en/account/address/new/{keep}").status_code == 410
    assert client.post("/en/account/address/new/rubbish").status_code == 410


def test_changes_are_exported_erased_and_forgotten(client, student, mails, clock, now):
    changed(client, mails)
    assert privacy.export(student.person_id)["address_changes"][0]["to"] == NEW
    with writing():
        assert privacy.forget_address_changes(now + timedelta(days=89)) == 0
    with writing():
        assert privacy.forget_address_changes(now + timedelta(days=91)) == 1
    assert session().scalar(select(func.count()).select_from(AddressChange)) == 0
    ask(client, "again@demo.example")
    with writing():
        privacy.erase(student.person_id, now)
    assert session().scalar(select(func.count()).select_from(AddressChange)) == 0


def test_two_accounts_that_confirm_one_address_at_once(own_database, own_app, now):
    with own_database.scope():
        tokens = []
        for person in (people.student(), people.other_student()):
            with writing():
                actions.ask_to_change_address(NEW, by=people.visitor_of(person), now=now)
            change = address_links.open_change_of(person.id, now)
            tokens.append(address_links.token_of(change, LinkPurpose.NEW_ADDRESS))
    barrier = threading.Barrier(2, timeout=60)

    def take(token):
        with own_database.scope():
            barrier.wait()
            try:
                with writing():
                    actions.use_new_address(token, now=now)
            except Refused:
                return False
            return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(take, tokens)) == [False, True]
    with own_database.scope():
        assert session().scalar(select(func.count()).where(User.email == NEW)) == 1


def test_ways_in_that_were_added_since_go_with_it(client, student, mails, db, now, clock):
    def identity(subject, at):
        with writing() as rows:
            rows.add(
                ProviderIdentity(
                    user_id=student.id, issuer="campus", subject=subject, linked_at=at, arrived_at=at
                )
            )

    identity("own", now - timedelta(days=1))
    ask(client)
    keep = path_in(mails()[OLD], "/account/address/keep/")
    clock.shift(timedelta(hours=1))
    identity("the other's", now + timedelta(hours=1))
    client.post(keep)
    assert db.scalars(select(ProviderIdentity.subject)).all() == ["own"]


def test_an_app_that_was_set_up_since_keeps_no_owner_out(client, student, mails, db, now, clock):
    """Its mail went to the address that the account had then: nobody else could say that it was not them."""
    keep = path_in(changed(client, mails), "/account/address/keep/")
    clock.shift(timedelta(hours=1))
    with writing():
        secret = second_factor.new_secret()
        actions.begin_second_factor(
            student.person.public_id, secret, second_factor.code_now(secret), now=now + timedelta(hours=1)
        )
    client.post(keep)
    db.refresh(student)
    assert (student.email, student.tf_totp_secret, student.recovery_codes) == (OLD, None, [])
