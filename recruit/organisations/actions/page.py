"""Moves of a company's public page: its texts, language by language, and its pictures."""

from datetime import datetime

from recruit.core import audit, files
from recruit.core.db import session
from recruit.core.errors import Missing, Refused
from recruit.core.files import LaidDown
from recruit.core.locales import CODES
from recruit.core.visitor import Visitor
from recruit.organisations import marks, queries, texts
from recruit.organisations.actions.companies import demand_editor, search_key_of
from recruit.organisations.models import Organisation, OrganisationPicture
from recruit.organisations.rules import MOST_PICTURES, OrganisationRefusal
from recruit.organisations.values import CompanyWords

LONGEST_WORDS = 200


def change_page(
    organisation: Organisation,
    language: str,
    words: CompanyWords,
    *,
    seen: str = "",
    by: Visitor,
    now: datetime,
) -> None:
    """Keep what the page says in one language. `seen` is the mark of what its writer had before them."""
    demand_editor(organisation, by)
    if language not in CODES:
        raise Missing
    # Of two who save at once the second waits here, and is told.
    queries.lock_organisation(organisation)
    marks.demand_unchanged(seen, marks.mark_of_texts(organisation, language))
    english = texts.row_in(organisation, "en")
    name = words.name or (english.name if english and language not in ("en", texts.SOURCE_LANGUAGE) else "")
    values = {part: getattr(words, part) for part in texts.PARTS}
    if name or language != texts.SOURCE_LANGUAGE:
        values["name"] = name
    if texts.row_in(organisation, language) is None and not any(
        getattr(words, part) for part in (*texts.PARTS, "name")
    ):
        return
    if texts.write(organisation, language, values):
        organisation.search_key = search_key_of(organisation)
        session().flush()
        _note(organisation, f"text_{language}", by, now)


def add_picture(
    organisation: Organisation,
    laid: LaidDown,
    size: tuple[int, int],
    words: dict[str, str],
    *,
    by: Visitor,
    now: datetime,
) -> OrganisationPicture:
    """Put a picture that was written anew on the page, behind those that are there."""
    demand_editor(organisation, by)
    _demand_words(words)
    # Whoever comes at the same time waits, and counts anew.
    queries.lock_organisation(organisation)
    if len(queries.pictures_of(organisation)) >= MOST_PICTURES:
        raise Refused(OrganisationRefusal.TOO_MANY_PICTURES, field="file")
    picture = OrganisationPicture(
        organisation_id=organisation.id,
        stored_file=files.keep(laid, now=now),
        words=_said(words),
        width=size[0],
        height=size[1],
        added_at=now,
    )
    session().add(picture)
    session().flush()
    _note(organisation, "picture_added", by, now)
    return picture


def change_picture_words(
    organisation: Organisation,
    picture: OrganisationPicture,
    words: dict[str, str],
    *,
    by: Visitor,
    now: datetime,
) -> None:
    """Say anew what is seen in a picture."""
    demand_editor(organisation, by)
    _demand_words(words)
    if picture.words != _said(words):
        picture.words = _said(words)
        session().flush()
        _note(organisation, "picture_words", by, now)


def take_off_picture(
    organisation: Organisation, picture: OrganisationPicture, *, by: Visitor, now: datetime
) -> None:
    """Take a picture off the page; its file is deleted."""
    demand_editor(organisation, by)
    stored = picture.stored_file
    session().delete(picture)
    session().flush()
    files.remove(stored)
    _note(organisation, "picture_taken_off", by, now)


def _said(words: dict[str, str]) -> dict[str, str]:
    return {language: said for language, said in words.items() if said}


def _demand_words(words: dict[str, str]) -> None:
    if not words.get(texts.SOURCE_LANGUAGE, "").strip():
        raise Refused(OrganisationRefusal.WORDS_FOR_PICTURE_NEEDED, field=f"words_{texts.SOURCE_LANGUAGE}")


def _note(organisation: Organisation, change: str, by: Visitor, now: datetime) -> None:
    audit.record(
        "organisation_changed",
        by=by,
        now=now,
        subject_kind="organisation",
        subject_ref=organisation.public_id,
        change=change,
    )
