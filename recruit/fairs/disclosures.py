"""Companies at a fair see the profiles of who has a seat: all pairs in one statement, however many they are.

Whoever calls this holds the lock on the event's row, so a booth and a seat that come at the same time see each other.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, func, literal, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.accounts.consents.queries import in_words_of_today
from recruit.accounts.models import Consent, ConsentText
from recruit.accounts.rules import Purpose
from recruit.core.db import UtcDateTime, database, session
from recruit.events.models import Event, Registration
from recruit.events.rules import RegistrationState
from recruit.fairs.models import Booth
from recruit.fairs.rules import BoothState
from recruit.organisations.models import Organisation
from recruit.organisations.rules import OrganisationState
from recruit.students.models import Disclosure, Student
from recruit.students.rules import DisclosureReason, DisclosureScope

_COLUMNS = ["student_id", "organisation_id", "scope", "reason", "reason_ref", "consent_ref", "from_at"]
_PAIR = ["student_id", "organisation_id", "reason", "reason_ref"]


def _pairs(event_id: int, slug: str, now: datetime) -> Any:
    """Everybody with a seat beside every confirmed booth, who agreed to it in the words of today. For sign-ups from before
    agreements to fairs were kept, the sign-up itself is named as consent.
    """
    of_this_fair = (
        Consent.person_id == Registration.person_id,
        Consent.purpose == Purpose.FAIR_COMPANIES,
        Consent.recipient_ref == Event.public_id,
    )
    agreed = (
        select(Consent.public_id)
        .join(ConsentText, ConsentText.id == Consent.consent_text_id)
        .where(*of_this_fair, Consent.withdrawn_at.is_(None), in_words_of_today(Purpose.FAIR_COMPANIES))
        .correlate(Registration, Event)
        .limit(1)
        .scalar_subquery()
    )
    asked = select(Consent.id).where(*of_this_fair).correlate(Registration, Event).exists()
    return (
        select(
            Student.id,
            Booth.company_id,
            literal(str(DisclosureScope.PROFILE), String(40)),
            literal(str(DisclosureReason.FAIR), String(40)),
            literal(slug, String(90)),
            func.coalesce(agreed, Registration.public_id),
            literal(now, UtcDateTime()),
        )
        .select_from(Registration)
        .join(Event, Event.id == Registration.event_id)
        .join(Student, Student.person_id == Registration.person_id)
        .join(Booth, Booth.fair_id == Registration.event_id)
        .join(Organisation, Organisation.id == Booth.company_id)
        .where(
            Registration.event_id == event_id,
            or_(agreed.is_not(None), ~asked),
            Registration.state == RegistrationState.SIGNED_UP,
            Booth.state == BoothState.CONFIRMED,
            Organisation.state == OrganisationState.APPROVED,
        )
    )


def begin(event_id: int, slug: str, *which: ColumnElement[bool], now: datetime) -> None:
    """Begin what is not there yet for the pairs that fit `which`."""
    session().flush()
    insert = (sqlite if database().is_sqlite else postgresql).insert(Disclosure)
    session().execute(
        insert.from_select(
            _COLUMNS, _pairs(event_id, slug, now).where(*which), include_defaults=False
        ).on_conflict_do_nothing(index_elements=_PAIR, index_where=Disclosure.until_at.is_(None))
    )


def end(slug: str, *which: ColumnElement[bool], now: datetime) -> None:
    """End what was shown because of this fair, for the rows that fit `which`. Other reasons stay."""
    session().execute(
        update(Disclosure)
        .where(
            Disclosure.reason == DisclosureReason.FAIR,
            Disclosure.reason_ref == slug,
            Disclosure.until_at.is_(None),
            *which,
        )
        .values(until_at=now)
        .execution_options(synchronize_session=False)
    )
