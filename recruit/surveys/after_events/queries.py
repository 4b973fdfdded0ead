"""Reads of surveys after events, told who asks; keys."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
import hmac

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload

from recruit.accounts import tokens
from recruit.core import vault
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Visitor
from recruit.events.models import Event, Registration
from recruit.surveys.after_events.models import GuestResponse, GuestSurvey
from recruit.surveys.after_events.rules import LEAST_SHOWN, GuestKind
from recruit.surveys.forms.definition import Instrument, Item
from recruit.surveys.forms.reading import parse


def key_of(survey: GuestSurvey) -> str:
    """What stands in the mail: it opens this one survey and nothing else."""
    return f"{survey.public_id}.{tokens.fingerprint('guest_survey', survey.public_id)}"


def survey_of_key(key: str) -> GuestSurvey:
    """The survey that a mailed key opens."""
    public_id, _dot, _mark = key.partition(".")
    found = session().scalar(
        select(GuestSurvey)
        .options(joinedload(GuestSurvey.registration).joinedload(Registration.event))
        .where(GuestSurvey.public_id == public_id)
    )
    if found is None or not hmac.compare_digest(key.encode(), key_of(found).encode()):
        raise Missing
    return found


def survey_by_ref(public_id: str) -> GuestSurvey:
    """Asked by mails, never by a page."""
    found = session().scalar(
        select(GuestSurvey)
        .options(joinedload(GuestSurvey.registration).joinedload(Registration.event))
        .where(GuestSurvey.public_id == public_id)
    )
    if found is None:
        raise Missing
    return found


def form_of(survey: GuestSurvey) -> Instrument:
    return parse(survey.instrument_version.definition)


@dataclass(frozen=True)
class ItemFigures:
    """What was answered to one question: how many answered it, and each choice with its count."""

    item: Item
    answered: int
    counts: dict[str, int]


@dataclass(frozen=True)
class Results:
    """One questionnaire of one event. Below five answers there is nothing but how many were asked."""

    kind: GuestKind
    asked: int
    answered: int
    items: Sequence[ItemFigures]
    words: Sequence[str]

    @property
    def is_shown(self) -> bool:
        return self.answered >= LEAST_SHOWN


def results_of(visitor: Visitor, event: Event) -> list[Results]:
    """What guests said, without anybody's name, and nothing where fewer than five answered."""
    if not visitor.is_coordinator:
        raise Missing
    asked = session().execute(
        select(GuestSurvey.kind, func.count())
        .where(GuestSurvey.event_id == event.id)
        .group_by(GuestSurvey.kind)
    )
    return [_results(event, kind, count) for kind, count in sorted((row[0], row[1]) for row in asked)]


def _results(event: Event, kind: GuestKind, asked: int) -> Results:
    # By their random numbers: neither the order nor the time says who it was.
    responses = (
        session()
        .scalars(
            select(GuestResponse)
            .options(selectinload(GuestResponse.answers))
            .where(GuestResponse.event_id == event.id, GuestResponse.kind == kind)
            .order_by(GuestResponse.public_id)
        )
        .all()
    )
    if len(responses) < LEAST_SHOWN:
        return Results(kind, asked, len(responses), (), ())
    survey = session().scalar(
        select(GuestSurvey).where(GuestSurvey.event_id == event.id, GuestSurvey.kind == kind).limit(1)
    )
    form = form_of(survey) if survey is not None else None
    counts: dict[str, Counter[str]] = {}
    answered: Counter[str] = Counter()
    words: list[str] = []
    for response in responses:
        for answer in response.answers:
            answered[answer.item] += 1
            if answer.words is not None:
                words.append(vault.unseal(answer.words))
            counts.setdefault(answer.item, Counter()).update(answer.value or [])
    items = [
        ItemFigures(item, answered[item.name], dict(counts.get(item.name, {})))
        for item in (form.items if form else ())
        if item.choices
    ]
    return Results(kind, asked, len(responses), items, words)


def anybody_asked(event_id: int) -> bool:
    return (
        session().scalar(select(GuestSurvey.id).where(GuestSurvey.event_id == event_id).limit(1)) is not None
    )
