"""Mail kinds of positions: what became of a check, told to those of the company who may act on it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings import conditions, queries
from recruit.postings.events import PostingClosed, PostingPublished, PostingReturned
from recruit.postings.models import Posting, PostingMove
from recruit.postings.rules import PostingState
from recruit.web.gate import page_url


def _posting(params: Params) -> Posting:
    found = queries.posting_by_ref(params["posting"])
    if found is None:
        raise Missing
    return found


def _title(posting: Posting, language: str) -> str:
    return conditions.words_of(queries.content_of(posting), language).fields.get("title", "")


def _published(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    title = _title(posting, language)
    return {
        "title": _("“%(title)s” is published", title=title),
        "paragraphs": [
            _("Students can read the position and apply. Every application is told to you by mail."),
            _(
                "Anybody can check with the code %(code)s that the position is real.",
                code=posting.verify_code or "",
            ),
        ],
        "words": "",
        "button": _("See the position"),
        "url": page_url("postings.position", slug=posting.slug, _external=True),
    }


def _returned(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    moves = [move for move in queries.moves_of(posting) if move.reason]
    return {
        "title": _("“%(title)s” needs a change", title=_title(posting, language)),
        "paragraphs": [
            _("Staff have read the position and ask you to change something. It is kept as a draft.")
        ],
        "words": moves[0].reason if moves else "",
        "button": _("Change the position"),
        "url": page_url("postings.edit", public_id=posting.public_id, _external=True),
    }


def _closed(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    if posting.state is PostingState.WITHDRAWN:
        why = _(
            "It was taken off the list because your organisation is suspended. Our staff tell you what to do."
        )
    elif posting.state is PostingState.DRAFT:
        why = _("It is a draft again. When you have changed it, submit it, and our staff check it.")
    else:
        why = _("You can make it a draft again at any time, change it and submit it anew.")
    return {
        "title": _("“%(title)s” takes no more applications", title=_title(posting, language)),
        "paragraphs": [
            _(
                "Students no longer find the position. Applications that were sent go on: please answer each of them."
            ),
            why,
        ],
        "words": "",
        "button": _("See the position"),
        "url": page_url("postings.edit", public_id=posting.public_id, _external=True),
    }


def _is_not_published(params: Params, _now: datetime) -> bool:
    return _posting(params).state is not PostingState.PUBLISHED


def _is_published(params: Params, _now: datetime) -> bool:
    return _posting(params).state is PostingState.PUBLISHED


def _is_draft(params: Params, _now: datetime) -> bool:
    return _posting(params).state is PostingState.DRAFT


KINDS = (
    MailKind(
        "posting_published",
        "postings",
        "postings/mail/news",
        _published,
        _is_published,
        group=MailGroup.POSTINGS,
    ),
    MailKind(
        "posting_closed",
        "postings",
        "postings/mail/news",
        _closed,
        _is_not_published,
        group=MailGroup.POSTINGS,
    ),
    MailKind(
        "posting_returned", "postings", "postings/mail/news", _returned, _is_draft, group=MailGroup.POSTINGS
    ),
)


def tell_published(event: PostingPublished) -> None:
    """The company learns that its position can be read."""
    _tell("posting_published", event.posting_id, event.now)


def tell_closed(event: PostingClosed) -> None:
    """The company learns that its position takes no more applications, and whose answers still wait."""
    _tell("posting_closed", event.posting_id, event.now)


def tell_returned(event: PostingReturned) -> None:
    """The company learns what staff ask for."""
    _tell("posting_returned", event.posting_id, event.now)


def _tell(kind: str, posting_id: int, now: datetime) -> None:
    session().flush()
    posting = session().get_one(Posting, posting_id)
    # The same may happen again after a change: the count of moves tells the occasions apart.
    occasion = session().scalar(
        select(func.count()).select_from(PostingMove).where(PostingMove.posting_id == posting_id)
    )
    for person, email in queries.addresses_of_editors(posting.company_id):
        queue(
            kind,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"posting": posting.public_id},
            unique_key=f"{kind}:{posting.public_id}:{occasion}:{person.public_id}",
            now=now,
            subject_kind="posting",
            subject_ref=posting.public_id,
        )
