"""Mail kinds of positions: what became of a check, told to those of the company who may act on it."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.messages.rules import MailGroup
from recruit.postings import conditions, queries
from recruit.postings.events import (
    PostingAsked,
    PostingClosed,
    PostingPublished,
    PostingReturned,
    PostingScheduled,
)
from recruit.postings.life.models import PostingQuestion
from recruit.postings.life.queries import asked_back, last_move, questions_of
from recruit.postings.life.rules import AskedBecause
from recruit.postings.models import Posting, PostingMove
from recruit.postings.rules import MoveCause, PostingState
from recruit.web.gate import page_url
from recruit.web.times import two_clocks

# What the template asks for; a kind says what it has.
_NEWS: Mapping[str, Any] = MappingProxyType({"words": "", "clocks": None, "clocks_label": ""})


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
        **_NEWS,
        "title": _("“%(title)s” is published", title=title),
        "paragraphs": [
            _("Students can read the position and apply. Every application is told to you by mail."),
            _(
                "Anybody can check with the code %(code)s that the position is real.",
                code=posting.verify_code or "",
            ),
        ],
        "button": _("See the position"),
        "url": page_url("postings.position", slug=posting.slug, _external=True),
    }


def _scheduled(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    return {
        **_NEWS,
        "title": _("“%(title)s” is approved and opens on its day", title=_title(posting, language)),
        "paragraphs": [
            _("Staff have checked the position. It opens by itself; until then nobody else reads it."),
            _("You can still move the day, or take the position back to change it."),
        ],
        "clocks_label": _("Opens"),
        "clocks": two_clocks(posting.opens_at, queries.TOKYO) if posting.opens_at else None,
        "button": _("See the position"),
        "url": page_url("postings.edit", public_id=posting.public_id, _external=True),
    }


def _returned(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    move = last_move(posting)
    if move is not None and move.cause is MoveCause.FINDINGS:
        why = _(
            "It was to open today, but a rule finds something that must be put right first. It is a draft again."
        )
    else:
        why = _("Staff have read the position and ask you to change something. It is kept as a draft.")
    is_asked = asked_back(move)
    return {
        **_NEWS,
        "title": _("“%(title)s” needs a change", title=_title(posting, language)),
        "paragraphs": [why],
        "words": move.reason if move else "",
        "button": _("Answer staff") if is_asked else _("Change the position"),
        "url": page_url(
            "postings.answer" if is_asked else "postings.edit", public_id=posting.public_id, _external=True
        ),
    }


def _closed(params: Params, language: str) -> Mapping[str, Any]:
    posting = _posting(params)
    move = last_move(posting)
    return {
        **_NEWS,
        "title": _("“%(title)s” takes no more applications", title=_title(posting, language)),
        "paragraphs": [
            _(
                "Students no longer find the position. Applications that were sent go on: please answer each of them."
            ),
            _why_closed(posting.state, move.cause if move else None),
        ],
        "words": move.reason if move and move.cause is MoveCause.BY_STAFF else "",
        "button": _("See the position"),
        "url": page_url("postings.edit", public_id=posting.public_id, _external=True),
    }


def _why_closed(state: PostingState, cause: MoveCause | None) -> str:
    match cause:
        case MoveCause.SUSPENDED:
            return _(
                "It was taken off the list because your organisation is suspended. Our staff tell you what to do."
            )
        case MoveCause.BY_STAFF:
            return _(
                "Our staff have taken it off the list; below they write why. You can make it a draft again."
            )
        case MoveCause.UNANSWERED:
            return _(
                "Nobody answered whether everything in it is still right, so we have closed it. You can open it again in one step."
            )
        case MoveCause.CLOSING_DAY:
            return _("The closing date is over. You can open it again with a later one.")
    if state is PostingState.DRAFT:
        return _("It is a draft again. When you have changed it, submit it, and our staff check it.")
    if state is PostingState.WITHDRAWN:
        return _("It was withdrawn. You can make it a draft again at any time.")
    return _("You can open it again, or make it a draft, change it and submit it anew.")


def _still_right(params: Params, language: str) -> Mapping[str, Any]:
    posting, question = _posting(params), _question(params)
    title = _title(posting, language)
    if question.because is AskedBecause.MINIMUM_WAGE:
        why = _(
            "The minimum wage of the prefecture has risen. Please look whether pay and everything else are still right."
        )
    else:
        why = _(
            "Nobody has said for 30 days that this position is right. What stands there must be as it is today."
        )
    return {
        **_NEWS,
        "title": _("Please answer soon: is “%(title)s” still right?", title=title)
        if params.get("is_reminder")
        else _("Is “%(title)s” still right?", title=title),
        "paragraphs": [
            why,
            _(
                "Read it and answer with one click. Without an answer we close the position, and tell those who have applied."
            ),
        ],
        "clocks_label": _("Answer by"),
        "clocks": two_clocks(question.answer_by_at, queries.TOKYO),
        "button": _("Read it and answer"),
        "url": page_url("postings.still_right", public_id=posting.public_id, _external=True),
    }


def _question(params: Params) -> PostingQuestion:
    posting, asked_at = _posting(params), datetime.fromisoformat(params["asked_at"])
    found = next((one for one in questions_of(posting) if one.asked_at == asked_at), None)
    if found is None:
        raise Missing
    return found


def _is_unanswered(params: Params, _now: datetime) -> bool:
    return _question(params).ended_at is None


def _is_not_published(params: Params, _now: datetime) -> bool:
    return _posting(params).state is not PostingState.PUBLISHED


def _is_published(params: Params, _now: datetime) -> bool:
    return _posting(params).state is PostingState.PUBLISHED


def _is_scheduled(params: Params, _now: datetime) -> bool:
    return _posting(params).state is PostingState.SCHEDULED


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
        "posting_scheduled",
        "postings",
        "postings/mail/news",
        _scheduled,
        _is_scheduled,
        group=MailGroup.POSTINGS,
    ),
    MailKind(
        "posting_still_right",
        "postings",
        "postings/mail/news",
        _still_right,
        _is_unanswered,
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


def tell_scheduled(event: PostingScheduled) -> None:
    """The company learns that its position is approved, and when it opens."""
    _tell("posting_scheduled", event.posting_id, event.now)


def ask_still_right(event: PostingAsked) -> None:
    """The company is asked whether its position is still right, and once more where it does not answer."""
    question = session().get_one(PostingQuestion, event.question_id)
    more = {"is_reminder": "1"} if event.is_reminder else {}
    occasion = f"{int(question.asked_at.timestamp())}{'r' if event.is_reminder else ''}"
    asked_at = question.asked_at.isoformat()
    _tell("posting_still_right", event.posting_id, event.now, occasion, asked_at=asked_at, **more)


def tell_closed(event: PostingClosed) -> None:
    """The company learns that its position takes no more applications, and whose answers still wait."""
    _tell("posting_closed", event.posting_id, event.now)


def tell_returned(event: PostingReturned) -> None:
    """The company learns what staff ask for."""
    _tell("posting_returned", event.posting_id, event.now)


def _tell(kind: str, posting_id: int, now: datetime, occasion: str = "", **params: str) -> None:
    session().flush()
    posting = session().get_one(Posting, posting_id)
    # The same may happen again after a change: the count of moves tells the occasions apart.
    moves = session().scalar(
        select(func.count()).select_from(PostingMove).where(PostingMove.posting_id == posting_id)
    )
    for person, email in queries.addresses_of_editors(posting.company_id):
        queue(
            kind,
            to_address=email,
            to_ref=person.public_id,
            language=person.language,
            zone=person.zone,
            params={"posting": posting.public_id, **params},
            unique_key=f"{kind}:{posting.public_id}:{occasion or moves}:{person.public_id}",
            now=now,
            subject_kind="posting",
            subject_ref=posting.public_id,
        )
