"""A worker claims a few mails with one look: none of them is lost, held back or sent twice for that."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from recruit.core import clock as core_clock
from recruit.core.db import WritingForbidden, looking_aside, session, writing
from recruit.core.models import Heartbeat
from recruit.messages import actions, jobs, rules
from recruit.messages.models import Mail
from recruit.messages.rules import MailState, Wish
from recruit.messages.transport import TryLater
from tests.mail import KeptTransport
from tests.mail_kinds import installed, queue_note


class _Away:
    """A mail server that is away for the first letter and stops the worker."""

    def connect(self) -> None:
        raise TryLater("away", for_all=True)

    def hand_over(self, letter: object, at_step: object = None) -> None:
        raise AssertionError("nothing is connected")

    def close(self) -> None:
        return None


def test_what_was_claimed_beside_it_is_given_back_untried(app, db, mail_kinds, clock):
    """A few are claimed with one look; when the server is away only the one that was tried has a try less."""
    with writing():
        mails = [queue_note(f"N{number}") for number in range(3)]
    with app.app_context():
        assert jobs.deliver_due(core_clock.now(), "w1", _Away()) == 1
        for mail in mails:
            db.refresh(mail)
        assert [(mail.state, mail.attempts, mail.claimed_by) for mail in mails] == [
            (MailState.QUEUED, 1, ""),
            (MailState.QUEUED, 0, ""),
            (MailState.QUEUED, 0, ""),
        ]
        kept = KeptTransport()
        # Nobody waits for a lease: the next worker has the others at once.
        assert jobs.deliver_due(core_clock.now(), "w2", kept) == 2


def test_a_claim_that_has_waited_too_long_is_not_begun(app, db, mail_kinds, clock):
    """A slow server holds up the first letter: by then the others may be somebody else's, and are claimed anew."""
    with writing():
        mails = [queue_note(f"N{number}") for number in range(2)]
    kept, seen = KeptTransport(), []

    class Slow(KeptTransport):
        def hand_over(self, letter, at_step=None):
            if not kept.letters:
                clock.shift(rules.LEASE + timedelta(seconds=1))
                with app.app_context():
                    jobs.deliver_due(core_clock.now(), "other", Other())
            kept.letters.append(letter)

    class Other(KeptTransport):
        def hand_over(self, letter, at_step=None):
            seen.append(letter.ref)

    with app.app_context():
        jobs.deliver_due(core_clock.now(), "slow", Slow())
    refs = [letter.ref for letter in kept.letters] + seen
    assert sorted(refs) == sorted(mail.public_id for mail in mails)


def test_who_cancels_while_a_hand_over_begins_waits_and_is_told_the_truth(
    own_database, own_app, monkeypatch, clock
):
    """The row is held from the look at it to the commit: nobody believes that a letter is cancelled that then goes."""
    kept, begin = KeptTransport(), jobs.message_id_of

    def cancel():
        with own_app.app_context(), own_database.scope(), writing():
            return actions.cancel_unsent_to("ref-Lan")

    with ThreadPoolExecutor(1) as pool, installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            mail = queue_note()
        cancelling = []

        def begin_meanwhile(*about):
            cancelling.append(pool.submit(cancel))
            wait(cancelling, timeout=0.3)
            return begin(*about)

        monkeypatch.setattr(jobs, "message_id_of", begin_meanwhile)
        jobs.deliver_due(core_clock.now(), "w", kept)
        assert cancelling[0].result() == 0
        session().refresh(mail)
        assert (mail.state, len(kept.letters)) == (MailState.SENT, 1)


def test_nobody_waits_while_a_letter_is_made(own_database, own_app, monkeypatch, clock):
    """Who cancels it meanwhile gets through at once, and it does not go."""
    kept, make = KeptTransport(), jobs.render

    def cancel():
        with own_app.app_context(), own_database.scope(), writing():
            return actions.cancel_unsent_to("ref-Lan")

    with ThreadPoolExecutor(1) as pool, installed(own_app), own_database.scope(), own_app.app_context():
        with writing():
            mail = queue_note()
        cancelled = []

        def make_meanwhile(*about, **more):
            cancelled.append(pool.submit(cancel).result())
            return make(*about, **more)

        monkeypatch.setattr(jobs, "render", make_meanwhile)
        jobs.deliver_due(core_clock.now(), "w", kept)
        session().refresh(mail)
        assert (cancelled, mail.state, kept.letters) == ([1], MailState.CANCELLED, [])


def _speaks_english(mail):
    actions.change_language(mail.to_ref, "en", "Asia/Tokyo")


def _says_no(mail):
    actions.set_wish("newsletter", Wish.OFF, now=core_clock.now(), person_ref=mail.to_ref)


def _is_away(mail):
    actions.pause_address(mail.to_address, reason="550", now=core_clock.now())


@pytest.mark.parametrize(
    ("change", "state", "letters"),
    [
        (_speaks_english, MailState.SENT, 1),
        (_says_no, MailState.NOT_WANTED, 0),
        (_is_away, MailState.BOUNCED, 0),
    ],
)
def test_what_changes_after_a_letter_was_made_counts(app, db, mail_kinds, change, state, letters):
    with writing():
        mail = queue_note(kind="test_minting")
    kept = KeptTransport()

    def change_it(step):
        if step == "made":
            with writing():
                change(mail)

    with app.app_context():
        jobs.deliver_due(core_clock.now(), "w", kept, at_step=change_it)
    db.refresh(mail)
    assert (mail.state, len(kept.letters)) == (state, letters)
    assert all(b"/en/s/" in letter.content and b"/vi/s/" not in letter.content for letter in kept.letters)
    # The key is kept with the letter that goes, and with no other.
    assert len(db.scalars(select(Heartbeat)).all()) == letters


def test_what_is_looked_at_aside_cannot_be_written(app, db, mail_kinds):
    with writing():
        mail = queue_note()
    with pytest.raises(WritingForbidden), looking_aside() as rows:
        rows.execute(update(Mail).values(state=MailState.SENT))
    with pytest.raises(WritingForbidden), looking_aside() as rows:
        rows.get_one(Mail, mail.id).subject_line = "changed"
    with pytest.raises(WritingForbidden), looking_aside(), writing():
        pass
    db.refresh(mail)
    assert (mail.state, mail.subject_line) == (MailState.QUEUED, "")
