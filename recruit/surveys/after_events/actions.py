"""Guests are asked once each, and answer without a name."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update

from recruit.core import vault
from recruit.core.db import changes_one, session
from recruit.core.errors import Refused
from recruit.events.door.here import let_in
from recruit.events.models import CheckIn, Event, Registration
from recruit.events.rules import OVER_STATES, EventState, RegistrationState
from recruit.surveys.actions.shipped import load_shipped
from recruit.surveys.after_events import queries, rules
from recruit.surveys.after_events.models import GuestAnswer, GuestResponse, GuestRound, GuestSurvey
from recruit.surveys.after_events.rules import INSTRUMENT, GuestKind, GuestRefusal
from recruit.surveys.forms.answers import Answer, chosen
from recruit.surveys.forms.judging import why_not_valid
from recruit.surveys.forms.walking import kept_answers
from recruit.surveys.models import Instrument, InstrumentVersion

AT_ONCE = 200


def begin_round(event_id: int, *, now: datetime) -> None:
    """The event is over: its guests are asked by a job."""
    if session().scalar(select(GuestRound.id).where(GuestRound.event_id == event_id)) is None:
        session().add(GuestRound(event_id=event_id, began_at=now))
        session().flush()


def ask_some(round_id: int, *, now: datetime) -> int:
    """Ask some of who is to be asked by now, each once; gives how many. Closes the round when nobody is left."""
    its_round = session().get_one(GuestRound, round_id, with_for_update=True, populate_existing=True)
    event = session().get_one(Event, its_round.event_id)
    if its_round.closed_at is not None:
        return 0
    if event.state not in OVER_STATES or event.state is EventState.CALLED_OFF:
        its_round.closed_at = now
        return 0
    door_was_used = (
        session().scalar(select(CheckIn.id).where(CheckIn.event_id == event.id, let_in()).limit(1))
        is not None
    )
    came = select(CheckIn.registration_id).where(CheckIn.event_id == event.id, let_in())
    late = now >= event.ends_at + rules.MISSED_AFTER
    query = (
        select(Registration.id, Registration.id.in_(came))
        .outerjoin(GuestSurvey, GuestSurvey.registration_id == Registration.id)
        .where(Registration.event_id == event.id, GuestSurvey.id.is_(None))
        .order_by(Registration.id)
        .limit(AT_ONCE)
    )
    # Who gave the seat back inside was here all the same.
    here = Registration.id.in_(came)
    query = query.where(here | (Registration.state == RegistrationState.SIGNED_UP) if late else here)
    made = [
        (registration_id, kind)
        for registration_id, was_here in session().execute(query)
        if (kind := rules.kind_of(came=was_here, door_was_used=door_was_used, now=now, ends_at=event.ends_at))
    ]
    versions = {kind: _version(kind, now) for kind in {kind for _id, kind in made}}
    session().add_all(
        GuestSurvey(
            registration_id=registration_id,
            event_id=event.id,
            kind=kind,
            instrument_version_id=versions[kind],
            mail_due=True,
            closes_at=now + rules.OPEN_FOR,
        )
        for registration_id, kind in made
    )
    if late and not made:
        its_round.closed_at = now
    session().flush()
    return len(made)


def _version(kind: GuestKind, now: datetime) -> int:
    newest = (
        select(InstrumentVersion.id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .where(Instrument.key == INSTRUMENT[kind])
        .order_by(InstrumentVersion.number.desc())
        .limit(1)
    )
    found = session().scalar(newest)
    if found is None:
        # An installation from before there were such surveys.
        load_shipped(now)
        found = session().execute(newest).scalar_one()
    return found


def answer(survey: GuestSurvey, typed: Mapping[str, Answer], *, now: datetime) -> None:
    """Keep what was answered, once, and apart from who answered it."""
    form = queries.form_of(survey)
    refusal = rules.why_not_answer(answered=survey.answered, closes_at=survey.closes_at, now=now)
    if refusal is not None:
        raise Refused(refusal)
    kept = kept_answers(form, typed)
    for name, value in kept.items():
        wrong = why_not_valid(form.item(name), value)
        if wrong is not None:
            raise Refused(wrong, field=name)
    if not kept:
        raise Refused(GuestRefusal.NOTHING_ANSWERED)
    first = changes_one(
        update(GuestSurvey)
        .where(GuestSurvey.id == survey.id, GuestSurvey.answered.is_(False))
        .values(answered=True)
    )
    if not first:
        raise Refused(GuestRefusal.ANSWERED_ALREADY)
    response = GuestResponse(
        event_id=survey.event_id,
        kind=survey.kind,
        instrument_version_id=survey.instrument_version_id,
        # The day of the week would be enough to tell two apart; the first of the month is not.
        answered_on=(now - timedelta(days=now.day - 1)).date(),
    )
    session().add(response)
    session().flush()
    for name, value in kept.items():
        has_choices = bool(form.item(name).choices)
        words = value if isinstance(value, str) else " ".join(value or ())
        session().add(
            GuestAnswer(
                response_id=response.id,
                item=name,
                value=list(chosen(value)) if has_choices else None,
                words=None if has_choices else vault.seal(words.strip()),
            )
        )
    session().flush()
