"""Moves of the outbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
import threading

import pytest
from sqlalchemy import func, select

from recruit.core.db import session, writing
from recruit.core.errors import Refused
from recruit.core.models import AuditEntry
from recruit.core.visitor import WORKER
from recruit.messages import actions, kinds, privacy, queries
from recruit.messages.models import AddressState, Mail, MailPreference
from recruit.messages.rules import MailState, Wish
from tests import mail_kinds as tests_kinds
from tests.mail_kinds import queue_note

pytestmark = pytest.mark.usefixtures("mail_kinds")


def test_the_same_occasion_is_one_mail(db, now):
    with writing():
        first = queue_note()
        again = queue_note(language="ja", now=now + timedelta(days=1))
    assert again is first
    assert (first.language, first.queued_at, first.due_at, first.state) == ("vi", now, now, MailState.QUEUED)
    assert db.scalar(select(func.count()).select_from(Mail)) == 1


def test_no_address_no_mail(db, now):
    with writing():
        mail = actions.queue(
            "test_note",
            to_address="",
            to_ref="r",
            language="vi",
            zone="UTC",
            params={},
            unique_key="k",
            now=now,
        )
    assert mail is None
    assert db.scalar(select(func.count()).select_from(Mail)) == 0


def test_a_kind_nobody_installed_is_an_error(db):
    with pytest.raises(KeyError), writing():
        queue_note(kind="unheard_of")


def test_cancelling_reaches_only_what_is_unsent_about_that_thing(db):
    with writing():
        mine, other, sent = queue_note("Lan"), queue_note("Budi"), queue_note("Sent", subject_ref="Lan")
        sent.state = MailState.SENT
        another_kind = queue_note("Reset", kind="test_reset", subject_ref="Lan")
    with writing():
        assert actions.cancel_for("note", "Lan", reason="left", kinds=["test_note"]) == 1
    for mail in (mine, other, sent, another_kind):
        db.refresh(mail)
    states = [mine.state, other.state, sent.state, another_kind.state]
    assert states == [MailState.CANCELLED, MailState.QUEUED, MailState.SENT, MailState.QUEUED]
    assert mine.last_error == "left"


def test_cancelling_what_is_unsent_to_nobody_in_particular_cancels_nothing(db):
    with writing():
        mail = queue_note(to_ref="")
        assert actions.cancel_unsent_to("") == 0
    db.refresh(mail)
    assert mail.state is MailState.QUEUED


def test_unsent_mail_takes_the_new_language(db, outbox):
    with writing():
        queue_note("Lan")
        actions.change_language("ref-Lan", "id", "Asia/Jakarta")
    (message,) = outbox.hand_over()
    assert message["Content-Language"] == "id"
    assert "/id/s/" in message.get_body(("plain",)).get_content()


@pytest.mark.parametrize("state", [MailState.FAILED, MailState.UNKNOWN])
def test_sending_again_is_possible_once_and_noted(db, now, state):
    with writing():
        mail = queue_note()
        mail.state, mail.attempts = state, 7
    with writing():
        actions.send_again(mail, by=WORKER, now=now)
    assert (mail.state, mail.attempts, mail.due_at) == (MailState.QUEUED, 0, now)
    assert db.scalars(select(AuditEntry.action)).all() == ["mail.send_again"]
    with pytest.raises(Refused, match="not_sent_again"), writing():
        actions.send_again(mail, by=WORKER, now=now)
    # Whom it was for has been erased since.
    with writing():
        mail.state, mail.to_address = state, ""
    with pytest.raises(Refused, match="not_sent_again"), writing():
        actions.send_again(mail, by=WORKER, now=now)


def test_a_bounce_pauses_the_address_until_it_works_again(db, now, outbox):
    with writing():
        mail = queue_note()
        mail.state = MailState.SENT
    with writing():
        actions.note_bounce(mail, reason="no such user", by=WORKER, now=now)
    with writing():
        held = queue_note("again", to_address="Lan@people.example")
        necessary = queue_note("reset", kind="test_reset", to_address="lan@people.example")
    assert [message["Message-ID"] for message in outbox.hand_over()] == [f"<{necessary.public_id}@localhost>"]
    for row in (mail, held):
        db.refresh(row)
        assert (row.state, row.last_error) == (MailState.BOUNCED, "no such user")
    # The necessary mail was taken, so the address works.
    assert queries.why_paused("lan@people.example") is None


def test_a_complaint_pauses_too(db, now, outbox):
    with writing():
        actions.note_complaint("lan@people.example", reason="spam", now=now)
        queue_note("Lan")
    assert outbox.hand_over() == []


@pytest.mark.parametrize("what", ["test_note", "newsletter"])
def test_a_wish_stops_a_kind_or_a_group_but_nothing_necessary(db, now, outbox, what):
    with writing():
        actions.set_wish(what, Wish.OFF, now=now, person_ref="ref-Lan")
        note, reset = queue_note("Lan"), queue_note("Lan", kind="test_reset")
        other = queue_note("Budi")
    taken = {message["Message-ID"] for message in outbox.hand_over()}
    assert taken == {f"<{mail.public_id}@localhost>" for mail in (reset, other)}
    db.refresh(note)
    assert (note.state, note.last_error) == (MailState.NOT_WANTED, "switched_off")


def test_a_wish_about_the_kind_outweighs_that_about_its_group(db, now):
    with writing():
        actions.set_wish("newsletter", Wish.OFF, now=now, address="Lan@People.example")
        actions.set_wish("test_note", Wish.ON, now=now, address="lan@people.example")
    asked = {"person_ref": "", "address": "LAN@people.example"}
    assert queries.wish_for("test_note", "newsletter", **asked) is not Wish.OFF
    assert queries.wish_for("test_broken", "newsletter", **asked) is Wish.OFF


def test_wishes_of_nobody_do_not_stop_mail_without_a_person(db, now):
    with writing():
        actions.set_wish("test_note", Wish.OFF, now=now, address="other@people.example")
    assert (
        queries.wish_for("test_note", "newsletter", person_ref="", address="lan@people.example")
        is not Wish.OFF
    )


def test_a_kind_needs_a_group_or_a_need():
    before = kinds.known_kinds()
    with pytest.raises(ValueError, match="group"):
        kinds.install([kinds.MailKind("x", "tests", "x", tests_kinds.NOTE.context, group="whatever")])
    kinds.install(before)


# --------------------------------------------------------------------------------------------- privacy


def test_export_tells_everything_and_nobody_elses(db, now, outbox):
    with writing():
        queue_note("Lan")
        queue_note("Budi")
        actions.set_wish("newsletter", Wish.ON, now=now, person_ref="ref-Lan")
    outbox.hand_over()
    found = privacy.export("ref-Lan")
    assert [mail["to"] for mail in found["mails"]] == ["lan@people.example"]
    assert "Dear Lan" in found["mails"][0]["text"]
    assert found["mail_preferences"] == [{"kind": "newsletter", "wish": "on", "since": now.isoformat()}]


def test_erasing_leaves_no_word_of_the_person_and_touches_nobody_else(db, now, outbox):
    with writing():
        queue_note("Lan")
        queue_note("Budi")
    outbox.hand_over()
    with writing():
        unsent = queue_note("Lan", unique_key="second")
        actions.set_wish("newsletter", Wish.OFF, now=now, person_ref="ref-Lan")
        actions.set_wish("newsletter", Wish.OFF, now=now, address="stranger@people.example")
        actions.pause_address("lan@people.example", reason="550", now=now)
        actions.pause_address("budi@people.example", reason="550", now=now)
    with writing():
        privacy.erase("ref-Lan", now)
    db.expire_all()
    assert unsent.state is MailState.CANCELLED
    rows = db.scalars(select(Mail).where(Mail.to_ref == "ref-Lan")).all()
    assert len(rows) == 2
    assert {(row.to_address, row.body, row.subject_line, str(row.params)) for row in rows} == {
        ("", "", "", "{}")
    }
    assert db.scalars(select(AddressState.address)).all() == ["budi@people.example"]
    assert db.scalars(select(MailPreference.address)).all() == ["stranger@people.example"]
    budi = db.scalars(select(Mail).where(Mail.to_ref == "ref-Budi")).one()
    assert "Budi" in budi.body
    with pytest.raises(ValueError, match="whom"):
        privacy.erase("", now)


def test_texts_are_emptied_after_ninety_days(db, now, clock, outbox):
    with writing():
        old = queue_note("Lan")
    outbox.hand_over()
    clock.shift(timedelta(days=60))
    with writing():
        young = queue_note("Budi")
    outbox.hand_over()
    clock.shift(timedelta(days=31))
    with writing():
        assert privacy.purge(now + timedelta(days=91)) == 1
    db.expire_all()
    assert (old.body, old.subject_line, old.state) == ("", "", MailState.SENT)
    assert young.body


# --------------------------------------------------------------------------------------------- two at once


def test_two_at_once_queue_one_mail(own_database, own_app):
    with tests_kinds.installed(own_app):
        barrier = threading.Barrier(4, timeout=60)

        def queue_it(_number: int) -> int:
            with own_database.scope():
                barrier.wait()
                with writing():
                    return queue_note().id

        with ThreadPoolExecutor(4) as pool:
            ids = list(pool.map(queue_it, range(4)))
        assert len(set(ids)) == 1
        with own_database.scope():
            assert session().scalar(select(func.count()).select_from(Mail)) == 1
