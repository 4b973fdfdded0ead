"""What previews of mails about positions are made of; see `recruit/mail_samples.py`."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import func, select

from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.messages.kinds import Params
from recruit.postings.life.models import PostingQuestion
from recruit.postings.life.queries import open_question
from recruit.postings.life.rules import CLOSED_AFTER, AskedBecause
from recruit.postings.models import Posting, PostingText, PostingVersion
from recruit.postings.queries import open_to_all
from recruit.postings.search.models import PostingSearch
from recruit.postings.search.rules import MailPace


def _first() -> Posting | None:
    return session().scalar(
        select(Posting)
        .join(PostingVersion, PostingVersion.posting_id == Posting.id)
        .order_by(Posting.id)
        .limit(1)
    )


def _posting(_visitor: Visitor, _now: datetime) -> Params | None:
    found = _first()
    return {"posting": found.public_id} if found else None


def _asked(_visitor: Visitor, now: datetime) -> Params | None:
    found = _first()
    if found is None:
        return None
    question = open_question(found)
    if question is None:
        question = PostingQuestion(
            posting_id=found.id,
            because=AskedBecause.UNTOUCHED,
            asked_at=now,
            answer_by_at=now + CLOSED_AFTER,
        )
        session().add(question)
        session().flush()
    return {"posting": found.public_id, "asked_at": question.asked_at.isoformat()}


def _kept_search(visitor: Visitor, now: datetime) -> Params | None:
    """A search of whoever looks, and the first positions that everybody may read."""
    # Those that most readers read in their own language.
    languages = select(func.count(PostingText.id)).where(PostingText.posting_id == Posting.id)
    query = open_to_all(now).order_by(languages.scalar_subquery().desc(), Posting.id)
    found = session().scalars(query.limit(3)).all()
    if visitor.person_id is None or not found:
        return None
    search = PostingSearch(
        person_id=visitor.person_id, name="BIM", wanted={"q": ["bim"]}, pace=MailPace.DAILY, made_at=now, looked_at=now,
        told_at=now,
    )  # fmt: skip
    session().add(search)
    session().flush()
    return {"search": search.public_id, "positions": [one.public_id for one in found]}


SAMPLES: dict[str, Callable[[Visitor, datetime], Params | None]] = {
    "posting_published": _posting,
    "posting_scheduled": _posting,
    "posting_closed": _posting,
    "posting_returned": _posting,
    "posting_still_right": _asked,
    "positions_found": _kept_search,
}
