"""Reads of coding, for the retention officer alone: what waits, one answer at a time, and how far coders agree.

Who has not looked yet is never shown what the other coder gave.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.core import vault
from recruit.core.db import Coded, session
from recruit.core.errors import Missing
from recruit.core.visitor import Role, Visitor
from recruit.placements.models import Placement
from recruit.surveys.coding import rules
from recruit.surveys.coding.models import Coding, OpenAnswer
from recruit.surveys.coding.rules import Stage, Turn
from recruit.surveys.forms import Instrument as Form, Item, parse
from recruit.surveys.models import Answer, Contact, Response, Wave
from recruit.surveys.rules import ResponseState

# So many lines of the queue stand on one page.
LINES_A_PAGE = 50
# Whose answers are coded. What companies write about hires is read elsewhere.
AUDIENCE = "hire"

_written_in = func.coalesce(OpenAnswer.written_in, Response.language)
_stage = func.coalesce(
    OpenAnswer.stage,
    case(
        (Response.language == rules.GLOSS_LANGUAGE, literal(Stage.FIRST, Coded(Stage))),
        else_=literal(Stage.GLOSS, Coded(Stage)),
    ),
    type_=Coded(Stage),
)
_first_by = func.coalesce(Coding.by_ref, "")


@dataclass(frozen=True)
class Which:
    """What of the queue is looked at; empty for all."""

    wave: str = ""
    language: str = ""


@dataclass(frozen=True)
class Line:
    """One open answer in the queue: never its words, never whose it is."""

    response_ref: str
    item: str
    question: Item
    wave: str
    written_in: str
    submitted_at: datetime
    stage: Stage
    # The reader was the first coder, so a colleague has to be the second.
    waits_for_colleague: bool


def demand_officer(visitor: Visitor) -> None:
    """Only who may read answers may know of them here."""
    if Role.RETENTION_OFFICER not in visitor.roles:
        raise Missing


def counts(visitor: Visitor, which: Which) -> dict[Stage, int]:
    """How many open answers stand at each stage."""
    demand_officer(visitor)
    found = session().execute(_open_answers(which, _stage, func.count()).group_by(_stage))
    by_stage: dict[Stage, int] = {row[0]: row[1] for row in found}
    return {stage: by_stage.get(stage, 0) for stage in Stage}


def waiting_for(visitor: Visitor, stage: Stage, which: Which) -> int:
    """How many open answers of this stage the visitor can do something about."""
    demand_officer(visitor)
    found = _lines(which, func.count()).where(_stage == stage)
    if stage is Stage.SECOND:
        found = found.where(_first_by != visitor.person_ref)
    return session().scalar(found) or 0


def languages(visitor: Visitor) -> list[str]:
    """In which languages there are open answers, for the filter."""
    demand_officer(visitor)
    return sorted(session().scalars(_open_answers(Which(), _written_in).distinct()))


def queue(visitor: Visitor, stage: Stage, which: Which, *, page: int = 0) -> Sequence[Line]:
    """What stands at this stage, the oldest first; one line more than a page holds where there is a next page."""
    demand_officer(visitor)
    lines = _lines(which).where(_stage == stage).order_by(Response.submitted_at, Answer.id)
    rows = session().execute(lines.offset(page * LINES_A_PAGE).limit(LINES_A_PAGE + 1)).unique()
    # A page of lines asks few questionnaires, and reading one takes longer than a line.
    forms: dict[int, Form] = {}
    return [_line(visitor, row, forms) for row in rows]


def next_in_line(
    visitor: Visitor, stage: Stage, which: Which, *, after: tuple[str, str] | None = None
) -> Line | None:
    """The oldest that this person can do something about; with `after`, the one behind that answer (round the end)."""
    demand_officer(visitor)
    lines = _lines(which).where(_stage == stage).order_by(Response.submitted_at, Answer.id)
    if stage is Stage.SECOND:
        lines = lines.where(_first_by != visitor.person_ref)
    if after is None:
        row = session().execute(lines.limit(1)).unique().first()
        return _line(visitor, row) if row else None
    response_ref, item = after
    here = (
        session()
        .execute(
            select(Response.submitted_at, Answer.id)
            .join(Answer, Answer.response_id == Response.id)
            .where(Response.public_id == response_ref, Answer.item == item)
        )
        .first()
    )
    others = lines.where(or_(Response.public_id != response_ref, Answer.item != item))
    if here is not None:
        behind = or_(
            Response.submitted_at > here.submitted_at,
            and_(Response.submitted_at == here.submitted_at, Answer.id > here.id),
        )
        row = session().execute(others.where(behind).limit(1)).unique().first()
        if row:
            return _line(visitor, row)
    row = session().execute(others.limit(1)).unique().first()
    return _line(visitor, row) if row else None


def _open_answers(which: Which, *columns: Any) -> Select[*tuple[Any, ...]]:
    """Words that were handed in and are still there."""
    found = (
        select(*columns)
        .select_from(Answer)
        .join(Response, Response.id == Answer.response_id)
        .join(Contact, Contact.id == Response.contact_id)
        .join(Wave, Wave.id == Contact.wave_id)
        .outerjoin(
            OpenAnswer, and_(OpenAnswer.response_id == Answer.response_id, OpenAnswer.item == Answer.item)
        )
        .where(
            Answer.words.is_not(None),
            Response.state == ResponseState.SUBMITTED,
            Wave.audience == AUDIENCE,
        )
    )
    if which.wave:
        found = found.where(Wave.key == which.wave)
    if which.language:
        found = found.where(_written_in == which.language)
    return found


def _lines(which: Which, *asked: Any) -> Select[*tuple[Any, ...]]:
    """The lines of the queue, or what is asked about them."""
    columns = asked or (Response, Answer.item, Wave.key, _written_in, _stage, _first_by)
    return _open_answers(which, *columns).outerjoin(
        Coding, and_(Coding.open_answer_id == OpenAnswer.id, Coding.turn == Turn.FIRST)
    )


def _line(visitor: Visitor, row: Any, forms: dict[int, Form] | None = None) -> Line:
    response, item, wave, written_in, stage, first_by = row
    version, forms = response.instrument_version, {} if forms is None else forms
    if version.id not in forms:
        forms[version.id] = parse(version.definition)
    return Line(
        response_ref=response.public_id,
        item=item,
        question=forms[version.id].item(item),
        wave=wave,
        written_in=written_in,
        submitted_at=response.submitted_at or response.begun_at,
        stage=stage,
        waits_for_colleague=not rules.waits_for(stage, by_ref=visitor.person_ref, first_by=first_by),
    )


@dataclass(frozen=True)
class Reading:
    """One open answer as this person may see it: the words, the gloss, and no codes that would tell what to find."""

    response: Response
    item: Item
    words: str
    written_in: str
    gloss: str
    stage: Stage
    turn: Turn | None
    # Whose codes may be seen, in the order of looking.
    codings: tuple[Coding, ...]
    is_coder: bool

    @property
    def own(self) -> Coding | None:
        """The codes that this person gave before and may still mend."""
        return self.codings[0] if self.turn is Turn.FIRST and self.codings else None


def reading_for(visitor: Visitor, response_ref: str, item: str) -> Reading:
    """One open answer. Raises Missing for everybody but a retention officer, and where there are no words handed in."""
    demand_officer(visitor)
    answer = session().execute(
        _open_answers(Which(), Answer, Response, OpenAnswer)
        .options(
            joinedload(Response.contact).joinedload(Contact.placement).joinedload(Placement.person),
            selectinload(OpenAnswer.codings),
        )
        .where(Response.public_id == response_ref, Answer.item == item)
        .execution_options(populate_existing=True)
    ).unique().first()  # fmt: skip
    if answer is None:
        raise Missing
    kept, response, found = answer[0], answer[1], answer[2]
    written_in = found.written_in if found else response.language
    gloss = vault.unseal(found.gloss) if found else ""
    by_turn = {coding.turn: coding for coding in found.codings} if found else {}
    first_by = by_turn[Turn.FIRST].by_ref if Turn.FIRST in by_turn else ""
    stage = found.stage if found else first_stage(response.language)
    turn = rules.turn_of(stage, by_ref=visitor.person_ref, first_by=first_by)
    visible = rules.seen_turns(stage, by_ref=visitor.person_ref, first_by=first_by)
    return Reading(
        response=response,
        item=parse(response.instrument_version.definition).item(item),
        words=vault.unseal(kept.words),
        written_in=written_in,
        gloss=gloss,
        stage=stage,
        turn=turn if isinstance(turn, Turn) else None,
        codings=tuple(by_turn[one] for one in Turn if one in by_turn and one in visible),
        is_coder=visitor.person_ref
        in {by_turn[one].by_ref for one in (Turn.FIRST, Turn.SECOND) if one in by_turn},
    )


def glosses_in(visitor: Visitor, response: Response) -> dict[str, str]:
    """The glosses of one person's answers, by the name of the question."""
    demand_officer(visitor)
    found = session().execute(
        select(OpenAnswer.item, OpenAnswer.gloss).where(
            OpenAnswer.response_id == response.id, OpenAnswer.gloss.is_not(None)
        )
    )
    return {item: vault.unseal(gloss) for item, gloss in found}


def first_stage(language: str) -> Stage:
    """Where an answer begins that nobody has touched."""
    return rules.stage_of(written_in=language, has_gloss=False, first=None, second=None, is_settled=False)
