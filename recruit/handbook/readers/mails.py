"""The mail that brings a reader the answer of staff."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select

from recruit.accounts.models import User
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.texts import best_title
from recruit.handbook.events import ReaderAnswered
from recruit.handbook.models import ReaderQuestion
from recruit.messages.actions import queue
from recruit.messages.kinds import MailKind, Params
from recruit.web.gate import page_url

ANSWER = "handbook_answer"


def _question(params: Params) -> ReaderQuestion:
    found = session().scalar(select(ReaderQuestion).where(ReaderQuestion.public_id == params["question"]))
    if found is None:
        raise Missing
    return found


def _context(params: Params, language: str) -> Mapping[str, Any]:
    question = _question(params)
    chapter = question.chapter
    return {
        "title": best_title(chapter.titles, language)[0],
        "asked": question.words,
        "answer": question.answer,
        "url": page_url("handbook.chapter", book=chapter.book.slug, chapter=chapter.slug, _external=True),
    }


def _has_words(params: Params, _now: datetime) -> bool:
    return bool(_question(params).answer)


def tell_reader(event: ReaderAnswered) -> None:
    """Who asked gets the answer, at the address of the account."""
    question = session().get_one(ReaderQuestion, event.question_id)
    user = session().scalar(select(User).where(User.person_id == question.person_id, User.active))
    if user is None:
        return
    person = user.person
    queue(
        ANSWER,
        to_address=user.email,
        to_ref=person.public_id,
        language=person.language,
        zone=person.zone,
        params={"question": question.public_id},
        unique_key=f"{ANSWER}:{question.public_id}",
        now=event.now,
        subject_kind="reader_question",
        subject_ref=question.public_id,
    )


# The reader has asked for it: no choice of mails is against it.
KINDS = (
    MailKind(
        name=ANSWER,
        room="handbook",
        template="handbook/mail/handbook_answer",
        context=_context,
        still_wanted=_has_words,
        necessary=True,
    ),
)
