"""Mails to those who write the books: a text waits for a second person, a text came back."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import Person, User, UserRole
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.core.texts import best_title
from recruit.core.visitor import Role
from recruit.handbook import queries
from recruit.handbook.events import ChapterSentBack, ChapterWaits
from recruit.handbook.models import ChapterVersion
from recruit.handbook.rules import ChapterState
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.web.gate import page_url

WAITS, SENT_BACK = "chapter_waits", "chapter_sent_back"


def _version(params: Params) -> ChapterVersion:
    found = session().get(ChapterVersion, params["version"])
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    version = _version(params)
    chapter = version.chapter
    book = chapter.book
    return {
        "title": version.title or best_title(chapter.titles, language)[0],
        "book": best_title(book.titles, language)[0],
        "written_in": BY_CODE[version.language].name,
        "reason": version.review_note,
        "by": session().scalar(select(Person.display_name).where(Person.public_id == version.by_ref)) or "",
        "url": page_url(
            "handbook.edit",
            book=book.slug,
            chapter=chapter.slug,
            code=version.language,
            _external=True,
        ),
    }


def _waits(params: Params, _now: datetime) -> bool:
    return _version(params).state is ChapterState.IN_REVIEW


def _is_back(params: Params, _now: datetime) -> bool:
    version = _version(params)
    return version.state is ChapterState.DRAFT and bool(version.review_note)


def tell_second_people(event: ChapterWaits) -> None:
    """Everybody who may publish it: who writes the books and has not written in this text."""
    version = session().get_one(ChapterVersion, event.version_id)
    for user in staff_with(*queries.WRITERS):
        if user.person.public_id not in (version.by_ref, *version.writer_refs):
            _tell(WAITS, user, version, event.now)


def tell_writer(event: ChapterSentBack) -> None:
    """Who holds the draft hears why it came back."""
    version = session().get_one(ChapterVersion, event.version_id)
    for user in staff_with(*queries.WRITERS):
        if user.person.public_id == version.by_ref:
            _tell(SENT_BACK, user, version, event.now)


def _tell(kind: str, user: User, version: ChapterVersion, now: datetime) -> None:
    person = user.person
    queue(
        kind,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"version": version.id},
        # A text may go to and fro; it is saved in between, or it is taken back and sent without a change.
        unique_key=f"{kind}:{version.id}.{version.revision}:{person.public_id}",
        now=now,
        subject_kind="chapter_version",
        subject_ref=str(version.id),
    )


def staff_with(*roles: Role) -> Sequence[User]:
    """Who has one of these roles now."""
    return (
        session()
        .scalars(
            select(User)
            .where(
                User.id.in_(select(UserRole.user_id).where(UserRole.role.in_(roles))),
                User.active,
            )
            .order_by(User.id)
        )
        .all()
    )


KINDS = (
    MailKind(
        name=WAITS,
        room="handbook",
        template="handbook/mail/chapter_waits",
        context=_context,
        still_wanted=_waits,
        group=MailGroup.HANDBOOK,
    ),
    MailKind(
        name=SENT_BACK,
        room="handbook",
        template="handbook/mail/chapter_sent_back",
        context=_context,
        still_wanted=_is_back,
        group=MailGroup.HANDBOOK,
    ),
)
