"""Companies at a fair see the profiles of who has a seat: all pairs in one statement, however many they are.

Whoever calls this holds the lock on the event's row, so a booth and a seat that come at the same time see each other.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, String, literal, select, update
from sqlalchemy.dialects import postgresql, sqlite

from recruit.core.db import UtcDateTime, database, session
from recruit.events.models import Registration
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
    """Everybody with a seat beside every confirmed booth. The sign-up is what was agreed to, so it is named as consent."""
    return (
        select(
            Student.id,
            Booth.company_id,
            literal(str(DisclosureScope.PROFILE), String(40)),
            literal(str(DisclosureReason.FAIR), String(40)),
            literal(slug, String(90)),
            Registration.public_id,
            literal(now, UtcDateTime()),
        )
        .select_from(Registration)
        .join(Student, Student.person_id == Registration.person_id)
        .join(Booth, Booth.fair_id == Registration.event_id)
        .join(Organisation, Organisation.id == Booth.company_id)
        .where(
            Registration.event_id == event_id,
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
