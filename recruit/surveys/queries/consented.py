"""Since when somebody has agreed to be asked, and whether their law asks for it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.accounts.consents import newest_version
from recruit.accounts.models import Consent, ConsentText, Person
from recruit.accounts.rules import Purpose
from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.students.models import Student
from recruit.surveys.basis import asks_consent


@dataclass(frozen=True)
class Given:
    """A consent to follow-ups: its span, and whether it is to the words of today."""

    at: datetime
    withdrawn_at: datetime | None
    holds_today: bool


def follow_up_consents(person_id: int, now: datetime) -> tuple[Given, ...]:
    """Every consent to follow-ups that a person has given by `now`, the oldest first."""
    found = session().execute(
        select(Consent.given_at, Consent.withdrawn_at, ConsentText.version)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(Consent.person_id == person_id, Consent.purpose == Purpose.FOLLOW_UP, Consent.given_at <= now)
        .order_by(Consent.given_at, Consent.id)
    )
    newest = newest_version(Purpose.FOLLOW_UP)
    return tuple(Given(at, withdrawn_at, version >= newest) for at, withdrawn_at, version in found)


def consented_since(given: Sequence[Given]) -> datetime | None:
    """Since when somebody has agreed to be asked; what was taken back in between is a refusal with a span of its own.
    Nothing new rests on words that have changed since.
    """
    if not given or (given[-1].withdrawn_at is None and not given[-1].holds_today):
        return None
    return given[0].at


def consent_is_asked(person: Person, placements: Sequence[Placement]) -> bool:
    """Whether the law of this hire's country asks for consent."""
    nationality = session().scalar(select(Student.nationality).where(Student.person_id == person.id))
    countries = {placement.country for placement in placements}
    return asks_consent({*countries, nationality or ""}, person.country_now)
