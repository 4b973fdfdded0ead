"""Invitations: whom, once each, with a seat or without; what who is invited answers; seats that staff take for somebody."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
import re
import threading

import pytest
from sqlalchemy import func, select

from recruit.accounts.models import Person, User
from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.events import actions as event_actions
from recruit.events.inviting import actions, jobs, privacy, queries, rules
from recruit.events.inviting.models import EventInvitation
from recruit.events.inviting.rules import InvitationState, InvitedAs, Invitee, InvitingRefusal
from recruit.events.models import Event, Registration
from recruit.events.rules import EventKind, EventRefusal, EventState, RegistrationState
from recruit.messages.actions import set_wish
from recruit.messages.models import Mail
from recruit.messages.rules import MailGroup, Wish
from tests import people
from tests.factories.events import make_event, make_profile

SENT = datetime(2026, 4, 1, tzinfo=UTC)


def test_addresses_are_read_however_they_are_written():
    found = rules.addresses_in(
        "E-mail;Name\n lan@example.vn ; Lan\nBudi <BUDI@example.id>\nlan@example.vn\nx@y\n\nrina.example.id\n,,\n"
        '"Sato, Ken" <ken@example.jp>\na@example.jp, b@example.jp'
    )
    assert [(one.email, one.name) for one in found.invitees] == [
        ("lan@example.vn", "Lan"),
        ("budi@example.id", "Budi"),
        ("ken@example.jp", "Sato, Ken"),
        ("a@example.jp", ""),
        ("b@example.jp", ""),
    ]
    assert found.bad == ("x@y", "rina.example.id")
    assert rules.addresses_in("lan.example.vn").bad == ("lan.example.vn",)
    assert rules.addresses_in(rules.as_lines(found.invitees)).invitees == found.invitees
    assert rules.text_of_list("氏名,a@example.jp".encode("cp932")) == "氏名,a@example.jp"
    assert rules.text_of_list(b"%PDF-1.7\0\xff") is None


@pytest.mark.parametrize(
    ("days", "after"), [(30, timedelta(days=4)), (4, timedelta(days=2)), (1, None)], ids=str
)
def test_one_reminder_in_good_time(days, after):
    found = rules.reminder_at(SENT, SENT + timedelta(days=days))
    assert found == (SENT + after if after else None)


@pytest.mark.parametrize(
    ("state", "held_for", "reason"),
    [
        (EventState.OPEN, None, None),
        (EventState.OPEN, timedelta(days=10), None),
        (EventState.OPEN, timedelta(days=10, seconds=1), InvitingRefusal.HELD_TOO_LONG),
        (EventState.OPEN, timedelta(0), InvitingRefusal.HELD_TOO_LONG),
        (EventState.CLOSED, None, InvitingRefusal.NOT_OPEN_FOR_LONG),
    ],
)
def test_who_can_be_invited(state, held_for, reason):
    held_until = None if held_for is None else SENT + held_for
    until = SENT + timedelta(days=10)
    assert rules.why_not_invite(state, sign_up_until=until, held_until=held_until, now=SENT) is reason


# ------------------------------------------------------------------------------------------------ with a database


@pytest.fixture
def officer(db):
    return people.coordinator()


@pytest.fixture
def staff(officer):
    return people.visitor_of(officer)


def invite(event, staff, now, *addresses, held=None, as_guest=False):
    with writing():
        return actions.invite(
            event,
            [Invitee(one) for one in addresses],
            invited_as=InvitedAs.BY_STAFF if as_guest else InvitedAs.ADDRESS,
            held_until=now + held if held else None,
            language="vi",
            by=staff,
            now=now,
            as_guest=as_guest,
        )


def invitation_of(address):
    return session().scalars(select(EventInvitation).where(EventInvitation.email == address)).one()


def taken(event):
    return session().scalar(select(Event.signed_up_count).where(Event.id == event.id))


def link_in(message):
    [link] = re.findall(r"/\w\w/invited/\S+", message.get_body(("plain",)).get_content())
    return link


def test_from_the_list_to_the_seat(app, client, officer, now, outbox):
    event = make_event(slug="talk", kind=EventKind.SEMINAR, seats=2, vi="Hội thảo")
    lan, tuan = people.student(), people.other_student()
    people.sign_in(client, officer)
    form = {
        "group": "address",
        "addresses": f"{lan.email}\nnobody@example.com\n{lan.email}",
        "language": "ja",
        "held_until": (now + timedelta(days=3, hours=7)).strftime("%Y-%m-%dT%H:%M"),
    }
    looked = client.post("/en/staff/events/talk/invitations/new", data={**form, "act": "look"})
    assert "2 people will be invited" in looked.text and taken(event) == 0
    sent = client.post("/en/staff/events/talk/invitations/new", data={**form, "act": "send"})
    assert sent.status_code == 303 and taken(event) == 2
    # All seats are held: who comes now waits, and nobody is invited twice.
    again = client.post("/vi/staff/events/talk/invitations/new", data={**form, "act": "send"})
    assert again.status_code == 422 and taken(event) == 2
    assert (jobs.send_invitations(now), jobs.send_invitations(now)) == (2, 0)
    to = {message["To"]: message for message in outbox.hand_over()}
    assert set(to) == {lan.email, "nobody@example.com"}
    assert (
        "ご招待" in to["nobody@example.com"]["Subject"]
        or to["nobody@example.com"]["Content-Language"] == "ja"
    )
    with writing():
        waits = event_actions.sign_up(event, by=people.visitor_of(tuan), now=now)
    assert waits.state is RegistrationState.WAITING

    browser = app.test_client()
    link = link_in(to[lan.email])
    assert browser.get(link).status_code == 200 and invitation_of(lan.email).opened_at == now
    assert browser.get(link[:-1] + ("a" if link[-1] != "a" else "b")).status_code == 404
    people.sign_in(browser, lan)
    assert browser.post(link, data={"act": "come"}).status_code == 303
    own = session().scalars(select(Registration).where(Registration.person_id == lan.person_id)).one()
    assert (own.state, taken(event)) == (RegistrationState.SIGNED_UP, 2)
    assert invitation_of(lan.email).state is InvitationState.SIGNED_UP
    # A page from before the sign-up does not thank for an answer that would leave the seat taken.
    stale = browser.post(link, data={"act": "decline"})
    with browser.session_transaction() as kept:
        assert [kind for kind, _words in kept["_flashes"]][-1] == "problem"
    assert stale.status_code == 303 and invitation_of(lan.email).state is InvitationState.SIGNED_UP
    # In one step: not coming, and who waits has the seat.
    other = app.test_client()
    assert other.post(link_in(to["nobody@example.com"]), data={"act": "decline"}).status_code == 303
    db_waits = session().get_one(Registration, waits.id, populate_existing=True)
    assert (db_waits.state, taken(event)) == (RegistrationState.SIGNED_UP, 2)
    assert jobs.remind_invited(now + timedelta(days=2)) == 0
    page = client.get("/en/staff/events/talk/invitations")
    assert "Does not come" in page.text and "Has signed up" in page.text


def test_a_held_seat_comes_free_and_one_reminder_goes(app, staff, now, clock, outbox):
    event = make_event(kind=EventKind.SEMINAR, seats=1)
    lan = people.student()
    invite(event, staff, now, "late@example.com", held=timedelta(days=3))
    jobs.send_invitations(now)
    with pytest.raises(Refused) as refused:
        invite(event, staff, now, "more@example.com", held=timedelta(days=3))
    assert refused.value.reason is InvitingRefusal.NOT_SO_MANY_SEATS
    with writing():
        waits = event_actions.sign_up(event, by=people.visitor_of(lan), now=now)
    clock.shift(timedelta(days=2))
    assert (jobs.remind_invited(now + timedelta(days=2)), jobs.remind_invited(now + timedelta(days=2))) == (
        1,
        0,
    )
    assert [kind for kind in outbox.kinds if kind.startswith("event_inv")] == [
        "event_invitation",
        "event_invitation_reminder",
    ]
    clock.shift(timedelta(days=1))
    later = now + timedelta(days=3)
    assert (jobs.release_held(later), jobs.release_held(later)) == (1, 0)
    assert (
        session().get_one(Registration, waits.id, populate_existing=True).state is RegistrationState.SIGNED_UP
    )
    assert taken(event) == 1
    # The invitation is still good, for a place in the line.
    assert invitation_of("late@example.com").state is InvitationState.INVITED


def test_who_wants_no_such_mails_keeps_no_seat(app, staff, now, outbox):
    event = make_event(kind=EventKind.SEMINAR, seats=1)
    lan = people.student()
    with writing():
        set_wish(MailGroup.EVENTS, Wish.OFF, person_ref=lan.person.public_id, now=now)
    invite(event, staff, now, lan.email, held=timedelta(days=3))
    jobs.send_invitations(now)
    assert outbox.hand_over() == []
    assert invitation_of(lan.email).state is InvitationState.NOT_WANTED and taken(event) == 0


def test_only_for_who_is_invited(client, app, staff, now):
    event = make_event(slug="inner", kind=EventKind.MEETING)
    lan, tuan = people.student(), people.other_student()
    invite(event, staff, now, lan.email)
    with writing():
        actions.open_for_invited_alone(event, True, by=staff, now=now)
    page = client.get("/en/events/inner").text
    assert "for people who were invited" in page and "/sign-up" not in page
    with pytest.raises(Refused) as refused, writing():
        event_actions.sign_up(event, by=people.visitor_of(tuan), now=now)
    assert refused.value.reason is EventRefusal.INVITED_ONLY
    with writing():
        assert (
            event_actions.sign_up(event, by=people.visitor_of(lan), now=now).state
            is RegistrationState.SIGNED_UP
        )
    with writing():
        actions.withdraw(invitation_of(lan.email), by=staff, now=now)
    assert invitation_of(lan.email).state is InvitationState.SIGNED_UP


def test_a_guest_confirms_without_an_account(app, client, officer, now, outbox):
    make_event(slug="talk", kind=EventKind.SEMINAR, seats=5)
    people.sign_in(client, officer)
    client.post(
        "/en/staff/events/talk/sign-ups/add",
        data={"email": "Guest@Example.com", "name": "Sato", "language": "ja"},
    )
    jobs.send_invitations(now)
    [asked] = outbox.hand_over()
    assert session().scalar(select(func.count()).select_from(Registration)) == 0
    browser, link = app.test_client(), link_in(asked)
    assert browser.post(link, data={"act": "come", "name": ""}).status_code == 422
    assert browser.post(link, data={"act": "come", "name": "佐藤 健"}).status_code == 303
    [ticket] = outbox.hand_over()
    assert ticket["To"] == "guest@example.com" and link_in(ticket) == link
    kept = session().scalars(select(Mail).order_by(Mail.id.desc()).limit(1)).one()
    assert kept.body and link.split("/")[-1] not in kept.body
    page = browser.get(link).text
    own = session().scalars(select(Registration)).one()
    assert own.ticket_code in page and 'class="qr"' in page
    assert session().scalar(select(User.id).where(User.email == "guest@example.com")) is None
    assert browser.post(link, data={"act": "cancel"}).status_code == 303
    assert (
        session().get_one(Registration, own.id, populate_existing=True).state is RegistrationState.CANCELLED
    )
    # 90 days after the event nothing is left of the guest.
    with writing():
        assert privacy.forget_invited(now + timedelta(days=30)) == 0
    with writing():
        assert privacy.forget_invited(datetime(2027, 6, 1, tzinfo=UTC)) == 1
    them = session().get_one(Person, own.person_id, populate_existing=True)
    assert (them.display_name, session().scalars(select(EventInvitation.email)).all()) == ("", [None])


def test_staff_sign_somebody_up(client, officer, now, outbox):
    event = make_event(slug="talk", kind=EventKind.SEMINAR, seats=1, vi="Hội thảo")
    fair = make_event(slug="fair", seats=1)
    lan = people.student()
    make_profile(lan, katakana="グエン・ティ・ラン")
    people.sign_in(client, officer)
    name = lan.person.display_name.split()[0]
    assert lan.email in client.get(f"/ja/staff/events/talk/sign-ups/add?name={name}").text
    address = f"/en/staff/events/talk/sign-ups/add/{lan.person.public_id}"
    assert client.post(address).status_code == 303
    own = session().scalars(select(Registration)).one()
    who = session().scalars(select(AuditEntry).where(AuditEntry.action == "event.sign_up")).one().by_ref
    ref = officer.person.public_id
    assert (own.state, who, own.entered_by_ref) == (RegistrationState.SIGNED_UP, ref, ref)
    [told] = outbox.hand_over()
    assert told["To"] == lan.email and "signed you up" not in told["Subject"]
    # Nobody agrees for somebody else that companies read a profile: a seat is held, and they are asked.
    assert client.post(address.replace("/talk/", "/fair/")).status_code == 303
    assert (taken(event), taken(fair)) == (1, 1)
    assert session().scalar(select(func.count()).select_from(Registration)) == 1
    jobs.send_invitations(now)
    assert [mail.kind for mail in outbox.mails][-1] == "event_seat_to_confirm"
    with writing():
        own_again = event_actions.sign_up(fair, by=people.visitor_of(lan), now=now)
    assert (own_again.state, taken(fair)) == (RegistrationState.SIGNED_UP, 1)


def test_what_is_exported_and_erased(app, staff, now):
    event = make_event(kind=EventKind.SEMINAR, seats=1)
    lan, tuan = people.student(), people.other_student()
    invite(event, staff, now, lan.email, held=timedelta(days=3))
    assert [one["event"] for one in privacy.export(lan.person_id)["event_invitations"]] == [event.slug]
    with writing():
        waits = event_actions.sign_up(event, by=people.visitor_of(tuan), now=now)
    with writing():
        privacy.erase(lan.person_id, now)
    [left] = session().scalars(select(EventInvitation)).all()
    assert (left.email, left.state, left.holds_seat) == (None, InvitationState.WITHDRAWN, False)
    # The seat that was held is not lost: who waits has it.
    assert (session().get_one(Registration, waits.id).state, taken(event)) == (RegistrationState.SIGNED_UP, 1)


def test_the_last_seat_is_held_or_taken_never_both(own_app, own_database, now):
    with own_database.scope():
        event = make_event(kind=EventKind.SEMINAR, seats=1)
        staff, lan = people.visitor_of(people.coordinator()), people.visitor_of(people.student())
    barrier = threading.Barrier(2, timeout=60)

    def run(act):
        with own_app.app_context(), own_database.scope():
            its_event = session().get_one(Event, event.id)
            barrier.wait()
            try:
                return act(its_event)
            except Refused as refusal:
                return refusal.reason

    def hold(its_event):
        return invite(its_event, staff, now, "a@example.com", held=timedelta(days=1))

    def take(its_event):
        with writing():
            return event_actions.sign_up(its_event, by=lan, now=now).state

    with ThreadPoolExecutor(2) as pool:
        held, seat = [one.result() for one in (pool.submit(run, hold), pool.submit(run, take))]
    assert (held, seat) in [
        (1, RegistrationState.WAITING),
        (InvitingRefusal.NOT_SO_MANY_SEATS, RegistrationState.SIGNED_UP),
    ]
    with own_database.scope() as rows:
        assert rows.get_one(Event, event.id).signed_up_count == 1


def test_a_held_seat_is_taken_up_once(own_app, own_database, now):
    """Whoever is invited takes the seat while its time ends: one of the two has it."""
    with own_database.scope():
        event = make_event(kind=EventKind.SEMINAR, seats=1)
        staff, lan = people.visitor_of(people.coordinator()), people.student()
        invite(event, staff, now, lan.email, held=timedelta(hours=1))
        invitation = invitation_of(lan.email)
        visitor = people.visitor_of(lan)
    barrier, later = threading.Barrier(2, timeout=60), now + timedelta(hours=1)

    def take():
        with own_app.app_context(), own_database.scope():
            its_event = session().get_one(Event, event.id)
            barrier.wait()
            with writing():
                return event_actions.sign_up(its_event, by=visitor, now=now).state

    def release():
        with own_app.app_context(), own_database.scope():
            its = session().get_one(EventInvitation, invitation.id)
            barrier.wait()
            with writing():
                return actions.release(its, now=later)

    with ThreadPoolExecutor(2) as pool:
        results = [one.result() for one in (pool.submit(take), pool.submit(release))]
    assert results[0] is RegistrationState.SIGNED_UP
    with own_database.scope() as rows:
        assert rows.get_one(Event, event.id).signed_up_count == 1
        assert not queries.invitation_by_ref(invitation.public_id).holds_seat
