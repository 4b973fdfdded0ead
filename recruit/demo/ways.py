"""Ways to reach the hire of the demonstration, and somebody who is there twice."""

from datetime import datetime, timedelta

from sqlalchemy import select

from recruit.accounts.models import ContactPoint, Person, User
from recruit.accounts.rules import ContactKind
from recruit.accounts.ways.rules import Messenger, Relation
from recruit.core.db import session
from recruit.placements.models import Placement
from recruit.placements.rules import PlacementState
from recruit.students.models import Student

# Numbers that nobody has: too short for the net they seem to belong to.
_HIRE, _MOTHER, _SHARED = "+8190000010", "+8491200000", "+8490300000"


def make_ways(now: datetime) -> None:
    """Telephone, messenger and a trusted person of the hire; and one number given by a student and by a hire who left."""
    hire = session().scalar(select(User.person_id).where(User.email == "hire@demo.example"))
    said = now - timedelta(days=40)
    if hire is not None:
        for place, (kind, value, more) in enumerate(
            (
                (ContactKind.PHONE, _HIRE, {"verified_at": said}),
                (ContactKind.MESSENGER, "huong.nguyen", {"messenger": Messenger.ZALO}),
                (
                    ContactKind.TRUSTED_PERSON,
                    _MOTHER,
                    {"holder": "Nguyễn Thị Lan", "relation": Relation.FAMILY},
                ),
            ),
            start=2,
        ):
            session().add(
                ContactPoint(
                    person_id=hire, kind=kind, value=value, priority=place, confirmed_at=said, **more
                )
            )
    left = session().scalar(
        select(Placement.person_id)
        .outerjoin(User, User.person_id == Placement.person_id)
        .where(Placement.state == PlacementState.LEFT, User.id.is_(None))
        .order_by(Placement.id)
        .limit(1)
    )
    student = session().scalar(
        select(Student.person_id)
        .join(Person, Person.id == Student.person_id)
        .outerjoin(Placement, Placement.person_id == Student.person_id)
        .where(Placement.id.is_(None))
        .order_by(Student.id.desc())
        .limit(1)
    )
    if left is not None and student is not None:
        for person_id in (left, student):
            session().add(
                ContactPoint(
                    person_id=person_id, kind=ContactKind.PHONE, value=_SHARED, priority=2, confirmed_at=said
                )
            )
    session().flush()
