"""Numbers out of codes: how many people named what, and how far two coders agree."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.visitor import Visitor
from recruit.placements.models import Placement
from recruit.surveys.coding import agreement, rules
from recruit.surveys.coding.agreement import Agreement, TwoLooks
from recruit.surveys.coding.models import Coding, OpenAnswer
from recruit.surveys.coding.queries import demand_officer
from recruit.surveys.coding.rules import Stage, Turn
from recruit.surveys.models import Contact, Response
from recruit.surveys.programmes.queries import key_now
from recruit.surveys.queries.known import newest_programme
from recruit.surveys.rules import ResponseState


@dataclass(frozen=True)
class CodedAnswer:
    """One answer that two have coded, without its words. `person_ref` is empty once the person was erased."""

    number: int
    wave: str
    item: str
    written_in: str
    stage: Stage
    person: str
    person_ref: str
    first: Coding
    second: Coding
    settled: Coding | None

    @property
    def codes(self) -> frozenset[str] | None:
        """What holds in the end; None while the two differ."""
        if self.settled is not None:
            return frozenset(self.settled.chosen)
        return frozenset(self.first.chosen) if self.stage is Stage.DONE else None

    def looks(self) -> TwoLooks:
        """What both saw alone."""
        return TwoLooks(
            frozenset(self.first.chosen),
            frozenset(self.second.chosen),
            frozenset(self.first.offered) & frozenset(self.second.offered),
        )


def coded_answers(visitor: Visitor) -> Sequence[CodedAnswer]:
    """Every answer that both have looked at, the oldest first."""
    demand_officer(visitor)
    return list(_coded())


def _coded() -> Iterator[CodedAnswer]:
    programme = newest_programme()
    rows = session().execute(
        select(OpenAnswer, Person.public_id)
        .outerjoin(Response, Response.id == OpenAnswer.response_id)
        .outerjoin(Contact, Contact.id == Response.contact_id)
        .outerjoin(Placement, Placement.id == Contact.placement_id)
        .outerjoin(Person, Person.id == Placement.person_id)
        .options(selectinload(OpenAnswer.codings))
        .where(
            OpenAnswer.stage.in_([Stage.SETTLE, Stage.DONE]),
            # Answers taken back count no more.
            or_(OpenAnswer.response_id.is_(None), Response.state == ResponseState.SUBMITTED),
        )
        .order_by(OpenAnswer.id)
    )
    for row in rows:
        found, person_ref = row[0], row[1]
        by_turn = {coding.turn: coding for coding in found.codings}
        if Turn.FIRST not in by_turn or Turn.SECOND not in by_turn:
            continue
        yield CodedAnswer(
            number=found.id,
            # One point is one, also where its day was edited between two answers.
            wave=key_now(programme, found.wave),
            item=found.item,
            written_in=found.written_in,
            stage=found.stage,
            person=person_ref or found.nobody_ref,
            person_ref=person_ref or "",
            first=by_turn[Turn.FIRST],
            second=by_turn[Turn.SECOND],
            settled=by_turn.get(Turn.SETTLED),
        )


@dataclass(frozen=True)
class Figures:
    """`people` by code, as they may be told (None: fewer than ten named it); of how many people; and the agreement."""

    of_people: int
    people: dict[str, int | None]
    by_code: dict[str, Agreement]
    over_all: Agreement
    same_codes: int
    answers: int

    @property
    def is_told(self) -> bool:
        """Below ten people in all there is no number about them."""
        return self.of_people >= rules.LEAST_PEOPLE


def figures(visitor: Visitor) -> Figures:
    """All numbers of the page. There is no filter: two cuts taken from each other would tell of single people."""
    coded = coded_answers(visitor)
    looks = [one.looks() for one in coded]
    final = [(one.person, codes) for one in coded if (codes := one.codes) is not None]
    same, answers = agreement.same_codes(looks)
    return Figures(
        of_people=len({person for person, _codes in final}),
        people=rules.told(rules.people_by_code(final)),
        by_code=agreement.by_code(looks),
        over_all=agreement.over_all(looks),
        same_codes=same,
        answers=answers,
    )
