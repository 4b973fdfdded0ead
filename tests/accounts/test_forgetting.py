"""Mails to others forget who was erased: outside the erasing, by a due row, and the certificate says when."""

from datetime import timedelta

from flask import Flask
import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
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


def test_a_job_that_breaks_off_is_begun_anew(
    app: Flask, db: Session, now, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent_to_others(["Nguyễn Thị An applies."], now)
    erase(people.student(), now)

    def breaks(*_args: object, **_more: object) -> int:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patch:
        patch.setattr(privacy, "forget_words", breaks)
        with pytest.raises(RuntimeError, match="power cut"):
            jobs.forget_texts(now)
    assert certificate(db).names is not None
    assert jobs.forget_texts(now) == 1
    assert bodies(db) == [""]
