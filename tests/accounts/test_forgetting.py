"""Mails to others forget who was erased: outside the erasing, by a due row, and the certificate says when."""

from datetime import timedelta

from flask import Flask
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.requests.actions import ask_by_address
from recruit.accounts.requests.models import DataRequest
from recruit.accounts.requests.rules import Law, RequestKind, RequestState
from recruit.accounts.rights import jobs
from recruit.accounts.rights.models import Erasure
from recruit.accounts.rights.rules import TEXTS_FORGOTTEN_WITHIN, ErasedBecause
from recruit.core import vault
from recruit.core.db import writing
from recruit.core.visitor import WORKER
from recruit.messages import privacy
from recruit.messages.actions import queue
from recruit.messages.models import Mail
from recruit.messages.rules import MailState
from tests import people


def sent_to_others(texts: list[str], now) -> None:
    """Mails that went to a company, with these texts kept."""
    with writing() as rows:
        for number, text in enumerate(texts):
            queue(
                "application_notice",
                to_address="company@works.example",
                to_ref="",
                language="ja",
                zone="Asia/Tokyo",
                params={},
                unique_key=f"told:{number}",
                now=now,
            )
            rows.execute(
                update(Mail)
                .where(Mail.unique_key == f"told:{number}")
                .values(body=text, subject_line=text, state=MailState.SENT)
            )


def bodies(db: Session) -> list[str]:
    db.expire_all()
    return list(db.scalars(select(Mail.body).where(Mail.unique_key.like("told:%")).order_by(Mail.id)))


def certificate(db: Session) -> Erasure:
    db.expire_all()
    return db.scalars(select(Erasure)).one()


def erase(user, now) -> None:
    with writing():
        personal_data.erase(user.person.public_id, because=ErasedBecause.ASKED, by=WORKER, now=now)


def test_texts_to_others_are_emptied_by_the_job_and_the_certificate_is_complete(
    app: Flask, db: Session, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    user = people.student()
    texts = ["Nguyễn Thị An applies.", "Somebody else applies.", "Write to student@demo.example."]
    sent_to_others(texts, now)
    erase(user, now)
    row = certificate(db)
    assert (row.texts_by_at, row.texts_at) == (now + TEXTS_FORGOTTEN_WITHIN, None)
    assert row.names is not None
    # The names by which mails are searched lie sealed.
    assert "Nguyễn".encode() not in row.names
    assert "Nguyễn Thị An" in vault.unseal(row.names)
    assert bodies(db) == texts
    # A few mails a transaction: the erasing of many holds up nobody.
    monkeypatch.setattr(privacy.forget_words, "__kwdefaults__", {"after": 0, "size": 2})
    later = now + timedelta(minutes=5)
    assert jobs.forget_texts(later) == 1
    assert bodies(db) == ["", texts[1], ""]
    row = certificate(db)
    assert (row.names, row.texts_at) == (None, later)
    assert jobs.forget_texts(later) == 0


def test_one_that_breaks_is_begun_anew_and_stops_no_other(
    app: Flask, db: Session, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = people.student(), people.make_user("second@people.example", name="Phạm Văn Tú")
    sent_to_others([f"{first.person.display_name} applies.", "Phạm Văn Tú applies."], now)
    broken, forget_words = first.person.display_name, privacy.forget_words
    erase(first, now)
    erase(second, now)

    def breaks(names: list[str], **more: int) -> int | None:
        if broken in names:
            raise RuntimeError("power cut")
        return forget_words(names, **more)

    with monkeypatch.context() as patch:
        patch.setattr(privacy, "forget_words", breaks)
        assert jobs.forget_texts(now) == 1
    assert bodies(db) == [f"{broken} applies.", ""]
    assert jobs.forget_texts(now) == 1
    assert bodies(db) == ["", ""]


def test_what_was_written_to_the_address_before_it_was_theirs_is_emptied_too(
    app: Flask, db: Session, now
) -> None:
    """An invitation and a request name an address that belonged to nobody yet. What nobody confirmed takes nothing from others."""
    user, stranger = people.student(), people.other_student()
    address = stranger.email
    with writing() as rows:
        rows.get_one(User, stranger.id).confirmed_at = None
        rows.execute(
            update(ContactPoint).where(ContactPoint.person_id == stranger.person_id).values(verified_at=None)
        )
        for number, (one, state) in enumerate(
            ((user, MailState.SENT), (user, MailState.QUEUED), (stranger, MailState.QUEUED))
        ):
            mail = queue(
                "staff_invitation",
                to_address=one.email.upper(),
                to_ref="",
                language="ja",
                zone="Asia/Tokyo",
                params={"invitation": "x"},
                unique_key=f"told:{number}",
                now=now,
            )
            assert mail is not None
            mail.state = state
        for one in (user, stranger):
            request = ask_by_address(
                RequestKind.COMPLAIN,
                Law.JAPAN,
                "My words.",
                name="An",
                address=one.email,
                language="vi",
                zone="UTC",
                now=now,
            )
            request.state = RequestState.RECEIVED
    for one in (user, stranger):
        erase(one, now)
    db.expire_all()
    mails = db.execute(
        select(Mail.to_address, Mail.state).where(Mail.unique_key.like("told:%")).order_by(Mail.id)
    )
    assert [tuple(row) for row in mails] == [
        ("", MailState.SENT),
        ("", MailState.CANCELLED),
        (address.upper(), MailState.QUEUED),
    ]
    requests = db.execute(select(DataRequest.address, DataRequest.words).order_by(DataRequest.id)).all()
    assert tuple(requests[0]) == ("", None)
    assert requests[1].address == address


def test_names_of_an_entry_that_was_put_together_are_forgotten_too(app: Flask, db: Session, now) -> None:
    kept, other = people.student(), people.other_student()
    name = other.person.display_name
    sent_to_others([f"{name} applies."], now)
    with writing() as rows:
        rows.get_one(Person, other.person_id).merged_into_id = kept.person_id
    erase(kept, now)
    jobs.forget_texts(now)
    assert bodies(db) == [""]
