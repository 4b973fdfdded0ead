"""The archive people take along speaks their language, whoever they are and whatever is held about them."""

import io
import zipfile

from flask import Flask
import html5lib
from sqlalchemy import select

from recruit.accounts import personal_data
from recruit.accounts.models import Person, User
from recruit.accounts.rights import archive
from recruit.accounts.rights.words import LABELS, ROOM_WORDS
from recruit.cases.models import Case
from recruit.core import clock
from recruit.core.db import Database, undone_afterwards
from recruit.core.locales import CODES
from recruit.core.visitor import WORKER

# Names that are codes of something: they are shown in other words (`READABLE`) or are data of another kind.
SHOWN_OTHERWISE = {"conditions"}
SHOWN = ("student", "hire", "company", "university", "staff", "retention", "admin")


def names_in(value: object) -> set[str]:
    """Every name in exported data."""
    if isinstance(value, dict):
        inner = [names_in(one) for key, one in value.items() if key not in SHOWN_OTHERWISE]
        return set(value).union(*inner)
    if isinstance(value, list | tuple):
        return set().union(*(names_in(one) for one in value))
    return set()


def test_every_name_has_a_word_and_every_page_is_whole(demo_app: Flask) -> None:
    database: Database = demo_app.extensions["recruit.database"]
    with demo_app.app_context(), database.scope(), undone_afterwards() as rows:
        shown = rows.scalars(
            select(User).where(User.email.in_(f"{name}@demo.example" for name in SHOWN)).order_by(User.id)
        ).all()
        helped = select(Case.person_id).where(Case.person_id.is_not(None))
        others = select(Person).where(Person.anonymised_at.is_(None), Person.id.in_(helped)).limit(20)
        people = {user.person_id: user.person for user in shown}
        people |= {person.id: person for person in rows.scalars(others.order_by(Person.id))}
        exports = {
            person.id: personal_data.export(person.public_id, by=WORKER, now=clock.now())
            for person in people.values()
        }
        known = set().union(*(names_in(data) for found in exports.values() for data in found.values()))
        assert len(known) > 120
        assert sorted(known - set(LABELS)) == [], "give it a word in recruit/accounts/rights/words.py"
        assert all(set(found) == set(ROOM_WORDS) for found in exports.values())
        for user in shown:
            for language in CODES:
                made = archive.make(
                    demo_app,
                    exports[user.person_id],
                    name=user.person.display_name,
                    language=language,
                    zone="Asia/Tokyo",
                    now=clock.now(),
                )
                _page_is_whole(made, user.person.display_name, language)


def _page_is_whole(made: bytes, name: str, language: str) -> None:
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.testzip() is None
        [page] = [found.read(one).decode() for one in found.namelist() if one.endswith(".html")]
    html5lib.HTMLParser(strict=True).parse(page)
    assert name in page
    # Codes of ours and marks of Markdown are not for readers.
    codes = (">request_received<", ">coordinator<", ">registration<", ">received<", ">student<", "**")
    for wrong in ("(no word for", ">None<", "datetime.", "&lt;", "src=", "http-equiv", *codes):
        assert wrong not in page, (language, wrong)
    if language != "en":
        assert "All data about" not in page
