"""What is left of the last event: a film and a link among its materials, and what guests said."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import func, select

from recruit.core import vault
from recruit.core.db import session
from recruit.events.materials.models import EventMaterial, EventMaterialText
from recruit.events.materials.rules import MaterialKind, OpensFor
from recruit.events.models import Event, Registration
from recruit.events.rules import EventState, RegistrationState
from recruit.surveys.after_events.models import GuestAnswer, GuestResponse, GuestRound, GuestSurvey
from recruit.surveys.after_events.rules import OPEN_FOR, GuestKind
from recruit.surveys.models import Instrument, InstrumentVersion

FILM = {
    "ja": "企業紹介の録画",
    "en": "The companies present themselves (recording)",
    "id": "Presentasi perusahaan (rekaman)",
    "vi": "Các công ty giới thiệu (bản ghi)",
}
SLIDES = {
    "ja": "「来日までの流れ」の資料",
    "en": "From the offer to the flight: slides",
    "id": "Dari tawaran sampai keberangkatan: salindia",
    "vi": "Từ lời mời đến chuyến bay: bài trình chiếu",
}
SAID = ("Cần thêm thời gian hỏi từng công ty.", "Penerjemahnya sangat membantu.", "Hội trường hơi ồn.")
ASKED, ANSWERED = 14, 9


def make_what_is_left(random: Random, now: datetime) -> None:
    """Of the last finished event to which people had signed up."""
    event = (
        session()
        .scalars(
            select(Event)
            .join(Registration, Registration.event_id == Event.id)
            .where(Event.state == EventState.FINISHED)
            .group_by(Event.id)
            .having(func.count() >= ASKED)
            .order_by(Event.ends_at.desc(), Event.id)
        )
        .first()
    )
    if event is None:
        return
    for kind, titles, opens_for in (
        (MaterialKind.RECORDING, FILM, OpensFor.EVERYBODY),
        (MaterialKind.LINK, SLIDES, OpensFor.SIGNED_UP),
    ):
        session().add(
            EventMaterial(
                event_id=event.id,
                kind=kind,
                url=f"https://media.example/{event.slug}/{kind}",
                opens_for=opens_for,
                from_at=event.ends_at,
                added_at=event.ends_at,
                texts=[EventMaterialText(language=code, title=title) for code, title in titles.items()],
            )
        )
    event.has_materials = True
    _make_answers(random, event, now)
    session().flush()


def _make_answers(random: Random, event: Event, now: datetime) -> None:
    version = session().scalar(
        select(InstrumentVersion.id)
        .join(Instrument, Instrument.id == InstrumentVersion.instrument_id)
        .where(Instrument.key == "event_came")
    )
    guests = (
        session()
        .scalars(
            select(Registration.id)
            .where(Registration.event_id == event.id, Registration.state == RegistrationState.SIGNED_UP)
            .order_by(Registration.id)
            .limit(ASKED)
        )
        .all()
    )
    if version is None:
        return
    session().add(GuestRound(event_id=event.id, began_at=event.ends_at, closed_at=now))
    session().add_all(
        GuestSurvey(
            registration_id=one,
            event_id=event.id,
            kind=GuestKind.CAME,
            instrument_version_id=version,
            mail_due=False,
            closes_at=max(event.ends_at + OPEN_FOR, now + timedelta(days=1)),
            answered=place < ANSWERED,
        )
        for place, one in enumerate(guests)
    )
    for place in range(ANSWERED):
        response = GuestResponse(
            event_id=event.id,
            kind=GuestKind.CAME,
            instrument_version_id=version,
            answered_on=event.ends_at.date().replace(day=1),
        )
        session().add(response)
        session().flush()
        answers = {
            "overall": [random.choice(("5", "5", "4", "4", "3"))],
            "learned": [random.choice(("yes", "yes", "partly"))],
            "understood": [random.choice(("yes", "partly"))],
            "liked": random.sample(("talks", "companies", "questions", "people", "interpreters"), 2),
            "again": [random.choice(("yes", "yes", "maybe"))],
        }
        session().add_all(
            GuestAnswer(response_id=response.id, item=item, value=value) for item, value in answers.items()
        )
        if place < len(SAID):
            session().add(GuestAnswer(response_id=response.id, item="better", words=vault.seal(SAID[place])))
