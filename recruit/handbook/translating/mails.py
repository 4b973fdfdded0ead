"""The mail of a morning to those who write translations: what is new at their desk, of all kinds, once."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from recruit.accounts.models import Person, User
from recruit.accounts.queries import roles_of
from recruit.core import clock
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.core.translating import Lack, known
from recruit.core.visitor import Role
from recruit.handbook.mails import staff_with
from recruit.handbook.translating import queries
from recruit.handbook.translating.models import TranslationLack
from recruit.handbook.translating.rules import morning_after, morning_of, writes
from recruit.handbook.translating.showing import owner_in, title_in
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.web.gate import page_url
from recruit.web.words import words_for

WAIT = "translations_wait"
# Where the day of the desk begins; the mail itself comes in the morning of its reader.
_ZONE = "Asia/Tokyo"
_MOST_NAMED = 20


def tell_of_new(now: datetime) -> int:
    """One mail to each writer the next morning about all that nobody was told of yet. What comes later on the same day joins
    it; what was told once is not told again while it stands as it stood.
    """
    untold = (
        TranslationLack.told_on.is_(None),
        TranslationLack.whose.in_(writes({Role.COORDINATOR})),
    )
    whose = set(session().scalars(select(TranslationLack.whose).where(*untold).distinct()))
    if not whose:
        return 0
    day = morning_after(now, _ZONE)
    session().execute(update(TranslationLack).where(*untold).values(told_on=day))
    told = 0
    for user in staff_with(Role.EDITOR, Role.COORDINATOR):
        person = user.person
        if not whose & writes(roles_of(user)):
            continue
        queue(
            WAIT,
            to_address=user.email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"day": day.isoformat(), "person": person.public_id},
            unique_key=f"{WAIT}:{day}:{person.public_id}",
            now=now,
            due_at=morning_of(day, person.zone),
            subject_kind=WAIT,
            subject_ref=day.isoformat(),
        )
        told += 1
    return told


def _roles(person_ref: str) -> frozenset[Role]:
    """What they may write now, not when the mail was queued."""
    user = session().scalar(
        select(User)
        .join(Person, Person.id == User.person_id)
        .where(Person.public_id == person_ref, User.active)
    )
    return roles_of(user) if user else frozenset()


def _news(params: Params, now: datetime, *, most: int = 0) -> queries.News:
    # A mail that was queued before there were other things than chapters names no day.
    if "day" not in params:
        return queries.News(0, [])
    return queries.news_of(date.fromisoformat(params["day"]), _roles(params["person"]), now, most=most)


def _context(params: Params, language: str) -> Mapping[str, Any]:
    news = _news(params, clock.now(), most=_MOST_NAMED)
    if not news.how_many:
        raise Missing
    kinds = known()
    return {
        "how_many": news.how_many,
        "rows": [
            (
                _called(lack, language, str(kinds[lack.kind].name)),
                f"{BY_CODE[lack.language].name}: {words_for(lack.lacking)}",
            )
            for lack in news.first
        ],
        "more": news.how_many - len(news.first),
        "url": page_url("translations.desk", _external=True),
    }


def _called(lack: Lack, language: str, kind: str) -> str:
    """Its title, and in brackets what it is and whose."""
    owner = owner_in(lack, language)[0]
    return f"{title_in(lack, language)[0]} ({kind}{', ' if owner else ''}{owner})"


def _still_wanted(params: Params, now: datetime) -> bool:
    return _news(params, now).how_many > 0


KINDS = (
    MailKind(
        name=WAIT,
        room="handbook",
        template="handbook/mail/translations_wait",
        context=_context,
        still_wanted=_still_wanted,
        group=MailGroup.HANDBOOK,
    ),
)
