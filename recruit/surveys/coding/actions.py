"""Moves of coders. What was found in an answer never stands in the trail, nor which question it was, because some are asked only
after a certain answer: administrators read it, and may not read answers.
"""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import selectinload

from recruit.core import audit, vault
from recruit.core.db import database, session
from recruit.core.errors import Missing, Refused
from recruit.core.visitor import Visitor
from recruit.surveys.coding import codebook, rules
from recruit.surveys.coding.models import Coding, OpenAnswer
from recruit.surveys.coding.queries import Reading, demand_officer, first_stage
from recruit.surveys.coding.rules import CodingRefusal, HowSettled, Turn
from recruit.surveys.models import Answer


def keep_gloss(reading: Reading, written_in: str, words: str, *, by: Visitor, now: datetime) -> None:
    """Write down what the answer says in Japanese, sealed at once; an answer in Japanese needs none."""
    demand_officer(by)
    if rules.needs_gloss(written_in) and not words.strip():
        raise Refused(CodingRefusal.GLOSS_NEEDED, field="gloss")
    found = _held(reading)
    found.written_in = written_in
    found.gloss = vault.seal(words.strip()) if words.strip() else None
    found.gloss_by_ref, found.gloss_at = by.person_ref, now
    _settle_stage(found)
    _note("answer.glossed", reading, by, now, written_in)


def keep_codes(
    reading: Reading, chosen: Collection[str], *, nothing_fits: bool, by: Visitor, now: datetime
) -> Turn:
    """Keep the codes of the first or second coder, whichever is this person's turn. Gives whose look it was."""
    demand_officer(by)
    _demand_something(chosen, nothing_fits=nothing_fits)
    found = _held(reading)
    first = _coding(found, Turn.FIRST)
    turn = rules.turn_of(found.stage, by_ref=by.person_ref, first_by=first.by_ref if first else "")
    if isinstance(turn, CodingRefusal):
        raise Refused(turn)
    before = first.chosen if first is not None and turn is Turn.FIRST else ()
    _keep(found, turn, chosen, nothing_fits=nothing_fits, also=before, by=by, now=now)
    _note("answer.coded", reading, by, now, str(turn))
    return turn


def settle(
    reading: Reading,
    chosen: Collection[str],
    *,
    nothing_fits: bool,
    together: bool,
    by: Visitor,
    now: datetime,
) -> HowSettled:
    """Decide where the two differ: a third person alone, or one of the two for both."""
    demand_officer(by)
    _demand_something(chosen, nothing_fits=nothing_fits)
    found = _held(reading)
    looks = [coding for turn in (Turn.FIRST, Turn.SECOND) if (coding := _coding(found, turn)) is not None]
    how = rules.how_settled(
        found.stage, by_ref=by.person_ref, coders=[look.by_ref for look in looks], together=together
    )
    if isinstance(how, CodingRefusal):
        at_the_box = how in (CodingRefusal.SAY_TOGETHER, CodingRefusal.NOT_TOGETHER)
        raise Refused(how, field="together" if at_the_box else None)
    either = frozenset().union(*(look.chosen for look in looks))
    _keep(found, Turn.SETTLED, chosen, nothing_fits=nothing_fits, also=either, by=by, now=now, how=how)
    _note("answer.settled", reading, by, now, str(how))
    return how


def _demand_something(chosen: Collection[str], *, nothing_fits: bool) -> None:
    """What can be seen without a row is refused before one is made."""
    refusal = rules.why_not_chosen(chosen, nothing_fits=nothing_fits, offered=chosen)
    if refusal is not None:
        raise Refused(refusal, field="codes")


def _held(reading: Reading) -> OpenAnswer:
    """The row of this answer, which nobody else changes until the end of this transaction. Raises Missing where the words
    have gone meanwhile; while they are held here, erasing waits (`privacy.hold_words`).
    """
    response, item = reading.response, reading.item.name
    words = select(Answer.id).where(
        Answer.response_id == response.id, Answer.item == item, Answer.words.is_not(None)
    )
    if session().scalar(words.with_for_update()) is None:
        raise Missing
    insert = (sqlite if database().is_sqlite else postgresql).insert(OpenAnswer)
    session().execute(
        insert.values(
            response_id=response.id,
            item=item,
            wave=response.contact.wave.key,
            written_in=response.language,
            stage=first_stage(response.language),
            gloss_by_ref="",
            nobody_ref="",
        ).on_conflict_do_nothing(index_elements=["response_id", "item"])
    )
    return (
        session()
        .scalars(
            select(OpenAnswer)
            .options(selectinload(OpenAnswer.codings))
            .where(OpenAnswer.response_id == response.id, OpenAnswer.item == item)
            .with_for_update()
            .execution_options(populate_existing=True)
        )
        .one()
    )


def _coding(found: OpenAnswer, turn: Turn) -> Coding | None:
    return next((coding for coding in found.codings if coding.turn is turn), None)


def _keep(
    found: OpenAnswer,
    turn: Turn,
    chosen: Collection[str],
    *,
    nothing_fits: bool,
    also: Collection[str],
    by: Visitor,
    now: datetime,
    how: HowSettled | None = None,
) -> None:
    book = {entry.key: entry.wording.number for entry in codebook.offered(also)}
    refusal = rules.why_not_chosen(chosen, nothing_fits=nothing_fits, offered=book)
    if refusal is not None:
        raise Refused(refusal, field="codes")
    coding = _coding(found, turn)
    if coding is None:
        coding = Coding(open_answer=found, turn=turn)
        session().add(coding)
    coding.by_ref, coding.at, coding.how = by.person_ref, now, how
    coding.offered, coding.chosen = book, sorted(set(chosen))
    _settle_stage(found)


def _settle_stage(found: OpenAnswer) -> None:
    first, second = _coding(found, Turn.FIRST), _coding(found, Turn.SECOND)
    found.stage = rules.stage_of(
        written_in=found.written_in,
        has_gloss=found.gloss is not None,
        first=frozenset(first.chosen) if first else None,
        second=frozenset(second.chosen) if second else None,
        is_settled=_coding(found, Turn.SETTLED) is not None,
    )
    session().flush()


def _note(action: str, reading: Reading, by: Visitor, now: datetime, change: str) -> None:
    audit.record(
        action,
        by=by,
        now=now,
        subject_kind="response",
        subject_ref=reading.response.public_id,
        change=change,
    )
