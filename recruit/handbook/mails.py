"""The mail that tells editors which translations of the books are older than their source."""

from collections.abc import Mapping
from datetime import datetime
import hashlib
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import User, UserRole
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.locales import BY_CODE
from recruit.core.visitor import Role
from recruit.handbook import queries
from recruit.handbook.events import TranslationsBehind
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.web.gate import page_url

KIND = "handbook_behind"


def _context(_params: Params, language: str) -> Mapping[str, Any]:
    behind = queries.translations_behind()
    if not behind:
        raise Missing
    return {
        "how_many": len(behind),
        "rows": [(_title(one, language), BY_CODE[one.language].name) for one in behind],
        "url": page_url("handbook.shelf", _external=True),
    }


def _title(one: queries.Behind, language: str) -> str:
    titles = one.chapter.titles
    return (
        titles.get(language) or titles.get("en") or titles.get(one.book.source_language) or one.chapter.slug
    )


def _is_behind(_params: Params, _now: datetime) -> bool:
    return bool(queries.translations_behind())


KINDS = (
    MailKind(
        name=KIND,
        room="handbook",
        template="handbook/mail/handbook_behind",
        context=_context,
        still_wanted=_is_behind,
        group=MailGroup.HANDBOOK,
    ),
)


def tell_editors(event: TranslationsBehind) -> None:
    """One mail for each editor, and no second one while the same translations lack the same versions."""
    lacking = [
        f"{one.chapter.id}/{one.language}/{one.source_number}" for one in queries.translations_behind()
    ]
    occasion = hashlib.sha256(" ".join(lacking).encode()).hexdigest()[:22]
    editors = session().scalars(
        select(User)
        .join(UserRole, UserRole.user_id == User.id)
        .where(UserRole.role == Role.EDITOR, User.active)
        .order_by(User.id)
    )
    for user in editors.all():
        queue(
            KIND,
            to_address=user.email,
            to_ref=user.person.public_id,
            language=user.person.language,
            zone=user.person.zone,
            params={},
            unique_key=f"{KIND}:{occasion}:{user.person.public_id}",
            now=event.now,
        )
