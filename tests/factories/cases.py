"""Submitted answers that worry somebody, and the cases that come of them."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import select

from recruit.cases import actions, jobs
from recruit.cases.models import AlertCheck, Case
from recruit.core import clock, vault
from recruit.core.db import session, writing
from recruit.placements.models import Placement
from recruit.surveys.actions import load_shipped
from recruit.surveys.models import Answer, Contact, InstrumentVersion, Programme, Response, Wave
from recruit.surveys.queries.answering import newest_version
from recruit.surveys.queries.known import PROGRAMME
from recruit.surveys.rules import ContactKind, ContactState, ResponseState
from tests.factories.placements import add_placement

TROUBLE = {"a_trouble": ["a_unpaid"]}


def add_response(
    answers: Mapping[str, Sequence[str] | str],
    *,
    placement: Placement | None = None,
    wave: str = "m1",
    now: datetime | None = None,
) -> Response:
    """Submitted answers of one wave, waiting to be checked; inside `writing()`. A text is kept as sealed words."""
    now = now or clock.now()
    load_shipped(now)
    placement = placement or add_placement()
    row = (
        session()
        .scalars(select(Wave).join(Programme).where(Wave.key == wave, Programme.key == PROGRAMME))
        .one()
    )
    day = now.date()
    contact = Contact(
        placement_id=placement.id,
        wave_id=row.id,
        kind=ContactKind.INVITATION,
        sequence=0,
        anchor_on=day,
        open_on=day,
        due_on=day,
        close_on=day + timedelta(days=14),
        opens_at=datetime.combine(day, time(0), UTC),
        closes_at=datetime.combine(day + timedelta(days=14), time(0), UTC),
        zone="Asia/Tokyo",
        state=ContactState.COMPLETE,
        given_at=now,
    )
    session().add(contact)
    session().flush()
    version: InstrumentVersion = newest_version(row)
    response = Response(
        contact_id=contact.id,
        instrument_version_id=version.id,
        language="vi",
        state=ResponseState.SUBMITTED,
        begun_at=now,
        submitted_at=now,
        answers=[
            Answer(
                item=item,
                value=None if isinstance(value, str) else list(value),
                words=vault.seal(value) if isinstance(value, str) else None,
                answered_at=now,
            )
            for item, value in answers.items()
        ],
    )
    session().add(response)
    session().flush()
    actions.ask_for_check(response.id, now=now)
    return response


def make_response(
    answers: Mapping[str, Sequence[str] | str], *, placement: Placement | None = None, wave: str = "m1"
) -> Response:
    """`add_response` in a `writing()` of its own."""
    with writing():
        return add_response(answers, placement=placement, wave=wave)


def make_case(
    answers: Mapping[str, Sequence[str] | str] = TROUBLE, *, placement: Placement | None = None
) -> Case:
    """The case that the job opens on these answers."""
    response = make_response(answers, placement=placement)
    jobs.raise_alerts(clock.now())
    return session().scalars(select(Case).where(Case.person_id == response.contact.placement.person_id)).one()


def open_checks() -> Sequence[int]:
    """The ids of checks that no worker has done."""
    return session().scalars(select(AlertCheck.id).where(AlertCheck.done_at.is_(None))).all()
