"""How a hire stands to being asked, and the key in the mail that asks for it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from recruit.accounts import tokens
from recruit.accounts.models import Person
from recruit.core.db import session
from recruit.core.errors import Missing
from recruit.core.visitor import Via, Visitor
from recruit.placements.models import Placement
from recruit.surveys.basis import Asking, how_asked
from recruit.surveys.models import SurveyOptOut
from recruit.surveys.queries.consented import consent_is_asked, consented_since, follow_up_consents
from recruit.surveys.rules import OptOutLevel


@dataclass(frozen=True)
class Hire:
    """Somebody who may be asked, and how they stand to it."""

    person: Person
    asking: Asking
    # Whether the law of the person's country asks for consent.
    needs_consent: bool
    # Whether a yes comes before any answer: consent is asked for and was not given, or it was taken back.
    needs_yes: bool

    def says(self) -> Visitor:
        """Who speaks: the person, by whichever way they came in."""
        return Visitor(via=Via.SURVEY_LINK, person_id=self.person.id, person_ref=self.person.public_id)


def hire_of(visitor: Visitor, now: datetime) -> Hire:
    """The visitor as somebody who may be asked. Raises Missing for who has no employment here."""
    return _hire(session().scalar(select(Person).where(Person.id == visitor.person_id)), now)


def hire_of_person(person: Person, now: datetime) -> Hire:
    """Whose survey somebody opens, by whichever way."""
    return _hire(person, now)


def hire_of_key(key: str, now: datetime) -> Hire:
    """Whom a mailed key lets speak about being asked, and about nothing else."""
    public_id, _dot, _mark = key.partition(".")
    person = session().scalar(select(Person).where(Person.public_id == public_id))
    if person is None or tokens.hash_of_secret(key) != tokens.hash_of_secret(key_of(person)):
        raise Missing
    return _hire(person, now)


def key_of(person: Person) -> str:
    """What stands in the mail: made from the secret key, so that it is kept nowhere."""
    return f"{person.public_id}.{tokens.fingerprint('survey_agreement', person.public_id)}"


def _hire(person: Person | None, now: datetime) -> Hire:
    placements = []
    if person is not None and person.anonymised_at is None:
        placements = list(
            session().scalars(
                select(Placement).where(Placement.person_id == person.id).order_by(Placement.id)
            )
        )
    if person is None or not placements:
        raise Missing
    given = follow_up_consents(person.id, now)
    needs_consent = consent_is_asked(person, placements)
    refused = session().scalar(
        select(SurveyOptOut.id)
        .where(
            SurveyOptOut.person_id == person.id,
            SurveyOptOut.level == OptOutLevel.SURVEYS,
            SurveyOptOut.until.is_(None),
        )
        .limit(1)
    )
    has_taken_back = bool(given) and given[-1].withdrawn_at is not None
    asking = how_asked(
        needs_consent=needs_consent,
        consented_at=consented_since(given),
        refused=refused is not None or has_taken_back,
    )
    return Hire(person, asking, needs_consent, needs_yes=has_taken_back or (needs_consent and not given))
