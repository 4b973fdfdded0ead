"""What people want to receive: on their page, by the key in a mail, and once a day."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
import re
import threading
from urllib.parse import urlsplit

import pytest
from sqlalchemy import func, select

from recruit.accounts.queries import person_by_ref
from recruit.core.clock import now as clock_now
from recruit.core.db import session, writing
from recruit.core.visitor import Membership, Role, Visitor
from recruit.messages import actions, jobs, kinds, queries, rules, summaries, unsubscribing
from recruit.messages.kind_readers import KINDS_FOR, Reader, comes_to, readers_of
from recruit.messages.kind_words import KIND_WORDS
from recruit.messages.models import Mail
from recruit.messages.rules import MailGroup, MailState, Wish
from recruit.messages.unsubscribing import Said
from recruit.messages.words import necessary_kinds
from tests.mail import KeptTransport
from tests.mail_kinds import installed, queue_note
from tests.people import make_user, sign_in

pytestmark = pytest.mark.usefixtures("mail_kinds")
PAGE = "/en/account/mail"
_NOT_FOR_STUDENTS = {MailGroup.STAFF, MailGroup.HANDBOOK, MailGroup.ORGANISATIONS}


@pytest.fixture
def lan(db):
    return make_user("lan@people.example", language="vi", zone="Asia/Ho_Chi_Minh", came_as="student")


@pytest.fixture
def ref(lan):
    return lan.person.public_id


def wants(ref, group, wish, now):
    with writing():
        actions.set_wish(group, wish, now=now, person_ref=ref)


def note(ref, name="Lan", **more):
    with writing():
        return queue_note(name, to_ref=ref, to_address="lan@people.example", **more)


# --------------------------------------------------------------------------------------------- the page


def test_a_person_chooses_for_each_group(client, lan, ref, outbox):
    assert client.get(PAGE).status_code == 303
    sign_in(client, lan)
    page = client.get(PAGE).text
    shown = [group for group in kinds.groups() if group not in _NOT_FOR_STUDENTS]
    assert len(re.findall(r'<input[^>]*value="on"', page)) == len(shown)
    assert all('value="on"' in box for box in re.findall(r"<input checked[^>]*>", page))
    assert len(re.findall(r'<input[^>]*value="digest"', page)) == len(set(shown) & rules.SUMMARY_GROUPS)
    everything = dict.fromkeys(shown, "on")
    assert (
        client.post(PAGE, data={**everything, "newsletter": "off", "postings": "digest"}).status_code == 303
    )
    assert queries.wishes_of(ref)[MailGroup.NEWSLETTER] is Wish.OFF
    assert queries.wishes_of(ref)[MailGroup.POSTINGS] is Wish.DIGEST
    note(ref)
    assert outbox.hand_over() == []
    assert outbox.mails[0].state is MailState.NOT_WANTED
    refused = client.post(PAGE, data={**everything, "newsletter": "digest"})
    assert refused.status_code == 422
    assert queries.wishes_of(ref)[MailGroup.NEWSLETTER] is Wish.OFF


def test_a_person_chooses_otherwise_for_single_kinds(client, lan, ref, outbox, clock, now):
    sign_in(client, lan)
    asked = set(re.findall(r'<select[^>]*name="kind-(\w+)"', client.get(PAGE).text))
    assert {"offer_made", "ways_still_right", "test_note", "test_plain"} <= asked
    # Answered as one with their group; never come to a student; cannot be switched off.
    assert not asked & {"survey_invitation", "survey_reminder", "offer_declined", "test_reset"}
    own = {"kind-test_note": "on", "kind-test_plain": "off", "kind-offer_made": ""}
    assert client.post(PAGE, data={"newsletter": "off", "postings": "digest", **own}).status_code == 303
    said = queries.wishes_of(ref)
    assert (said["test_note"], said["test_plain"], "offer_made" in said) == (Wish.ON, Wish.OFF, False)
    for kind in ("test_note", "test_minting", "test_plain"):
        note(ref, kind=kind)
    assert len(outbox.hand_over()) == 1
    assert [mail.state for mail in outbox.mails] == [
        MailState.SENT,
        MailState.NOT_WANTED,
        MailState.NOT_WANTED,
    ]
    assert "(2 chosen otherwise)" not in client.get(PAGE).text
    assert client.get(PAGE).text.count("(1 chosen otherwise)") == 2
    assert client.post(PAGE, data={"kind-test_plain": "", "kind-test_note": "digest"}).status_code == 422
    assert client.post(PAGE, data={"kind-test_plain": "", "kind-test_note": "on"}).status_code == 303
    assert "test_plain" not in queries.wishes_of(ref)
    note(ref, "Again", kind="test_plain")
    assert outbox.hand_over() == []
    assert outbox.mails[-1].state is MailState.FOR_SUMMARY


def test_what_is_necessary_is_listed_with_its_reason(client, lan):
    sign_in(client, lan)
    page = client.get(PAGE).text
    assert "Link for a new password" in page
    assert "They keep your account safe" in page
    assert "Somebody needs help" not in page
    staff = make_user("naoko@kakehashi.example", roles=(Role.COORDINATOR,))
    assert "Somebody needs help" in sign_in(client, staff).get(PAGE).text


def test_every_kind_of_the_house_has_words_and_every_necessary_one_a_reason(app):
    house = [kind for kind in kinds.known_kinds() if kind.room != "tests"]
    assert [kind.name for kind in house if kind.name not in KIND_WORDS] == []
    without_reason = [room for room, why, _about in necessary_kinds(frozenset(Reader)) if not why]
    assert without_reason in ([], ["tests"])
    assert {name for names in KINDS_FOR.values() for name in names} <= {kind.name for kind in house}


COMPANY = Membership(1, "org_1", "company", "Sakura Kensetsu", "owner", "active")


@pytest.mark.parametrize(
    ("visitor", "comes", "never"),
    [
        (Visitor(came_as="student"), {"offer_made", "sign_up_ticket"}, {"posting_closed", "case_waits"}),
        (Visitor(came_as="company"), {"posting_closed", "sign_up_ticket"}, {"offer_made", "case_waits"}),
        (Visitor(memberships=(COMPANY,)), {"offer_declined"}, {"survey_invitation"}),
        (Visitor(roles=frozenset({Role.EDITOR})), {"case_waits"}, {"offer_made", "posting_closed"}),
    ],
)
def test_nobody_reads_of_mails_that_never_come_to_them(visitor, comes, never):
    readers = readers_of(visitor)
    assert {name for name in comes | never if comes_to(name, readers)} == comes


# ---------------------------------------------------------------------------------------- the key in a mail


def test_only_what_is_not_necessary_carries_the_key(app, db, ref, outbox, now):
    note(ref)
    note(ref, kind="test_reset")
    kept = KeptTransport()
    with app.app_context():
        jobs.deliver_due(now, "test", kept)
    raw = [letter.content.replace(b"\r\n", b"\n") for letter in kept.letters]
    mail, reset = (message_from_bytes(content, policy=policy.default) for content in raw)
    header = mail["List-Unsubscribe"]
    assert re.fullmatch(r"<http://localhost/vi/mail/off/[\w.-]+>", header)
    assert f"\nList-Unsubscribe: {header}\n".encode() in raw[0]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    for part in ("plain", "html"):
        text = mail.get_body((part,)).get_content()
        assert header.strip("<>") in text
        assert "http://localhost/vi/account/mail" in text
        assert "/mail/off/" not in reset.get_body((part,)).get_content()
    assert reset["List-Unsubscribe"] is reset["List-Unsubscribe-Post"] is None
    assert header.strip("<>").rpartition("/")[2] not in outbox.mails[0].body


@pytest.fixture
def key(outbox):
    """The path behind the key of the mail that is due."""

    def path():
        (mail,) = outbox.hand_over()
        return urlsplit(mail["List-Unsubscribe"].strip("<>")).path

    return path


def test_one_click_without_a_sign_in_is_enough(app, ref, key, outbox, csrf):
    note(ref)
    path, machine = key(), app.test_client()
    page = machine.get(path)
    assert (page.status_code, queries.wishes_of(ref)) == (200, {})
    done = machine.post(path, data={"List-Unsubscribe": "One-Click"})
    assert done.status_code == 200
    assert "test_note" in done.text
    assert "/vi/account/mail" in done.text
    assert queries.wishes_of(ref) == {"test_note": Wish.OFF}
    assert machine.post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    note(ref, "Again")
    assert outbox.hand_over() == []
    note(ref, "Other", kind="test_minting")
    assert len(outbox.hand_over()) == 1
    assert machine.post(path, data={"wish": "on"}).status_code == 200
    assert queries.wishes_of(ref) == {}


@pytest.mark.parametrize(
    ("before", "press", "after"),
    [
        # One kind ends and comes back; what was said of its group stays.
        ({"newsletter": "on"}, {}, {"newsletter": "on", "test_note": "off"}),
        ({"newsletter": "off", "test_note": "off"}, {"wish": "on"}, {"newsletter": "off", "test_note": "on"}),
        ({"newsletter": "on", "test_note": "off"}, {"wish": "on"}, {"newsletter": "on"}),
        # No to all of them is no to those that were wanted by themselves.
        ({"test_note": "on", "test_minting": "on"}, {"all": "yes"}, {"newsletter": "off"}),
        ({"test_note": "off"}, {"all": "yes", "wish": "on"}, {"newsletter": "on", "test_note": "off"}),
    ],
)
def test_what_the_key_changes(app, ref, key, outbox, now, before, press, after):
    note(ref)
    path = key()
    for what, wish in before.items():
        wants(ref, what, Wish(wish), now)
    assert app.test_client().post(path, data=press).status_code == 200
    assert queries.wishes_of(ref) == after


def test_keys_of_the_days_before_and_of_surveys_are_about_their_group(app, db, ref, now):
    group_key = unsubscribing._signer("k").dumps(["newsletter", ref, ""])
    assert unsubscribing.read(group_key, "k") == Said(MailGroup.NEWSLETTER, ref, "")
    gone = unsubscribing._signer("k").dumps(["newsletter", ref, "", "a_kind_we_had_once"])
    assert unsubscribing.read(gone, "k") == Said(MailGroup.NEWSLETTER, ref, "")
    mail = Mail(to_ref=ref, to_address="lan@people.example")
    said = {
        name: unsubscribing.read(unsubscribing.token_for(mail, kinds.kind_named(name), "k"), "k")
        for name in ("survey_invitation", "offer_made", "day_summary")
    }
    assert said == {
        "survey_invitation": Said(MailGroup.SURVEYS, ref, ""),
        "offer_made": Said(MailGroup.APPLICATIONS, ref, "", "offer_made"),
        "day_summary": Said(MailGroup.SUMMARY, ref, ""),
    }


@pytest.mark.parametrize("is_erased", [False, True])
def test_a_key_from_before_two_entries_were_put_together_still_says_no(app, db, ref, key, is_erased):
    note(ref)
    path, kept = key(), make_user("kept@people.example").person
    with writing():
        lan = person_by_ref(ref)
        if is_erased:
            lan.anonymised_at = clock_now()
        else:
            lan.merged_into_id = kept.id
    assert app.test_client().post(path, data={"List-Unsubscribe": "One-Click"}).status_code == 200
    said = {} if is_erased else {"test_note": Wish.OFF}
    assert (queries.wishes_of(ref), queries.wishes_of(kept.public_id)) == ({}, said)


def test_an_address_without_a_person_says_no_for_itself(app, db, key, outbox):
    with writing():
        queue_note("Office", to_ref="")
    app.test_client().post(key(), data={"List-Unsubscribe": "One-Click"})
    assert queries.wishes_of("", "office@people.example") == {"test_note": Wish.OFF}
    with writing():
        queue_note("Office", to_ref="", unique_key="again")
        queue_note("Other", to_ref="")
    assert [mail["To"] for mail in outbox.hand_over()] == ["other@people.example"]


def test_a_broken_key_opens_nothing(app, ref, key):
    note(ref)
    path = key()
    for broken in (path[:-1], "/vi/mail/off/rubbish"):
        assert app.test_client().get(broken).status_code == 410
        assert app.test_client().post(broken).status_code == 410
    assert queries.wishes_of(ref) == {}


# ---------------------------------------------------------------------------------------- the day's summary

EIGHT_IN_HANOI = datetime(2026, 11, 26, 1, tzinfo=UTC)


def due():
    """The worker puts together what is due."""
    return summaries.send_summaries(clock_now())


@pytest.mark.parametrize(
    ("zone", "now", "due_at"),
    [
        ("Asia/Tokyo", "2026-11-25T22:59:59+00:00", "2026-11-25T23:00:00+00:00"),
        ("Asia/Tokyo", "2026-11-25T23:00:00+00:00", "2026-11-26T23:00:00+00:00"),
        ("Asia/Jakarta", "2026-11-25T03:00:00+00:00", "2026-11-26T01:00:00+00:00"),
        ("Europe/Berlin", "2026-03-28T12:00:00+00:00", "2026-03-29T06:00:00+00:00"),
    ],
)
def test_the_next_eight_o_clock(zone, now, due_at):
    assert rules.next_summary_at(zone, datetime.fromisoformat(now)) == datetime.fromisoformat(due_at)


def test_what_is_wanted_once_a_day_comes_in_one_mail_in_the_morning(db, ref, outbox, clock, now):
    wants(ref, MailGroup.POSTINGS, Wish.DIGEST, now)
    parts = [note(ref, name, kind="test_plain") for name in ("An", "Binh")]
    assert outbox.hand_over() == []
    assert {(part.state, part.due_at) for part in parts} == {(MailState.FOR_SUMMARY, EIGHT_IN_HANOI)}
    clock.move_to(EIGHT_IN_HANOI - timedelta(seconds=1))
    assert due() == 0
    clock.move_to(EIGHT_IN_HANOI)
    assert due() == 1
    assert due() == 0
    (mail,) = outbox.hand_over()
    assert mail["To"] == "lan@people.example"
    text = mail.get_body(("plain",)).get_content()
    for name in ("An", "Binh"):
        assert f"News for {name}" in text
        assert f"https://x.example/vi/s/{name}-TOKEN" in text
    assert "/mail/off/" in mail["List-Unsubscribe"]
    summary = outbox.of_kind("day_summary")[0]
    assert summary.state is MailState.SENT
    assert {(part.state, part.part_of_id) for part in parts} == {(MailState.SUMMED_UP, summary.id)}
    assert [part.subject_line for part in parts] == ["News for An", "News for Binh"]
    clock.shift(timedelta(days=2))
    assert (due(), outbox.hand_over()) == (0, [])


def test_each_recipient_gets_an_own_summary(db, ref, outbox, clock, now):
    other = make_user("budi@people.example", language="id", zone="Asia/Jakarta").person.public_id
    for person in (ref, other):
        wants(person, MailGroup.POSTINGS, Wish.DIGEST, now)
    note(ref, kind="test_plain")
    with writing():
        queue_note("Budi", kind="test_plain", to_ref=other, language="id")
    outbox.hand_over()
    clock.move_to(EIGHT_IN_HANOI)
    assert due() == 2
    assert {mail["To"] for mail in outbox.hand_over()} == {"lan@people.example", "budi@people.example"}


def test_one_that_cannot_be_asked_about_keeps_nobody_elses_summary_back(db, ref, outbox, clock, now):
    with writing():
        broken, fine = queue_note("Lan", kind="test_plain"), queue_note("Binh", kind="test_plain")
        broken.to_ref, broken.kind = ref, "a_kind_of_an_older_version"
        broken.state = fine.state = MailState.FOR_SUMMARY
    clock.shift(timedelta(days=1))
    assert due() == 1
    db.refresh(fine)
    db.refresh(broken)
    assert (fine.state, broken.state) == (MailState.SUMMED_UP, MailState.FOR_SUMMARY)


def test_what_opens_something_or_is_not_for_summaries_goes_at_once(db, ref, outbox, now):
    for group in (MailGroup.NEWSLETTER, MailGroup.POSTINGS):
        wants(ref, group, Wish.DIGEST, now)
    for kind in ("test_note", "test_secret", "test_attached"):
        note(ref, kind=kind)
    assert len(outbox.hand_over()) == 3


def test_in_the_morning_it_is_asked_again_whether_it_is_wanted(db, ref, outbox, clock, now):
    wants(ref, MailGroup.POSTINGS, Wish.DIGEST, now)
    old = note(ref, "Old", kind="test_plain", params={"until": now.isoformat()})
    kept = note(ref, "Kept", kind="test_plain")
    gone = note(ref, "Gone", kind="test_plain", subject_kind="thing", subject_ref="1")
    outbox.hand_over()
    with writing():
        assert actions.cancel_for("thing", "1", reason="over") == 1
    clock.move_to(EIGHT_IN_HANOI)
    due()
    (mail,) = outbox.hand_over()
    text = mail.get_body(("plain",)).get_content()
    assert ("News for Kept" in text, "News for Old" in text) == (True, False)
    db.refresh(gone)
    assert (old.state, kept.state, gone.state) == (
        MailState.NOT_WANTED,
        MailState.SUMMED_UP,
        MailState.CANCELLED,
    )


def test_no_to_the_summary_is_no_to_all_in_it(app, db, ref, outbox, clock, now):
    wants(ref, MailGroup.POSTINGS, Wish.DIGEST, now)
    wants(ref, MailGroup.EVENTS, Wish.ON, now)
    note(ref, kind="test_plain")
    outbox.hand_over()
    clock.move_to(EIGHT_IN_HANOI)
    due()
    (mail,) = outbox.hand_over()
    late = note(ref, "Late", kind="test_plain")
    outbox.hand_over()
    app.test_client().post(urlsplit(mail["List-Unsubscribe"].strip("<>")).path)
    assert queries.wishes_of(ref) == {MailGroup.POSTINGS: Wish.OFF, MailGroup.EVENTS: Wish.ON}
    clock.shift(timedelta(days=1))
    assert due() == 0
    assert late.state is MailState.NOT_WANTED


def test_two_workers_in_one_morning_send_one_summary(own_database, own_app, now):
    with installed(own_app), own_database.scope():
        with writing():
            for name in ("An", "Binh", "Chi"):
                queue_note(
                    name, kind="test_plain", to_ref="ref", to_address="a@people.example"
                ).state = MailState.FOR_SUMMARY
        barrier = threading.Barrier(2, timeout=60)

        def work(_number):
            with own_database.scope():
                barrier.wait()
                return summaries.send_summaries(now)

        with ThreadPoolExecutor(2) as pool:
            assert sum(pool.map(work, range(2))) == 1
        mails = session().scalars(select(Mail).execution_options(populate_existing=True)).all()
        assert len({mail.part_of_id for mail in mails if mail.kind == "test_plain"}) == 1
        assert (
            session().scalar(select(func.count()).select_from(Mail).where(Mail.kind == summaries.KIND)) == 1
        )
