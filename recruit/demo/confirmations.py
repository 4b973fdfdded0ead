"""What the university of the demonstration has confirmed, press by press."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.models import Person, User
from recruit.core.db import new_public_id, session
from recruit.organisations.models import Membership
from recruit.students.models import Education
from recruit.students.roster.models import EducationMove
from recruit.students.rules import Confirmed

# So long ago each was confirmed.
_DAYS_AGO = {Confirmed.GRADUATED: 48, Confirmed.ENROLLED: 20}


def make_confirmations(now: datetime) -> None:
    """One press for those who study and one for those who have graduated; nothing of other universities is told."""
    member, university_id = (
        session()
        .execute(
            select(Person, Membership.organisation_id)
            .join(User, User.person_id == Person.id)
            .join(Membership, Membership.person_id == Person.id)
            .where(User.email == "university@demo.example")
        )
        .one()
    )
    for said, days in _DAYS_AGO.items():
        at, batch = now - timedelta(days=days), new_public_id()
        educations = session().scalars(
            select(Education)
            .where(Education.university_id == university_id, Education.confirmed == said)
            .order_by(Education.id)
        )
        for education in educations:
            education.confirmed_by_ref = member.public_id
            session().add(
                EducationMove(
                    student_id=education.student_id,
                    organisation_id=university_id,
                    education_ref=education.public_id,
                    before=Confirmed.NO,
                    after=said,
                    holds_on=at.date(),
                    batch=batch,
                    at=at,
                    by_ref=member.public_id,
                )
            )
    session().flush()
