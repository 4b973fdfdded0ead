"""The archive people take along speaks their language, whoever they are and whatever is held about them."""

from datetime import datetime
import io
import zipfile

from flask import Flask
import html5lib
from sqlalchemy import select
from sqlalchemy.orm import Session

from recruit.accounts import personal_data
from recruit.accounts.models import Person, User
from recruit.accounts.rights import archive
from recruit.accounts.rights.words import LABELS, ROOM_WORDS
from recruit.core.db import writing
from recruit.core.locales import CODES
from recruit.core.visitor import WORKER
from recruit.demo import load

# Names that are codes of something: they are shown in other words (`READABLE`) or are data of another kind.
SHOWN_OTHERWISE = {"conditions"}


def names_in(value: object) -> set[str]:
    """Every name in exported data."""
    if isinstance(value, dict):
        inner = [names_in(one) for key, one in value.items() if key not in SHOWN_OTHERWISE]
        return set(value).union(*inner)
    if isinstance(value, list | tuple):
        return set().union(*(names_in(one) for one in value))
    return set()


def test_every_name_has_a_word_and_every_page_is_whole(app: Flask, db: Session, now: datetime) -> None:
    load.load()
    emails = ("student", "hire", "company", "staff", "retention")
    known: set[str] = set()
    everybody = select(Person).where(Person.anonymised_at.is_(None)).order_by(Person.id)
    exports = {}
    with writing():
        for person in db.scalars(everybody).all():
            exports[person.id] = personal_data.export(person.public_id, by=WORKER, now=now)
            known |= set().union(*(names_in(data) for data in exports[person.id].values()))
    assert sorted(known - set(LABELS)) == []
    assert set(exports[person.id]) == set(ROOM_WORDS)
    shown = db.scalars(
        select(User).where(User.email.in_(f"{name}@demo.example" for name in emails)).order_by(User.id)
    ).all()
    for user in shown:
        for language in CODES:
            made = archive.make(
                app,
                exports[user.person_id],
                name=user.person.display_name,
                language=language,
                zone="Asia/Tokyo",
                now=now,
            )
            _page_is_whole(made, user.person.display_name, language)


def _page_is_whole(made: bytes, name: str, language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.testzip() is None
        [page] = [found.read(one).decode() for one in found.namelist() if one.endswith(".html")]
    html5lib.HTMLParser(strict=True).parse(page)
    assert name in page
    for wrong in ("(no word for", ">None<", "datetime.", "&lt;", "src=", "http-equiv"):
        assert wrong not in page, (language, wrong)
    if language != "en":
        assert "All data about" not in page
